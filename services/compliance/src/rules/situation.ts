import type { ProposedTrade } from '@signalos/contracts';
import type { Decimal, Quote, Side } from '@signalos/trading';
import type { Limits } from '../profiles/limits.ts';

/**
 * All that a decision depends on. Nothing else is looked at, so the same situation is always judged
 * the same way.
 */
export interface Situation extends Book {
  /** The limits the account trades under, if it trades under any. */
  readonly limits: Limits | undefined;
  readonly trade: Trade;
  readonly quotes: TimedQuotes;
  readonly now: Date;
}

/** What an order asks for; its numbers are still text. */
export type Trade = Pick<
  ProposedTrade,
  | 'symbol'
  | 'side'
  | 'type'
  | 'lots'
  | 'entryPrice'
  | 'slPrice'
  | 'tpPrice'
  | 'reduceOnly'
  | 'positionId'
>;

/** An account, with everything on it that may lose money. */
export interface Book {
  readonly account: AccountFigures;
  readonly positions: readonly Position[];
  readonly reservations: readonly Reservation[];
  /** Of today at least; older ones are passed over. */
  readonly closedTrades: readonly ClosedTrade[];
}

export const ACCOUNT_STATUSES = ['active', 'suspended', 'breached', 'closed'] as const;
export type AccountStatus = (typeof ACCOUNT_STATUSES)[number];

export interface AccountFigures {
  readonly currency: string;
  readonly initialBalance: Decimal;
  readonly balance: Decimal;
  readonly status: AccountStatus;
  /** What opening and closing one lot costs. */
  readonly commissionPerLot: Decimal;
  /** Equity when the trading day started; the balance stands in for it where it is not known. */
  readonly dayStartEquity: Decimal | undefined;
  /** The lowest equity seen since then. */
  readonly lowestEquityToday: Decimal | undefined;
}

export interface Position {
  readonly id: string;
  readonly symbol: string;
  readonly side: Side;
  readonly lots: Decimal;
  readonly openPrice: Decimal;
  readonly stopLoss: Decimal | undefined;
  /** Swap and commission booked on it so far; negative where they cost. */
  readonly charges: Decimal;
}

/** Risk set aside for an order that is on its way. */
export interface Reservation {
  readonly worstLoss: Decimal;
  /** At this instant it no longer holds. */
  readonly expiresAt: Date;
}

export interface ClosedTrade {
  /** After costs. */
  readonly profit: Decimal;
  readonly closedAt: Date;
}

export interface TimedQuote extends Quote {
  readonly at: Date;
}

/** The newest quote of a symbol, however old. */
export type TimedQuotes = (symbol: string) => TimedQuote | undefined;
