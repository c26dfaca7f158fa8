import type { Limits } from '../profiles/limits.ts';
import { duplicateTrade, idempotencyConflict, messageRate, symbolNotPermitted } from './conduct.ts';
import type { Context, Standing } from './context.ts';
import {
  assetClassLeverageMax,
  effectiveLeverageMax,
  marginCloseOut,
  marginInsufficient,
  maxOrderValue,
  negativeBalanceRisk,
  priceCollar,
} from './leverage.ts';
import {
  dailyLossBreached,
  dailyLossLimit,
  totalLossBreached,
  totalLossLimit,
} from './loss-limits.ts';
import { openRiskMax, riskPerSymbolMax, riskPerTradeMax } from './open-risk.ts';
import {
  hedgeAcrossAccounts,
  martingale,
  newsBlackout,
  preCloseWindow,
  repeatedExecutionThrottle,
} from './practices.ts';
import { positionNotFound, reduceOnlyIncreases } from './reduction.ts';
import type { ProfileRule, Rule } from './rule.ts';
import {
  maxLotsPerTrade,
  maxOpenLotsTotal,
  maxOpenPositions,
  maxOrderVolume,
  maxTradesPerDay,
  stopLossRequired,
} from './size.ts';
import {
  accountNotActive,
  accountPaused,
  accountZeroEquity,
  killSwitch,
  profileNotActive,
  profileUnknown,
} from './standing.ts';

// To add a rule, write it beside its kin and name it here. Order is that of judging.

/** Whether the account may trade at all. The first that is broken is the only one told. */
export const STANDING_RULES: readonly Rule<Standing>[] = [
  profileUnknown,
  profileNotActive,
  killSwitch,
  accountNotActive,
  accountPaused,
];
export const SOLVENCY_RULES: readonly Rule<Context>[] = [accountZeroEquity];

/** Whether it behaves. The first that is broken is the only one told. */
export const IDENTITY_RULES: readonly Rule<Standing>[] = [idempotencyConflict];
export const CONDUCT_RULES: readonly ProfileRule<Standing>[] = [duplicateTrade, messageRate];
export const PERMISSION_RULES: readonly Rule<Standing>[] = [symbolNotPermitted];

/** Of orders that close; no rule about risk applies to them. The first that is broken is told. */
export const REDUCTION_RULES: readonly Rule<Standing>[] = [positionNotFound, reduceOnlyIncreases];

/** Of orders that open risk. All that are broken are told. */
export const RISK_RULES: readonly ProfileRule<Context>[] = [
  stopLossRequired,
  maxLotsPerTrade,
  maxOpenLotsTotal,
  maxOrderVolume,
  maxOrderValue,
  dailyLossLimit,
  dailyLossBreached,
  totalLossLimit,
  totalLossBreached,
  negativeBalanceRisk,
  riskPerTradeMax,
  riskPerSymbolMax,
  openRiskMax,
  maxOpenPositions,
  maxTradesPerDay,
  effectiveLeverageMax,
  assetClassLeverageMax,
  marginInsufficient,
  marginCloseOut,
  priceCollar,
  repeatedExecutionThrottle,
  newsBlackout,
  preCloseWindow,
  hedgeAcrossAccounts,
  martingale,
];

/** The rules of one profile, with its figures in them. */
export interface RuleBook {
  readonly conduct: readonly Rule<Standing>[];
  readonly risk: readonly Rule<Context>[];
}

const ruleBooks = new WeakMap<Limits, RuleBook>();

/** Compiles a profile’s figures into the rules that they make, once for each profile. */
export function ruleBookOf(limits: Limits): RuleBook {
  let book = ruleBooks.get(limits);
  if (!book) {
    book = {
      conduct: [...bound(CONDUCT_RULES, limits), ...PERMISSION_RULES],
      risk: bound(RISK_RULES, limits),
    };
    ruleBooks.set(limits, book);
  }
  return book;
}

function bound<Facts>(
  rules: readonly ProfileRule<Facts>[],
  limits: Limits,
): readonly Rule<Facts>[] {
  return rules.map((rule) => rule.bind(limits)).filter((rule) => rule !== undefined);
}
