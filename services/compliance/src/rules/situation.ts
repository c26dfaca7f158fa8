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
  /** Whether the account names a profile that is not there; otherwise, without limits, it names none. */
  readonly profileUnknown: boolean;
  readonly trade: Trade;
  readonly activity: Activity;
  /** Positions on the other accounts of the same trader. */
  readonly linkedPositions: readonly LinkedPosition[];
  /** Releases around now; others are passed over. */
  readonly news: readonly NewsRelease[];
  readonly quotes: TimedQuotes;
  readonly now: Date;
}

/** What an order asks for; its numbers are still text. */
export type Trade = Pick<
  ProposedTrade,
  | 'clientTradeId'
  | 'symbol'
  | 'side'
  | 'type'
  | 'lots'
  | 'entryPrice'
  | 'slPrice'
  | 'tpPrice'
  | 'leverage'
  | 'reduceOnly'
  | 'positionId'
>;

/** An account, with everything on it that may lose money. */
export interface Book {
  readonly account: AccountFigures;
  readonly positions: readonly Position[];
  readonly reservations: readonly Reservation[];
  /** Of today at least; of an order’s symbol the newest, however old. */
  readonly closedTrades: readonly ClosedTrade[];
}

export const ACCOUNT_STATUSES = ['active', 'suspended', 'breached', 'closed'] as const;
export type AccountStatus = (typeof ACCOUNT_STATUSES)[number];

/** A trader on trial, or one with the firm's money. */
export const ACCOUNT_PHASES = ['evaluation', 'funded'] as const;
export type AccountPhase = (typeof ACCOUNT_PHASES)[number];

/** A swing account may hold over news and weekends where its firm says so. */
export const ACCOUNT_TYPES = ['standard', 'swing'] as const;
export type AccountType = (typeof ACCOUNT_TYPES)[number];

/** Of the kill switch: everything goes, only closing goes, nothing goes. From the mildest on. */
export const TRADING_STATES = ['ACTIVE', 'REDUCING', 'HALTED'] as const;
export type TradingState = (typeof TRADING_STATES)[number];

export interface AccountFigures {
  readonly currency: string;
  readonly initialBalance: Decimal;
  readonly balance: Decimal;
  readonly status: AccountStatus;
  readonly tradingState: TradingState;
  readonly phase: AccountPhase;
  readonly type: AccountType;
  /** No new risk before then. */
  readonly pausedUntil: Date | undefined;
  /** The only symbols it may trade; undefined for all. */
  readonly permittedSymbols: readonly string[] | undefined;
  /** What opening and closing one lot costs. */
  readonly commissionPerLot: Decimal;
  /** Equity when the trading day started; the balance stands in for it where it is not known. */
  readonly dayStartEquity: Decimal | undefined;
  /** The lowest equity seen since then. */
  readonly lowestEquityToday: Decimal | undefined;
  readonly marks: HighWaterMarks;
}

/** The highest that was reached, for limits that trail; undefined where it is not known. */
interface HighWaterMarks {
  /** Of the balances that trading days ended with. */
  readonly endOfDay: Decimal | undefined;
  /** Of the balances after closed trades. */
  readonly closed: Decimal | undefined;
  /** Of equity, open profit included. */
  readonly equity: Decimal | undefined;
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
  /** What its broker holds for it; worked out from the leverage cap where it is not known. */
  readonly initialMargin: Decimal | undefined;
}

/** Risk set aside for an order that is on its way. */
export interface Reservation {
  readonly symbol: string;
  readonly lots: Decimal;
  readonly worstLoss: Decimal;
  /** At this instant it no longer holds. */
  readonly expiresAt: Date;
}

export interface ClosedTrade {
  readonly symbol: string;
  readonly lots: Decimal;
  /** After costs. */
  readonly profit: Decimal;
  readonly closedAt: Date;
}

export interface LinkedPosition {
  readonly accountId: string;
  readonly symbol: string;
  readonly side: Side;
}

export interface NewsRelease {
  readonly time: Date;
  readonly currency: string;
  readonly impact: 'low' | 'medium' | 'high';
}

/** What the account has been doing. */
export interface Activity {
  /** Orders of the last seconds, other than this one unless it was sent before. */
  readonly recentRequests: readonly RecentRequest[];
  readonly messagesLastSecond: number;
  readonly tradesToday: number;
  /** By the strategy of this order since a person last enabled it. */
  readonly strategyExecutions: number;
}

/** An order that was judged a moment ago. */
export interface RecentRequest {
  readonly clientTradeId: string;
  readonly symbol: string;
  readonly side: Side;
  readonly lots: Decimal;
  /** The position it closes; undefined for one that opens, or where it is not known. */
  readonly positionId: string | undefined;
  readonly at: Date;
}

export interface TimedQuote extends Quote {
  readonly at: Date;
}

/** The newest quote of a symbol, however old. */
export type TimedQuotes = (symbol: string) => TimedQuote | undefined;
