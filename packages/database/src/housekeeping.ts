import type { Pool } from 'pg';

const HOUR_MS = 3_600_000;
const CHUNK = 1_000;

/** How long the platform's tables remember. */
const RETENTION = [
  // As long as a lost stream may have to be filled again from here.
  { table: 'outbox', column: 'published_at', hours: 72 },
  // Longer than any stream keeps a message that could be delivered again.
  { table: 'inbox', column: 'handled_at', hours: 30 * 24 },
  { table: 'idempotency_key', column: 'created_at', hours: 24 },
] as const;

export interface Housekeeping extends AsyncDisposable {
  /** Deletes what is past its time, in chunks, and tells how many rows went. */
  sweep(): Promise<number>;
}

/** Sweeps every hour. Several replicas may: each deletes what the others left. */
export function keepHouse(
  pool: Pool,
  log: { warn(fields: object, message: string): void },
): Housekeeping {
  let current: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    current = sweep(pool).catch((err: unknown) => log.warn({ err }, 'housekeeping failed'));
  }, HOUR_MS);
  timer.unref();

  return {
    sweep: () => sweep(pool),
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await current;
    },
  };
}

async function sweep(pool: Pool): Promise<number> {
  let total = 0;
  for (const { table, column, hours } of RETENTION) {
    let deleted: number;
    do {
      const { rowCount } = await pool.query(
        `delete from platform.${table} where ctid in (
           select ctid from platform.${table}
           where ${column} < now() - make_interval(hours => $1) limit ${CHUNK})`,
        [hours],
      );
      deleted = rowCount ?? 0;
      total += deleted;
    } while (deleted === CHUNK);
  }
  return total;
}
