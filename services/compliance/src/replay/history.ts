import { Decimal } from '@signalos/trading';
import type { Limits } from '../profiles/limits.ts';
import type { ClosedTrade } from '../rules/situation.ts';
import { decimalIn, optionalDecimalIn, optionalTextIn, timeIn, type Json } from './fields.ts';

/** What has happened on an account, as far as its rules ask for it. */
export interface History {
  readonly closedTrades: readonly ClosedTrade[];
  /** What came and went today without a trade. */
  readonly flowsToday: Decimal;
  /** The highest balance after a closed trade; only worked out where a limit trails it. */
  readonly highestClosed: Decimal | undefined;
}

interface Known {
  readonly balance: Decimal;
  readonly now: Date;
  readonly limits: Limits | undefined;
  /** Of the order. */
  readonly symbol: string;
}

/** The figures of rows that no rule of the profile asks for are not read. */
export function readHistory(rows: readonly Json[], known: Known): History {
  const from = dayStart(known);
  const until = known.now.getTime();
  const closedTrades: ClosedTrade[] = [];
  let flowsToday = Decimal.ZERO;
  for (const row of rows) {
    const at = timeIn(row, 'time');
    const isToday = at >= from && at <= until;
    const isTrade = typeOf(row) === 'trade';
    if (isTrade && (isToday || isCompared(row, known))) closedTrades.push(closedTradeOf(row, at));
    if (!isTrade && isToday) flowsToday = flowsToday.plus(flowOf(row));
  }
  return { closedTrades, flowsToday, highestClosed: highestAfterTrade(rows, known) };
}

function dayStart({ limits, now }: Known): number {
  return limits ? limits.day(now).start.getTime() : Number.POSITIVE_INFINITY;
}

/** Of other days, the size of the newest trade in the order’s symbol may count. */
function isCompared(row: Json, { limits, symbol }: Known): boolean {
  return limits?.martingale !== undefined && row['symbol'] === symbol;
}

const typeOf = (row: Json) => optionalTextIn(row, 'type') ?? 'trade';

function closedTradeOf(row: Json, at: number): ClosedTrade {
  return {
    symbol: optionalTextIn(row, 'symbol') ?? '',
    lots: optionalDecimalIn(row, 'lots') ?? Decimal.ZERO,
    profit: decimalIn(row, 'net'),
    closedAt: new Date(at),
  };
}

/** Money that leaves is negative, however it is written. */
function flowOf(row: Json): Decimal {
  const type = typeOf(row);
  const amount = optionalDecimalIn(row, 'amount') ?? decimalIn(row, 'net');
  return type === 'withdrawal' || type === 'payout' || type === 'fee'
    ? amount.abs().negated()
    : amount;
}

/** Walks back from the balance now, for a history need not reach back to the beginning. */
function highestAfterTrade(
  rows: readonly Json[],
  { balance, now, limits }: Known,
): Decimal | undefined {
  if (limits?.total?.mode !== 'trailing_closed') return undefined;
  const past = rows
    .map((row) => ({ row, at: timeIn(row, 'time') }))
    .filter(({ at }) => at <= now.getTime())
    .toSorted((a, b) => a.at - b.at);
  let highest: Decimal | undefined;
  let after = balance;
  for (const { row } of past.toReversed()) {
    const isTrade = typeOf(row) === 'trade';
    if (isTrade) highest = highest ? Decimal.max(highest, after) : after;
    after = after.minus(isTrade ? decimalIn(row, 'net') : flowOf(row));
  }
  return highest;
}
