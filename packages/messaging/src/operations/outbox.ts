import type { Pool, PoolClient } from 'pg';
import { LOCK_SPACE, PARTITIONS } from '../partitions.ts';

/**
 * Has the relay publish again what was recorded since then: after the broker lost its store, say.
 * The ids stay the same, so consumers act only on what they never saw. Returns how many.
 *
 * It waits for the batches under way. One that ended later would note down as published what only the
 * lost store had, or go on after what is to come again.
 */
export async function replayOutbox(pool: Pool, since: Date): Promise<number> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await lockPartitions(client);
    const { rowCount } = await client.query(
      `update platform.outbox set published_at = null
       where created_at >= $1 and published_at is not null`,
      [since],
    );
    await client.query('commit');
    return rowCount ?? 0;
  } finally {
    // Whatever went wrong before the commit goes with the connection.
    client.release(true);
  }
}

async function lockPartitions(client: PoolClient): Promise<void> {
  await client.query(
    'select pg_advisory_xact_lock($1, slot) from unnest($2::int[]) as slots (slot)',
    [LOCK_SPACE, PARTITIONS],
  );
}

/** Gives rows that were set aside another three attempts. Returns how many. */
export async function unparkOutbox(pool: Pool): Promise<number> {
  const { rowCount } = await pool.query(
    `update platform.outbox set parked_at = null, attempts = 0 where parked_at is not null`,
  );
  return rowCount ?? 0;
}
