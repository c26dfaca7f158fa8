import { Decimal } from '@signalos/trading';
import type { Limits } from '../profiles/limits.ts';
import type { ClosedTrade } from '../rules/situation.ts';
import { decimalIn, instantIn, optionalDecimalIn, optionalTextIn, type Json } from './fields.ts';

/** What has happened on an account, as far as its rules ask for it. */
export interface History {
  readonly closedTrades: readonly ClosedTrade[];
  /** What came and went today without a trade. */
  readonly flowsToday: Decimal;
  /** The highest balance after a closed trade; only worked out where a limit trails it. */
  readonly highestClosed: Decimal | undefined;
}

interface Row {
  /** None for money that came or went without a trade. */
  readonly trade: ClosedTrade | undefined;
  readonly amount: Decimal;
  readonly at: number;
}

interface Known {
  readonly balance: Decimal;
  readonly now: Date;
  readonly limits: Limits | undefined;
}

export function readHistory(rows: readonly Json[], known: Known): History {
  const history = rows.map(readRow);
  const closedTrades = history.map(({ trade }) => trade).filter((trade) => trade !== undefined);
  return {
    closedTrades,
    flowsToday: closedTrades.length === history.length ? Decimal.ZERO : flowsToday(history, known),
    highestClosed:
      known.limits?.total?.mode === 'trailing_closed' ? highestClosed(history, known) : undefined,
  };
}

function readRow(row: Json): Row {
  const type = optionalTextIn(row, 'type') ?? 'trade';
  const closedAt = instantIn(row, 'time');
  const at = closedAt.getTime();
  if (type !== 'trade') return { trade: undefined, amount: flowOf(row, type), at };
  const profit = decimalIn(row, 'net');
  const symbol = optionalTextIn(row, 'symbol') ?? '';
  const lots = optionalDecimalIn(row, 'lots') ?? Decimal.ZERO;
  return { trade: { symbol, lots, profit, closedAt }, amount: profit, at };
}

/** Money that leaves is negative, however it is written. */
function flowOf(row: Json, type: string): Decimal {
  const amount = optionalDecimalIn(row, 'amount') ?? decimalIn(row, 'net');
  return type === 'withdrawal' || type === 'payout' || type === 'fee'
    ? amount.abs().negated()
    : amount;
}

function flowsToday(history: readonly Row[], { now, limits }: Known): Decimal {
  const from = limits?.day(now).start.getTime() ?? Number.POSITIVE_INFINITY;
  const flows = history.filter(({ trade, at }) => !trade && at >= from && at <= now.getTime());
  return Decimal.sum(flows.map(({ amount }) => amount));
}

/** Walks back from the balance now, for a history need not reach back to the beginning. */
function highestClosed(history: readonly Row[], { balance, now }: Known): Decimal | undefined {
  const past = history.filter(({ at }) => at <= now.getTime()).toSorted((a, b) => a.at - b.at);
  let highest: Decimal | undefined;
  let after = balance;
  for (const { trade, amount } of past.toReversed()) {
    if (trade) highest = highest ? Decimal.max(highest, after) : after;
    after = after.minus(amount);
  }
  return highest;
}
