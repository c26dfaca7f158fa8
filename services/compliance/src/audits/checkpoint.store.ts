import type { Head, Place, TreeNode } from '@signalos/audit-trail';
import type { Reader, Tx } from '../db.ts';
import type { AuditCheckpoint as CheckpointRow } from '../generated/prisma/client.ts';

/** A signed state of the log of heads. */
export interface StoredCheckpoint extends Omit<CheckpointRow, 'size'> {
  readonly size: number;
}

/** A leaf of the log of heads. */
export interface LoggedHead extends Head {
  readonly index: number;
}

/**
 * Makes sure that nobody else is at work on the log of heads until the transaction ends, and tells
 * what time the database has; undefined while somebody is.
 */
export async function lockCheckpoints(tx: Tx): Promise<Date | undefined> {
  const [row] = await tx.$queryRaw<{ locked: boolean; at: Date }[]>`
    select pg_try_advisory_xact_lock(hashtextextended('audit checkpoints', 0)) as locked,
      clock_timestamp() as at`;
  return row?.locked ? row.at : undefined;
}

/** Undefined before the first. */
export async function findNewestCheckpoint(db: Reader): Promise<StoredCheckpoint | undefined> {
  const row = await db.auditCheckpoint.findFirst({ orderBy: { size: 'desc' } });
  return row ? toCheckpoint(row) : undefined;
}

export async function findCheckpoint(
  db: Reader,
  size: number,
): Promise<StoredCheckpoint | undefined> {
  const row = await db.auditCheckpoint.findUnique({ where: { size } });
  return row ? toCheckpoint(row) : undefined;
}

/** Oldest first. */
export async function listCheckpoints(
  db: Reader,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<StoredCheckpoint[]> {
  const rows = await db.auditCheckpoint.findMany({
    where: { size: { gt: after } },
    orderBy: { size: 'asc' },
    take: limit,
  });
  return rows.map(toCheckpoint);
}

/** The leaves from one place in the tree up to, but not with, another. */
export async function listHeads(
  db: Reader,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<LoggedHead[]> {
  const rows = await db.auditHead.findMany({
    where: { index: { gte: from, lt: to } },
    orderBy: { index: 'asc' },
  });
  return rows.map((row) => ({ ...row, index: Number(row.index), seq: Number(row.seq) }));
}

/** Where a stream stood when a checkpoint last saw it. */
export async function findLastHead(db: Reader, stream: string): Promise<LoggedHead | undefined> {
  const row = await db.auditHead.findFirst({ where: { stream }, orderBy: { seq: 'desc' } });
  return row ? { ...row, index: Number(row.index), seq: Number(row.seq) } : undefined;
}

/** The hashes in these places of the tree, in their order. */
export async function listNodeHashes(
  db: Reader,
  places: readonly Place[],
): Promise<(Uint8Array | undefined)[]> {
  const rows = await db.auditNode.findMany({
    where: { OR: places.map(({ level, index }) => ({ level, index })) },
  });
  const hashes = new Map(rows.map(({ level, index, hash }) => [`${level}/${index}`, hash]));
  return places.map(({ level, index }) => hashes.get(`${level}/${index}`));
}

export interface GrownQuery {
  /** By the database's clock; all streams are looked at without it. */
  readonly since: Date | undefined;
  readonly limit: number;
}

/** Where those streams stand that have entries that no checkpoint has seen. */
export async function listGrownStreams(tx: Tx, { since, limit }: GrownQuery): Promise<Head[]> {
  const streams = since ? await listActiveStreams(tx, since) : await listStreams(tx);
  const rows = await tx.$queryRaw<{ stream: string; seq: bigint; hash: Uint8Array }[]>`
    select stream, last.seq, last.hash
    from unnest(${streams}::text[]) as stream cross join lateral (
      select seq, hash from audit_entry entry
      where entry.stream = stream.stream order by seq desc limit 1) as last
    where not exists (
      select from audit_head head where head.stream = stream.stream and head.seq >= last.seq)
    order by stream limit ${limit}`;
  return rows.map((row) => ({ ...row, seq: Number(row.seq) }));
}

async function listActiveStreams(tx: Tx, since: Date): Promise<string[]> {
  const rows = await tx.$queryRaw<{ stream: string }[]>`
    select distinct stream from audit_entry where appended_at >= ${since}`;
  return rows.map(({ stream }) => stream);
}

/** Jumps from one stream to the next, for `distinct` would read every entry. */
async function listStreams(tx: Tx): Promise<string[]> {
  const rows = await tx.$queryRaw<{ stream: string }[]>`
    with recursive streams as (
      (select stream from audit_entry order by stream limit 1)
      union all
      select (select stream from audit_entry entry
        where entry.stream > streams.stream order by stream limit 1)
      from streams where streams.stream is not null)
    select stream from streams where stream is not null`;
  return rows.map(({ stream }) => stream);
}

/** What a checkpoint adds to the log. */
export interface LogGrowth {
  readonly heads: readonly LoggedHead[];
  readonly nodes: readonly TreeNode[];
  readonly checkpoint: StoredCheckpoint;
}

export async function insertCheckpoint(
  tx: Tx,
  { heads, nodes, checkpoint }: LogGrowth,
): Promise<void> {
  await tx.auditHead.createMany({
    data: heads.map(({ index, stream, seq, hash }) => ({ index, stream, seq, hash: own(hash) })),
  });
  await tx.auditNode.createMany({ data: nodes.map((node) => ({ ...node, hash: own(node.hash) })) });
  await tx.auditCheckpoint.create({ data: checkpoint });
}

/** Prisma wants to know that nobody shares the bytes. */
const own = (bytes: Uint8Array) => Uint8Array.from(bytes);

function toCheckpoint(row: CheckpointRow): StoredCheckpoint {
  return { ...row, size: Number(row.size) };
}
