import { Id, Instant } from '@signalos/contracts';
import { route, type Route } from '@signalos/http';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { commitReservation, releaseReservation } from './reservation.commands.ts';
import {
  COMMITTED_MAX_MS,
  reservationCommitted,
  reservationEnded,
  reservationNotFound,
  type TradeReservation,
} from './reservation.ts';

const Params = z.object({ reservationId: Id });

const Reservation = z
  .object({
    reservationId: Id,
    accountId: Id,
    clientTradeId: z.string(),
    state: z.enum(['committed', 'released']),
    expiresAt: Instant,
  })
  .meta({ id: 'Reservation' });

export const reservationRoutes = ({ transact, now }: Deps): Route[] => [
  route({
    method: 'POST',
    path: '/compliance/reservations/{reservationId}/commit',
    summary: 'Tell that a reserved order is with the broker',
    description:
      'Its risk stays counted until its position arrives, which is told by the broker’s side, and ' +
      `for ${COMMITTED_MAX_MS / 60_000} minutes at most. Doing it twice changes nothing.`,
    params: Params,
    replies: { 200: { description: 'The reservation', schema: Reservation } },
    errors: [reservationNotFound, reservationEnded],
  }).handle(({ params: { reservationId: id }, actor, once }) =>
    once(transact, async (tx) => {
      const kept = await commitReservation(tx, { id, userId: actor.id, now: now() });
      return { status: 200, body: toBody(kept, 'committed') };
    }),
  ),

  route({
    method: 'POST',
    path: '/compliance/reservations/{reservationId}/release',
    summary: 'Give up the risk that is reserved for an order',
    description:
      'For an order that will not be placed; not for one that is with the broker. Doing it twice ' +
      'changes nothing.',
    params: Params,
    replies: { 200: { description: 'The reservation', schema: Reservation } },
    errors: [reservationNotFound, reservationEnded, reservationCommitted],
  }).handle(({ params: { reservationId: id }, actor, once }) =>
    once(transact, async (tx) => {
      const ended = await releaseReservation(tx, { id, userId: actor.id, now: now() });
      return { status: 200, body: toBody(ended, 'released') };
    }),
  ),
];

function toBody(reservation: TradeReservation, state: 'committed' | 'released') {
  const { id: reservationId, accountId, clientTradeId, expiresAt } = reservation;
  return { reservationId, accountId, clientTradeId, state, expiresAt: expiresAt.toISOString() };
}
