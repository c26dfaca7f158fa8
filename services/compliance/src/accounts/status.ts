import { Decimal, minorDigits } from '@signalos/trading';
import { assessRisk } from '../rules/account-risk.ts';
import { openMarket } from '../rules/market.ts';
import { money } from '../rules/amounts.ts';
import { figuresOf } from '../rules/risk-figures.ts';
import { valueAccount } from '../rules/valuation.ts';
import type { AccountBook, Moment } from './book.ts';

/** Where an account stands against its limits, or what is missing to tell. */
export function standingOf(book: AccountBook, { now, quotes }: Moment) {
  const { account, profile } = book;
  const limits = profile?.limits;
  const market = openMarket({ account, quotes, now, limits });
  const valuation = valueAccount(book, market);
  if (!limits || !valuation) return { risk: null, unknown: market.gap()?.message ?? null };

  const risk = assessRisk({ book, limits, valuation, tradeWorstLoss: Decimal.ZERO, now });
  return { risk: figuresOf(risk), unknown: null };
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

type Latches = Pick<AccountBook['account'], 'status' | 'pausedUntil'>;

export function isPaused(account: Latches, now: Date): account is Latches & { pausedUntil: Date } {
  return account.pausedUntil !== undefined && account.pausedUntil > now;
}

export function isStopped(account: Latches, now: Date): boolean {
  return account.status === 'breached' || isPaused(account, now);
}
