import { sql, type SqlTx, type Statement } from '@signalos/database';
import type { Side } from '@signalos/trading';
import { fromNumeric, type Tx } from '../db.ts';
import type { KnownReservation, ReservationEnd, ReservationOutcome } from './reservation.ts';

export function insertingReservation(reservation: Omit<KnownReservation, 'outcome'>): Statement {
  const { id, accountId, clientTradeId, symbol, side } = reservation;
  const { reservedAt, expiresAt, committedAt = null } = reservation;
  const [lots, worstLoss] = [reservation.lots.toString(), reservation.worstLoss.toString()];
  return sql`
    insert into reservation (id, account_id, client_trade_id, symbol, side, lots, worst_loss,
      reserved_at, expires_at, committed_at)
    values (${id}::uuid, ${accountId}::uuid, ${clientTradeId}, ${symbol}, ${side},
      ${lots}::numeric, ${worstLoss}::numeric, ${reservedAt}, ${expiresAt}, ${committedAt})`;
}

/** Does nothing, and says so, where there is none or it has ended already. */
export async function saveReservationEnd(tx: Tx, end: ReservationEnd): Promise<boolean> {
  const { accountId, clientTradeId, outcome, endedAt } = end;
  const { count } = await tx.reservation.updateMany({
    where: { accountId, clientTradeId, endedAt: null },
    data: { outcome, endedAt },
  });
  return count > 0;
}

/** Another user's is as good as missing. Take its account before you act on it. */
export async function findReservation(
  tx: Tx,
  { id, userId }: { readonly id: string; readonly userId: string },
): Promise<KnownReservation | undefined> {
  const row = await tx.reservation.findFirst({ where: { id, account: { userId } } });
  if (!row) return undefined;
  const { endedAt: _endedAt, committedAt, outcome, lots, worstLoss, side, ...rest } = row;
  return {
    ...rest,
    side: side as Side,
    lots: fromNumeric(lots),
    worstLoss: fromNumeric(worstLoss),
    committedAt: committedAt ?? undefined,
    outcome: (outcome ?? undefined) as ReservationOutcome | undefined,
  };
}

/** Gives the reservation, if it was open and not yet committed. */
export async function saveHandOver(
  tx: SqlTx,
  { accountId, clientTradeId, now }: { accountId: string; clientTradeId: string; now: Date },
): Promise<Pick<KnownReservation, 'id' | 'expiresAt'> | undefined> {
  const [row] = await tx.$queryRaw<Pick<KnownReservation, 'id' | 'expiresAt'>[]>`
    update reservation set committed_at = ${now}
    where account_id = ${accountId}::uuid and client_trade_id = ${clientTradeId}
      and ended_at is null and committed_at is null
    returning id, expires_at as "expiresAt"`;
  return row;
}

export async function saveCommitment(
  tx: Tx,
  { id, expiresAt, committedAt }: KnownReservation,
): Promise<void> {
  await tx.reservation.update({
    where: { id },
    data: { expiresAt, committedAt: committedAt ?? null },
  });
}
