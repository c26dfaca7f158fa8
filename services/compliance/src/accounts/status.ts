import { Decimal, minorDigits } from '@signalos/trading';
import { assessRisk, type LossLimit } from '../rules/account-risk.ts';
import { openMarket } from '../rules/market.ts';
import { money } from '../rules/amounts.ts';
import { figuresOf } from '../rules/risk-figures.ts';
import { valueAccount } from '../rules/valuation.ts';
import type { AccountBook, Moment } from './book.ts';

const HUNDRED = Decimal.integer(100);
const PERCENT = { digits: 2, rounding: 'ceiling' } as const;

/** Where an account stands against its limits, or what is missing to tell. */
export function standingOf(book: AccountBook, { now, quotes }: Moment) {
  const { account, profile } = book;
  const limits = profile?.limits;
  const market = openMarket({ account, quotes, now, limits });
  const valuation = valueAccount(book, market);
  if (!limits || !valuation) return { risk: null, unknown: market.gap()?.message ?? null };

  const risk = assessRisk({ book, limits, valuation, tradeWorstLoss: Decimal.ZERO, now });
  const { tradeWorstLoss: _none, ...figures } = figuresOf(risk);
  const { daily, total, worstEquity } = risk;
  return {
    risk: {
      ...figures,
      dailyUsedPct: daily ? usedShare(daily, worstEquity) : null,
      totalUsedPct: total ? usedShare(total, worstEquity) : null,
    },
    unknown: null,
  };
}

/** How much of what may be lost would be lost if all went wrong, in percent and rounded up. */
export function usedShare({ reference, allowance }: LossLimit, worstEquity: Decimal): string {
  if (!allowance.isPositive()) return '100.00';
  const lost = Decimal.max(Decimal.ZERO, reference.minus(worstEquity));
  return lost.times(HUNDRED).dividedBy(allowance, PERCENT).toString();
}

/** Today's remembered equity, as callers see it. */
export function dayOf({ account, day, profile }: AccountBook, { now }: Moment) {
  if (!profile) return null;
  const { start, end } = profile.limits.day(now);
  const show = (amount: Decimal) => money(amount, minorDigits(account.currency));
  return {
    start: start.toISOString(),
    end: end.toISOString(),
    startEquity: day ? show(day.startEquity) : null,
    lowestEquity: day ? show(day.lowestEquity) : null,
  };
}
