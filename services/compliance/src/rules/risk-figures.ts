import type { RiskFigures } from '@signalos/contracts';
import { minorDigits, type Decimal } from '@signalos/trading';
import type { AccountRisk, LossLimit } from './account-risk.ts';
import { money } from './amounts.ts';

/** The risk of an account as callers see it. */
export function figuresOf(risk: AccountRisk): RiskFigures {
  const { currency, day, daily, total, worstEquity } = risk;
  const digits = minorDigits(currency);
  const show = (amount: Decimal) => money(amount, digits);
  const room = (limit: LossLimit) => show(worstEquity.minus(limit.floor));
  return {
    currency,
    equity: show(risk.equity),
    worstEquity: show(worstEquity),
    tradeWorstLoss: show(risk.tradeWorstLoss),
    reserved: show(risk.reserved),
    dailyFloor: daily ? show(daily.floor) : null,
    dailyRoom: daily ? room(daily) : null,
    totalFloor: total ? show(total.floor) : null,
    totalRoom: total ? room(total) : null,
    dayStart: day.start.toISOString(),
    nextReset: day.end.toISOString(),
  };
}
