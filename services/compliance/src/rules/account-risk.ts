import { Decimal, minorDigits } from '@signalos/trading';
import type { Limits } from '../profiles/limits.ts';
import type { TradingDay } from '../profiles/trading-day.ts';
import type { Book, ClosedTrade } from './situation.ts';
import type { Valuation } from './valuation.ts';

/** Where an account stands against its limits, if everything open ran to its stop. */
export interface AccountRisk {
  readonly currency: string;
  readonly balance: Decimal;
  readonly equity: Decimal;
  readonly lowestEquity: Decimal;
  readonly openWorst: Decimal;
  readonly reserved: Decimal;
  /** Of the order that is judged; zero where none is. */
  readonly tradeWorstLoss: Decimal;
  readonly worstEquity: Decimal;
  readonly day: TradingDay;
  readonly daily: LossLimit | undefined;
  readonly total: LossLimit | undefined;
}

/** Equity may lose `allowance` below `reference`, that is, fall to `floor`. */
export interface LossLimit {
  readonly reference: Decimal;
  readonly allowance: Decimal;
  readonly floor: Decimal;
}

export interface Assessed {
  readonly book: Book;
  readonly limits: Limits;
  readonly valuation: Valuation;
  readonly tradeWorstLoss: Decimal;
  readonly now: Date;
}

export function assessRisk(assessed: Assessed): AccountRisk {
  const { book, limits, valuation, tradeWorstLoss, now } = assessed;
  const { account, reservations } = book;
  const { equity, openWorst } = valuation;
  const day = limits.day(now);
  let reserved = Decimal.ZERO;
  for (const { worstLoss, expiresAt } of reservations) {
    if (expiresAt.getTime() > now.getTime()) reserved = reserved.plus(worstLoss);
  }

  return {
    currency: account.currency,
    balance: account.balance,
    equity,
    lowestEquity: Decimal.min(equity, account.lowestEquityToday ?? equity),
    openWorst,
    reserved,
    tradeWorstLoss,
    worstEquity: account.balance.plus(openWorst).minus(reserved).minus(tradeWorstLoss),
    day,
    daily: limits.daily && dailyLimit(limits.daily, book, { start: day.start, now }),
    total: limits.total && totalLimit(limits.total, book),
  };
}

type DailyLimits = NonNullable<Limits['daily']>;
type Today = { readonly start: Date; readonly now: Date };

function dailyLimit(
  { pct, amountBase, reference: kind }: DailyLimits,
  { account, closedTrades }: Book,
  today: Today,
): LossLimit {
  const { balance, initialBalance, dayStartEquity } = account;
  const startBalance = balance.minus(realised(closedTrades, today));
  const startEquity = dayStartEquity ?? startBalance;
  const reference = referenceOf(kind, startBalance, startEquity);
  const base = amountBase === 'initial' ? initialBalance : reference;
  return limitBelow(reference, share(base, pct, account.currency));
}

function referenceOf(kind: DailyLimits['reference'], balance: Decimal, equity: Decimal): Decimal {
  switch (kind) {
    case 'balance':
      return balance;
    case 'equity':
      return equity;
    case 'max':
      return Decimal.max(balance, equity);
  }
}

function totalLimit({ pct }: NonNullable<Limits['total']>, { account }: Book): LossLimit {
  const { initialBalance, currency } = account;
  return limitBelow(initialBalance, share(initialBalance, pct, currency));
}

function limitBelow(reference: Decimal, allowance: Decimal): LossLimit {
  return { reference, allowance, floor: reference.minus(allowance) };
}

const HUNDREDTH = Decimal.parse('0.01');

/** A percentage of an amount; a limit rounds down, so that it never allows more. */
function share(base: Decimal, pct: Decimal, currency: string): Decimal {
  const precision = { digits: minorDigits(currency), rounding: 'floor' } as const;
  return base.times(pct).times(HUNDREDTH).round(precision);
}

/** What was closed since the day started; a trade from the future is the fault of some clock. */
function realised(closedTrades: readonly ClosedTrade[], { start, now }: Today): Decimal {
  const [from, until] = [start.getTime(), now.getTime()]; // Comparing dates costs more than adding.
  let total = Decimal.ZERO;
  for (const { profit, closedAt } of closedTrades) {
    const at = closedAt.getTime();
    if (at >= from && at <= until) total = total.plus(profit);
  }
  return total;
}
