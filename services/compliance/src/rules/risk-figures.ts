import type { RiskFigures } from '@signalos/contracts';
import { Decimal, minorDigits } from '@signalos/trading';
import type { AccountRisk, LossLimit } from './account-risk.ts';
import { money } from './amounts.ts';

/** Where an account stands, whatever is ordered. */
export type StandingFigures = Omit<RiskFigures, 'tradeWorstLoss' | 'maxAllowedLots'>;

/** The risk of an account as callers see it. */
export function figuresOf(risk: AccountRisk): StandingFigures {
  const { currency, day, daily, total, worstEquity } = risk;
  const digits = minorDigits(currency);
  const show = (amount: Decimal) => money(amount, digits);
  const room = (limit: LossLimit) => show(worstEquity.minus(limit.floor));
  return {
    currency,
    equity: show(risk.equity),
    worstEquity: show(worstEquity),
    openStopRisk: show(risk.openRisk),
    reserved: show(risk.reserved),
    dailyFloor: daily ? show(daily.floor) : null,
    dailyRoom: daily ? room(daily) : null,
    dailyUsedPct: daily ? usedShare(daily, worstEquity) : null,
    totalFloor: total ? show(total.floor) : null,
    totalRoom: total ? room(total) : null,
    totalUsedPct: total ? usedShare(total, worstEquity) : null,
    dayStart: day.start.toISOString(),
    nextReset: day.end.toISOString(),
  };
}

/** The same, with an order that is judged. */
export function figuresWithTrade(risk: AccountRisk, maxAllowedLots: Decimal): RiskFigures {
  const tradeWorstLoss = money(risk.tradeWorstLoss, minorDigits(risk.currency));
  return { ...figuresOf(risk), tradeWorstLoss, maxAllowedLots: maxAllowedLots.toString() };
}

const HUNDRED = Decimal.integer(100);
const PERCENT = { digits: 2, rounding: 'ceiling' } as const;

/** How much of what may be lost would be lost if all went wrong, in percent and rounded up. */
export function usedShare({ reference, floor }: LossLimit, worstEquity: Decimal): string {
  const allowance = reference.minus(floor);
  if (!allowance.isPositive()) return '100.00';
  const lost = Decimal.max(Decimal.ZERO, reference.minus(worstEquity));
  return lost.times(HUNDRED).dividedBy(allowance, PERCENT).toString();
}
