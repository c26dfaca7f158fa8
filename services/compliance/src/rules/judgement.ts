import type { Violation } from '@signalos/contracts';
import { Decimal } from '@signalos/trading';
import { NO_LIMITS } from '../profiles/limits.ts';
import { assessRisk, type AccountRisk } from './account-risk.ts';
import {
  IDENTITY_RULES,
  REDUCTION_RULES,
  ruleBookOf,
  SOLVENCY_RULES,
  STANDING_RULES,
} from './catalogue.ts';
import { repeated } from './conduct.ts';
import type { Standing } from './context.ts';
import { openMarket } from './market.ts';
import { readOrder } from './order.ts';
import { readPrices } from './prices.ts';
import { stopOnWrongSide } from './pricing.ts';
import { allBroken, firstBroken, isViolation } from './rule.ts';
import type { RecentRequest, Situation } from './situation.ts';
import { valueAccount, type Valuation } from './valuation.ts';

/** Changes with whatever may change a decision: with it, old decisions can be taken again. */
export const ENGINE_VERSION = 1;

/** What the rules say about an order. */
export interface Judgement {
  readonly allowed: boolean;
  /** Any of them refuses the order. */
  readonly violations: readonly Violation[];
  readonly warnings: readonly Violation[];
  /** Undefined when the order was refused before its risk was known. */
  readonly risk: AccountRisk | undefined;
  /** The same order, sent before: what was decided then holds, and nothing is decided here. */
  readonly repeats?: RecentRequest;
}

/**
 * Judges an order: is it understood, is everything it needs known, may the account trade, and what
 * would it risk? The first three stop at what is wrong; of the rules about risk, all are told.
 */
export function judge(situation: Situation): Judgement {
  const order = readOrder(situation.trade);
  if (isViolation(order)) return refusal(order);
  const standing = { situation, order };
  return order.reduceOnly ? judgeReduction(standing) : judgeOpening(standing);
}

/** Needs no price: closing makes risk smaller at any. */
function judgeReduction(standing: Standing): Judgement {
  const risk = riskOf(standing.situation);
  const barred = firstBroken(STANDING_RULES, standing);
  if (barred) return refusal(barred, risk);
  return (
    judgeConduct(standing, risk) ?? verdict(asList(firstBroken(REDUCTION_RULES, standing)), risk)
  );
}

function judgeOpening(standing: Standing): Judgement {
  const { situation, order } = standing;
  const market = openMarket(situation);
  const prices = readPrices(standing, market);
  if (!prices) return refusal(market.gap());
  const unusable = stopOnWrongSide(order, prices.pricing);
  if (unusable) return refusal(unusable);

  const { limits } = situation;
  const { pricing, valuation, exposure } = prices;
  const risk = riskAt(situation, valuation, pricing.worstLoss);
  const barred = firstBroken(STANDING_RULES, standing);
  if (barred || !limits || !risk) return refusal(barred, risk);
  const context = { situation, order, limits, pricing, valuation, risk, exposure };
  const insolvent = firstBroken(SOLVENCY_RULES, context);
  if (insolvent) return refusal(insolvent, risk);
  return judgeConduct(standing, risk) ?? verdict(allBroken(ruleBookOf(limits).risk, context), risk);
}

/** Whether it was sent before, and whether the account sends as it may; undefined when all is well. */
function judgeConduct(standing: Standing, risk: AccountRisk | undefined): Judgement | undefined {
  const conflict = firstBroken(IDENTITY_RULES, standing);
  if (conflict) return refusal(conflict, risk);
  const repeats = repeated(standing);
  if (repeats) return { ...verdict([], risk), repeats };
  const { conduct } = ruleBookOf(standing.situation.limits ?? NO_LIMITS);
  const broken = firstBroken(conduct, standing);
  return broken && refusal(broken, risk);
}

function riskOf(situation: Situation): AccountRisk | undefined {
  const valuation = valueAccount(situation, openMarket(situation));
  return valuation && riskAt(situation, valuation, Decimal.ZERO);
}

function riskAt(
  situation: Situation,
  valuation: Valuation,
  tradeWorstLoss: Decimal,
): AccountRisk | undefined {
  const { limits, now } = situation;
  return limits && assessRisk({ book: situation, limits, valuation, tradeWorstLoss, now });
}

const asList = (broken: Violation | undefined) => (broken ? [broken] : []);

function refusal(violation: Violation | undefined, risk?: AccountRisk): Judgement {
  return { allowed: false, violations: asList(violation), warnings: [], risk };
}

function verdict(broken: readonly Violation[], risk: AccountRisk | undefined): Judgement {
  if (broken.length === 0) return { allowed: true, violations: [], warnings: [], risk };
  const violations = broken.filter(({ severity }) => severity === 'hard');
  const warnings = broken.filter(({ severity }) => severity === 'warn');
  return { allowed: violations.length === 0, violations, warnings, risk };
}
