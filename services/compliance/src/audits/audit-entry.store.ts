import type { Tx } from '../db.ts';

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
  tx: Tx,
  { stream, at, content }: NewEntry,
): Promise<Appended> {
  const [row] = await tx.$queryRaw<{ seq: bigint; hash: string }[]>`
    select seq, encode(hash, 'hex') as hash from audit_append(${stream}, ${at}, ${content})`;
  if (!row) throw new Error('What is appended has a place');
  return { seq: Number(row.seq), hash: row.hash };
}
