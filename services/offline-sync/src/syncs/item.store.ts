import type { Reader, Tx } from '../db.ts';
import type { Entry, Memory } from './verdict.ts';

/** Makes whatever one user hands in wait for each other, on whichever device or replica. */
export async function lockItems(tx: Tx, userId: string): Promise<void> {
  await tx.$queryRaw`
    select 1 from pg_advisory_xact_lock(hashtextextended(${`items of ${userId}`}, 0))`;
}

export interface Store {
  readonly deviceId: string;
  readonly epoch: string;
}

/** How far a device's store was read; one that is new begins at 0. */
export async function getLastSeq(tx: Tx, store: Store): Promise<number> {
  const row = await tx.deviceEpoch.findUnique({ where: { deviceId_epoch: store } });
  return row?.lastSeq ?? 0;
}

export async function saveLastSeq(tx: Tx, store: Store, lastSeq: number): Promise<void> {
  await tx.deviceEpoch.upsert({
    where: { deviceId_epoch: store },
    create: { ...store, lastSeq },
    update: { lastSeq },
  });
}

export async function listEntries(
  db: Reader,
  { userId, actionIds }: { userId: string; actionIds: readonly string[] },
): Promise<Memory['byAction']> {
  const rows = await db.item.findMany({ where: { userId, actionId: { in: [...actionIds] } } });
  return new Map(rows.map((row) => [row.actionId, row as Entry]));
}

export async function listSeqs(
  db: Reader,
  { deviceId, epoch, seqs }: Store & { seqs: readonly number[] },
): Promise<Memory['bySeq']> {
  const rows = await db.item.findMany({
    where: { deviceId, epoch, seq: { in: [...seqs] } },
    select: { seq: true, actionId: true },
  });
  return new Map(rows.flatMap(({ seq, actionId }) => (seq === null ? [] : [[seq, actionId]])));
}

export interface NewEntry extends Entry {
  readonly userId: string;
  readonly deviceId: string | null;
  readonly epoch: string | null;
  readonly kind: string;
  readonly receivedAt: Date;
}

export async function insertEntries(tx: Tx, entries: readonly NewEntry[]): Promise<void> {
  await tx.$executeRaw`
    insert into item (user_id, action_id, device_id, epoch, seq, kind, content_sha, status, code,
      detail, expires_at, received_at)
    select "userId", "actionId", "deviceId", epoch, seq, kind, "contentSha", status, code, detail,
      "expiresAt", "receivedAt"
    from json_to_recordset(${JSON.stringify(entries)}::json) as entry (
      "userId" uuid, "actionId" uuid, "deviceId" uuid, epoch uuid, seq integer, kind text,
      "contentSha" text, status text, code text, detail text, "expiresAt" timestamptz,
      "receivedAt" timestamptz)`;
}
