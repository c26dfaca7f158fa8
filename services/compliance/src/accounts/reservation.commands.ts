import { randomUUID } from 'node:crypto';
import type { Tx } from '../db.ts';
import { insertReservation } from './reservation.store.ts';
import type { TradeReservation } from './reservation.ts';

export interface ReserveRisk extends Omit<TradeReservation, 'id' | 'expiresAt'> {
  readonly ttlMs: number;
}

/** Sets the worst loss of an order aside, so that no other order can use the same room. */
export async function reserveRisk(
  tx: Tx,
  { ttlMs, ...risk }: ReserveRisk,
): Promise<TradeReservation> {
  const expiresAt = new Date(risk.reservedAt.getTime() + ttlMs);
  const reservation = { ...risk, id: randomUUID(), expiresAt };
  await insertReservation(tx, reservation);
  return reservation;
}
