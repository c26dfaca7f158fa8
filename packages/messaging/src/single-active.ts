import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type Pool } from 'pg';
import type { Log } from './broker.ts';

const RETRY_MS = 500;

/** While it is not lost, no other process holds a lease of this name. */
export interface Lease extends AsyncDisposable {
  readonly lost: AbortSignal;
}

export interface LeaseOptions {
  readonly pool: Pool;
  readonly name: string;
  readonly log: Log;
  readonly stop: AbortSignal;
}

/**
 * Waits for its turn to be the one active process, by a PostgreSQL advisory lock that lasts as long
 * as a connection. The next in line takes over within half a second of the holder's death.
 */
export async function takeLease(options: LeaseOptions): Promise<Lease | undefined> {
  const { log, name, stop } = options;
  while (!stop.aborted) {
    const lease = await tryLease(options).catch((err: unknown) => {
      log.warn({ err, name }, 'cannot ask for the lease; will retry');
    });
    if (lease) return lease;
    await sleep(RETRY_MS, undefined, { signal: stop }).catch(() => {});
  }
  return undefined;
}

async function tryLease({ pool, name }: LeaseOptions): Promise<Lease | undefined> {
  const client = new Client({ ...pool.options, keepAlive: true });
  const lost = new AbortController();
  client.on('error', () => lost.abort());
  client.on('end', () => lost.abort());

  await client.connect();
  const { rows } = await client.query<{ locked: boolean }>(
    'select pg_try_advisory_lock(hashtextextended($1, 0)) as locked',
    [name],
  );
  if (!rows[0]?.locked) {
    await client.end();
    return undefined;
  }
  return { lost: lost.signal, [Symbol.asyncDispose]: () => client.end() };
}
