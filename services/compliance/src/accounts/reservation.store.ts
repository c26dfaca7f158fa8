import { fromNumeric, type Reader, type Tx } from '../db.ts';
import type { Reservation } from '../rules/situation.ts';
import type { ReservationEnd, TradeReservation } from './reservation.ts';

/** Those that still hold. */
export async function listReservations(
  db: Reader,
  { accountId, now }: { accountId: string; now: Date },
): Promise<Reservation[]> {
  const rows = await db.reservation.findMany({
    where: { accountId, endedAt: null, expiresAt: { gt: now } },
    select: { worstLoss: true, expiresAt: true },
  });
  return rows.map(({ worstLoss, expiresAt }) => ({ worstLoss: fromNumeric(worstLoss), expiresAt }));
}

export async function insertReservation(tx: Tx, reservation: TradeReservation): Promise<void> {
  const { lots, worstLoss, ...rest } = reservation;
  await tx.reservation.create({
    data: { ...rest, lots: lots.toString(), worstLoss: worstLoss.toString() },
  });
}

/** Does nothing where there is none, or it has ended already. */
export async function saveReservationEnd(tx: Tx, end: ReservationEnd): Promise<void> {
  const { accountId, clientTradeId, outcome, endedAt } = end;
  await tx.reservation.updateMany({
    where: { accountId, clientTradeId, endedAt: null },
    data: { outcome, endedAt },
  });
}
