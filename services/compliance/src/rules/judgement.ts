import type { Violation } from '@signalos/contracts';
import { Decimal } from '@signalos/trading';
import { assessRisk, type AccountRisk } from './account-risk.ts';
import { REDUCTION_RULES, RISK_RULES, SOLVENCY_RULES, STANDING_RULES } from './catalogue.ts';
import type { Context, Standing } from './context.ts';
import { openMarket } from './market.ts';
import { readOrder } from './order.ts';
import { priceOrder, stopOnWrongSide } from './pricing.ts';
import { allBroken, firstBroken, isViolation } from './rule.ts';
import type { Situation } from './situation.ts';
import { valueAccount } from './valuation.ts';

/** What the rules say about an order. */
export interface Judgement {
  readonly allowed: boolean;
  /** Any of them refuses the order. */
  readonly violations: readonly Violation[];
  readonly warnings: readonly Violation[];
  /** Undefined when the order was refused before its risk was known. */
  readonly risk: AccountRisk | undefined;
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
  const broken = firstBroken(STANDING_RULES, standing) ?? firstBroken(REDUCTION_RULES, standing);
  return verdict(broken ? [broken] : [], riskOfReduction(standing));
}

function riskOfReduction({ situation: book }: Standing): AccountRisk | undefined {
  const { limits, now } = book;
  const valuation = limits && valueAccount(book, openMarket(book));
  return valuation && assessRisk({ book, limits, valuation, tradeWorstLoss: Decimal.ZERO, now });
}

function judgeOpening(standing: Standing): Judgement {
  const { situation, order } = standing;
  const market = openMarket(situation);
  const pricing = priceOrder(order, situation.account, market);
  const valuation = pricing && valueAccount(situation, market);
  if (!valuation) return refusal(market.gap());
  const unusable = stopOnWrongSide(order, pricing);
  if (unusable) return refusal(unusable);

  const { limits, now } = situation;
  const tradeWorstLoss = pricing.worstLoss;
  const risk = limits && assessRisk({ book: situation, limits, valuation, tradeWorstLoss, now });
  const barred = firstBroken(STANDING_RULES, standing);
  if (barred || !risk) return refusal(barred, risk);
  const context: Context = { ...standing, limits, pricing, risk };
  const insolvent = firstBroken(SOLVENCY_RULES, context);
  if (insolvent) return refusal(insolvent, risk);
  return verdict(allBroken(RISK_RULES, context), risk);
}

function refusal(violation: Violation | undefined, risk?: AccountRisk): Judgement {
  return { allowed: false, violations: violation ? [violation] : [], warnings: [], risk };
}

function verdict(broken: readonly Violation[], risk: AccountRisk | undefined): Judgement {
  if (broken.length === 0) return { allowed: true, violations: [], warnings: [], risk };
  const { hard = [], warn = [] } = Object.groupBy(broken, ({ severity }) => severity);
  return { allowed: hard.length === 0, violations: hard, warnings: warn, risk };
}
