import { createHash } from 'node:crypto';
import type { SqlTx, Transact } from '@signalos/database';
import { idempotencyKeyReused } from './errors.ts';

/** A request that may be repeated: by whom, under which key, and what exactly it was. */
export interface Attempt {
  readonly actor: string;
  readonly key: string;
  /** Two requests with different fingerprints are different requests. */
  readonly fingerprint: string;
}

export interface StoredReply {
  readonly status: number;
  readonly body?: unknown;
}

export interface Outcome<Reply> {
  readonly reply: Reply;
  readonly replayed: boolean;
}

export function fingerprintOf(method: string, url: string, body: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify([method, url, body]))
    .digest('hex');
}

/**
 * Runs `work` once per key. Its reply is stored in its own transaction, so that either both exist
 * or neither does; a second request with the same key waits for the first, and gets the same reply.
 * Throws `idempotency-key-reused` when the key was used for something else.
 */
export async function runOnce<Tx extends SqlTx, Reply extends StoredReply>(
  transact: Transact<Tx>,
  { actor, key, fingerprint }: Attempt,
  work: (tx: Tx) => Promise<Reply>,
): Promise<Outcome<Reply>> {
  return transact(async (tx) => {
    const claimed = await tx.$executeRaw`
      insert into platform.idempotency_key (actor, key, fingerprint)
      values (${actor}, ${key}, ${fingerprint}) on conflict do nothing`;
    if (claimed === 0)
      return { reply: await recall<Reply>(tx, { actor, key, fingerprint }), replayed: true };

    const reply = await work(tx);
    const body = reply.body === undefined ? null : JSON.stringify(reply.body);
    await tx.$executeRaw`
      update platform.idempotency_key set status = ${reply.status}, body = ${body}::json
      where actor = ${actor} and key = ${key}`;
    return { reply, replayed: false };
  });
}

interface StoredRow {
  readonly fingerprint: string;
  readonly status: number;
  readonly body: unknown;
}

async function recall<Reply>(tx: SqlTx, { actor, key, fingerprint }: Attempt): Promise<Reply> {
  const [row] = await tx.$queryRaw<StoredRow[]>`
    select fingerprint, status, body from platform.idempotency_key
    where actor = ${actor} and key = ${key}`;
  if (row?.fingerprint !== fingerprint) {
    throw idempotencyKeyReused('This Idempotency-Key belongs to another request', { key });
  }
  const { status, body } = row;
  return { status, ...(body !== null && { body }) } as Reply;
}
