import { randomUUID } from 'node:crypto';
import type { SqlTx, Statement } from '@signalos/database';
import { appendAudit } from '../audits/audit.commands.ts';
import type { Tx } from '../db.ts';
import { getAccountForUpdate } from './account.store.ts';
import {
  findReservation,
  insertingReservation,
  saveCommitment,
  saveHandOver,
  saveReservationEnd,
} from './reservation.store.ts';
import {
  assertReleasable,
  committed,
  reservationNotFound,
  type KnownReservation,
  type ReservationEnd,
  type TradeReservation,
} from './reservation.ts';

export interface ReserveRisk extends Omit<TradeReservation, 'id' | 'expiresAt'> {
  readonly ttlMs: number;
  /** Whether whoever asked hands the order to the broker at once. */
  readonly isHandedOn: boolean;
}

/** Sets the worst loss of an order aside, so that no other order can use the same room. */
export function reservingRisk({ ttlMs, isHandedOn, ...risk }: ReserveRisk): {
  readonly reservation: TradeReservation;
  readonly write: Statement;
} {
  const expiresAt = new Date(risk.reservedAt.getTime() + ttlMs);
  const reservation = { ...risk, id: randomUUID(), expiresAt };
  const committedAt = isHandedOn ? risk.reservedAt : undefined;
  return { reservation, write: insertingReservation({ ...reservation, committedAt }) };
}

export interface ReservationOrder {
  readonly id: string;
  readonly userId: string;
  readonly now: Date;
}

/** Its order is with the broker: the risk stays counted until the position arrives. */
export async function commitReservation(
  tx: Tx,
  { now, ...key }: ReservationOrder,
): Promise<KnownReservation> {
  const known = await takeReservation(tx, key);
  const kept = committed(known, now);
  if (kept === known) return kept;
  await saveCommitment(tx, kept);
  const { accountId: stream, id: reservationId, clientTradeId } = kept;
  const data = { reservationId, clientTradeId, expiresAt: kept.expiresAt.toISOString() };
  await appendAudit(tx, { stream, kind: 'reservation-committed', at: now, data });
  return kept;
}

/**
 * The order of an open reservation is handed to the broker by somebody else than its owner, who from now
 * on cannot release it. Whoever does so lets the order end with the reservation, so its time stays.
 */
export async function handOver(
  tx: SqlTx,
  {
    now: at,
    ...order
  }: { readonly accountId: string; readonly clientTradeId: string; readonly now: Date },
): Promise<void> {
  const kept = await saveHandOver(tx, { ...order, now: at });
  if (!kept) return;
  const { id: reservationId, expiresAt } = kept;
  const { accountId: stream, clientTradeId } = order;
  const data = { reservationId, clientTradeId, expiresAt: expiresAt.toISOString() };
  await appendAudit(tx, { stream, kind: 'reservation-committed', at, data });
}

/** Its order will not be placed: the room is there for others. */
export async function releaseReservation(
  tx: Tx,
  { now, ...key }: ReservationOrder,
): Promise<KnownReservation> {
  const known = await takeReservation(tx, key);
  if (known.outcome === 'released') return known;
  assertReleasable(known, now);
  const { accountId, clientTradeId } = known;
  await concludeReservation(tx, { accountId, clientTradeId, outcome: 'released', endedAt: now });
  return { ...known, outcome: 'released' };
}

/** Its risk is a position from now on, or none. Where there is no such reservation, nothing happens. */
export async function concludeReservation(tx: Tx, end: ReservationEnd): Promise<void> {
  if (!(await saveReservationEnd(tx, end))) return;
  const { accountId: stream, clientTradeId, outcome, endedAt } = end;
  const data = { clientTradeId, outcome };
  await appendAudit(tx, { stream, kind: 'reservation-ended', at: endedAt, data });
}

/** With its account, whose orders depend on it. */
async function takeReservation(
  tx: Tx,
  key: Omit<ReservationOrder, 'now'>,
): Promise<KnownReservation> {
  const found = await findReservation(tx, key);
  if (found) await getAccountForUpdate(tx, { id: found.accountId, userId: key.userId });
  const known = found && (await findReservation(tx, key));
  if (!known) throw reservationNotFound(`No reservation ${key.id}`, { reservationId: key.id });
  return known;
}
