import type { Tx } from '../db.ts';
import type { ReservationEnd, TradeReservation } from './reservation.ts';

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
