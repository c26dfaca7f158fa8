import type { Context, Standing } from './context.ts';
import {
  dailyLossBreached,
  dailyLossLimit,
  totalLossBreached,
  totalLossLimit,
} from './loss-limits.ts';
import { positionNotFound, reduceOnlyIncreases } from './reduction.ts';
import type { Rule } from './rule.ts';
import { maxLotsPerTrade, stopLossRequired } from './size.ts';
import { accountNotActive, accountZeroEquity, profileNotActive } from './standing.ts';

// To add a rule, write it beside its kin and name it here. Order is that of judging.

/** Whether the account may trade at all. The first that is broken is the only one told. */
export const STANDING_RULES: readonly Rule<Standing>[] = [profileNotActive, accountNotActive];
export const SOLVENCY_RULES: readonly Rule<Context>[] = [accountZeroEquity];

/** Of orders that close; no other rule applies to them. The first that is broken is told. */
export const REDUCTION_RULES: readonly Rule<Standing>[] = [positionNotFound, reduceOnlyIncreases];

/** Of orders that open risk. All that are broken are told. */
export const RISK_RULES: readonly Rule<Context>[] = [
  stopLossRequired,
  maxLotsPerTrade,
  dailyLossLimit,
  dailyLossBreached,
  totalLossLimit,
  totalLossBreached,
];

/** What a profile's limits rely on, beside the checks that every order passes. */
export const EVALUATED_RULES: ReadonlySet<string> = new Set(
  [...STANDING_RULES, ...SOLVENCY_RULES, ...REDUCTION_RULES, ...RISK_RULES].map(({ id }) => id),
);
