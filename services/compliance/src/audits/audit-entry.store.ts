import type { Entry } from '@signalos/audit-trail';
import { sql, type SqlTx, type Statement } from '@signalos/database';
import type { Reader } from '../db.ts';
import type { LinkedEntry } from './audit-entry.ts';

interface NewEntry {
  readonly stream: string;
  readonly at: Date;
  /** The text whose bytes are hashed. */
  readonly content: string;
}

interface Appended {
  readonly seq: number;
  readonly hash: string;
}

/**
 * Links an entry to the last one of its stream, in one round trip; others who append to the stream
 * wait until this transaction ends.
 */
export async function insertAuditEntry(
  tx: SqlTx,
  { stream, at, content }: NewEntry,
): Promise<Appended> {
  const [row] = await tx.$queryRaw<{ seq: string; hash: string }[]>`
    select seq::text, encode(hash, 'hex') as hash
    from audit_append(${stream}, ${at}::timestamptz, ${content})`;
  if (!row) throw new Error('What is appended has a place');
  return { seq: Number(row.seq), hash: row.hash };
}

/** An entry that is linked already. That it is rightly so, the table’s constraints see to. */
export function insertingEntry(entry: LinkedEntry): Statement {
  const { stream, seq, prevHash, hash, content, at } = entry;
  return sql`
    insert into audit_entry (stream, seq, prev_hash, hash, body, at)
    values (${stream}, ${seq}, decode(${prevHash}, 'hex'), decode(${hash}, 'hex'),
      convert_to(${content}, 'UTF8'), ${at})`;
}

/** An entry, and the hash that a checkpoint has seen in its place, where one has. */
export interface StoredEntry extends Entry {
  readonly seenHash: Uint8Array | null;
}

export interface EntriesQuery {
  readonly stream: string;
  /** The number of the last entry before. */
  readonly after: number;
  readonly limit: number;
}

/** Oldest first. */
export async function listAuditEntries(
  db: Reader,
  { stream, after, limit }: EntriesQuery,
): Promise<StoredEntry[]> {
  const rows = await db.$queryRaw<EntryRow[]>`
    select entry.seq, entry.prev_hash as "prevHash", entry.hash, entry.body,
      head.hash as "seenHash"
    from audit_entry entry
      left join audit_head head on head.stream = entry.stream and head.seq = entry.seq
    where entry.stream = ${stream} and entry.seq > ${after}
    order by entry.seq limit ${limit}`;
  return rows.map(({ seq, ...row }) => ({ ...row, stream, seq: Number(seq) }));
}

interface EntryRow extends Omit<StoredEntry, 'stream' | 'seq'> {
  readonly seq: bigint;
}
