import { defineError } from '@signalos/errors';
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

/** Filled: its position carries the risk from now on. Failed or released: there is none. */
export type ReservationOutcome = 'filled' | 'failed' | 'released';

export interface ReservationEnd {
  readonly accountId: string;
  readonly clientTradeId: string;
  readonly outcome: ReservationOutcome;
  readonly endedAt: Date;
}

/** What became of a reservation so far. */
export interface KnownReservation extends TradeReservation {
  readonly committedAt: Date | undefined;
  readonly outcome: ReservationOutcome | undefined;
}

/** So long may a position take to arrive whose order is with the broker. */
export const COMMITTED_MAX_MS = 15 * 60_000;

/** With the order at the broker; the same where it was known before. Throws when it has ended. */
export function committed(reservation: KnownReservation, now: Date): KnownReservation {
  assertOpen(reservation, now);
  if (reservation.committedAt) return reservation;
  const expiresAt = new Date(now.getTime() + COMMITTED_MAX_MS);
  return { ...reservation, committedAt: now, expiresAt };
}

/** How it has ended, if it has. */
export function endOf(
  { outcome, expiresAt }: Pick<KnownReservation, 'outcome' | 'expiresAt'>,
  now: Date,
): ReservationOutcome | 'expired' | undefined {
  return outcome ?? (expiresAt <= now ? 'expired' : undefined);
}

/** Throws when it has ended, or its order may be executed still. */
export function assertReleasable(reservation: KnownReservation, now: Date): void {
  assertOpen(reservation, now);
  const { id, committedAt } = reservation;
  if (!committedAt) return;
  throw reservationCommitted(`The order of reservation ${id} is with the broker`, {
    committedAt: committedAt.toISOString(),
  });
}

/** Throws `reservation-ended` when it was filled, has failed, or its time is over. */
function assertOpen(reservation: KnownReservation, now: Date): void {
  const { id } = reservation;
  const ended = endOf(reservation, now);
  if (ended) throw reservationEnded(`Reservation ${id} is ${ended}`, { outcome: ended });
}

export const reservationNotFound = defineError({
  kind: 'not-found',
  code: 'reservation-not-found',
  summary: 'The caller has no reservation with this id.',
  fix: 'Take the id from the decision that reserved it.',
});

export const reservationCommitted = defineError({
  kind: 'conflict',
  code: 'reservation-committed',
  summary: 'The order of the reservation is with the broker, so its risk cannot be given up.',
  fix: 'Wait until its position or its failure is told, or until the reservation expires.',
});

export const reservationEnded = defineError({
  kind: 'conflict',
  code: 'reservation-ended',
  summary: 'The reservation has ended: `outcome` tells how.',
  fix: 'Have the order judged anew, under a new clientTradeId, if it is still to be placed.',
});
