import type { Pool } from 'pg';

/**
 * Has the relay publish again what was recorded since then: after the broker lost its store, say.
 * The ids stay the same, so consumers act only on what they never saw. Returns how many.
 */
export async function replayOutbox(pool: Pool, since: Date): Promise<number> {
  const { rowCount } = await pool.query(
    `update platform.outbox set published_at = null
     where created_at >= $1 and published_at is not null`,
    [since],
  );
  return rowCount ?? 0;
}

/** Gives rows that were set aside another three attempts. Returns how many. */
export async function unparkOutbox(pool: Pool): Promise<number> {
  const { rowCount } = await pool.query(
    `update platform.outbox set parked_at = null, attempts = 0 where parked_at is not null`,
  );
  return rowCount ?? 0;
}
