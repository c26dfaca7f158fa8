import { Decimal } from '@signalos/trading';
import type { Limits } from '../profiles/limits.ts';
import type { TradingDay } from '../profiles/trading-day.ts';
import { share } from './amounts.ts';
import type { AccountFigures, Book, ClosedTrade, Reservation } from './situation.ts';
import type { Valuation } from './valuation.ts';

/** Where an account stands against its limits, if everything open ran to its stop. */
export interface AccountRisk {
  readonly currency: string;
  readonly balance: Decimal;
  readonly equity: Decimal;
  readonly lowestEquity: Decimal;
  /** What the open positions bring at worst: below zero where they lose. */
  readonly openWorst: Decimal;
  /** What those that may lose may lose, each for itself: no gain is set off. */
  readonly openRisk: Decimal;
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
  /** A trailing floor rises no further than this. */
  readonly lock: Decimal | undefined;
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
  const { account } = book;
  const { equity, openWorst, openRisk } = valuation;
  const day = limits.day(now);
  const reserved = reservedOf(unexpired(book.reservations, now));

  return {
    currency: account.currency,
    balance: account.balance,
    equity,
    lowestEquity: Decimal.min(equity, account.lowestEquityToday ?? equity),
    openWorst,
    openRisk,
    reserved,
    tradeWorstLoss,
    worstEquity: account.balance.plus(openWorst).minus(reserved).minus(tradeWorstLoss),
    day,
    daily: limits.daily && dailyLimit(limits.daily, book, { start: day.start, now }),
    total: limits.total && totalLimit(limits.total, account, equity),
  };
}

/** Those that still hold: at the very instant of its expiry a reservation no longer does. */
export function unexpired(reservations: readonly Reservation[], now: Date): readonly Reservation[] {
  if (reservations.length === 0) return reservations;
  return reservations.filter(({ expiresAt }) => expiresAt.getTime() > now.getTime());
}

export function reservedOf(reservations: readonly Reservation[]): Decimal {
  let total = Decimal.ZERO;
  for (const { worstLoss } of reservations) total = total.plus(worstLoss);
  return total;
}

/** As an account stands that no order is judged for, with more to lose by one that is. */
export function withTrade(risk: AccountRisk, tradeWorstLoss: Decimal): AccountRisk {
  const worstEquity = risk.worstEquity.plus(risk.tradeWorstLoss).minus(tradeWorstLoss);
  return { ...risk, tradeWorstLoss, worstEquity };
}

type DailyLimits = NonNullable<Limits['daily']>;
type Today = { readonly start: Date; readonly now: Date };

function dailyLimit(
  { pct, amountBase, reference: kind }: DailyLimits,
  { account, closedTrades }: Book,
  today: Today,
): LossLimit {
  const { balance, initialBalance, dayStartEquity, currency } = account;
  const startBalance = balance.minus(realised(closedTrades, today));
  const startEquity = dayStartEquity ?? startBalance;
  const reference = referenceOf(kind, startBalance, startEquity);
  const allowance = share(amountBase === 'initial' ? initialBalance : reference, pct, currency);
  return { reference, allowance, lock: undefined, floor: reference.minus(allowance) };
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

type TotalLimits = NonNullable<Limits['total']>;

function totalLimit(
  { pct, amount, mode, lockAt }: TotalLimits,
  account: AccountFigures,
  equity: Decimal,
): LossLimit {
  const { initialBalance, currency } = account;
  const allowance = amount ?? share(initialBalance, pct ?? Decimal.ZERO, currency);
  const reference = Decimal.max(initialBalance, highest(mode, account, equity) ?? initialBalance);
  const lock = lockAt && initialBalance.plus(lockAt);
  const trailing = reference.minus(allowance);
  return { reference, allowance, lock, floor: lock ? Decimal.min(trailing, lock) : trailing };
}

/** What a limit that trails hangs from. */
function highest(
  mode: TotalLimits['mode'],
  { marks }: AccountFigures,
  equity: Decimal,
): Decimal | undefined {
  switch (mode) {
    case 'static':
      return undefined;
    case 'trailing_eod':
      return marks.endOfDay;
    case 'trailing_closed':
      return marks.closed;
    case 'trailing_intraday':
      return Decimal.max(equity, marks.equity ?? equity);
  }
}

/** What was closed since the day started; a trade from the future is the fault of some clock. */
function realised(closedTrades: readonly ClosedTrade[], { start, now }: Today): Decimal {
  const from = start.getTime(); // Comparing dates costs more than adding.
  const until = now.getTime();
  let total = Decimal.ZERO;
  for (const { profit, closedAt } of closedTrades) {
    const at = closedAt.getTime();
    if (at >= from && at <= until) total = total.plus(profit);
  }
  return total;
}
