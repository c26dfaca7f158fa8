import type { Decimal, Side } from '@signalos/trading';
import type { Reservation } from '../rules/situation.ts';

/** The worst loss of an order that was allowed, set aside until its fate is known. */
export interface TradeReservation extends Reservation {
  readonly id: string;
  readonly accountId: string;
  /** The order it is for; offline-sync calls it the action. */
  readonly clientTradeId: string;
  readonly symbol: string;
  readonly side: Side;
  readonly lots: Decimal;
  readonly reservedAt: Date;
}

/** Filled: its position carries the risk from now on. Failed: there is none. */
export type ReservationOutcome = 'filled' | 'failed';

export interface ReservationEnd {
  readonly accountId: string;
  readonly clientTradeId: string;
  readonly outcome: ReservationOutcome;
  readonly endedAt: Date;
}
