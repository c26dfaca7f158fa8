import { setTimeout as sleep } from 'node:timers/promises';
import { Pool, type QueryResultRow } from 'pg';

const RETRY_MS = 100;
const PATIENCE_MS = 60_000;

/** Tries until it works: what it needs is killed time and again, and comes back. */
export async function insist<T>(work: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await sleep(RETRY_MS);
    }
  }
}

/** Waits until something holds; says what did not, if it never does. */
export async function until(
  what: string,
  holds: () => Promise<boolean>,
  patienceMs = PATIENCE_MS,
): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (!(await insist(holds))) {
    if (performance.now() > deadline) throw new Error(`In ${patienceMs} ms it was not ${what}`);
    await sleep(RETRY_MS);
  }
}

/** Asks the database, which may be away. */
export interface Asker extends AsyncDisposable {
  readonly ask: <Row extends QueryResultRow>(
    sql: string,
    values?: readonly unknown[],
  ) => Promise<Row[]>;
}

export function openAsker(connectionString: string): Asker {
  const pool = new Pool({
    connectionString,
    application_name: 'faults',
    max: 2,
    connectionTimeoutMillis: 2_000,
  });
  pool.on('error', () => {});
  pool.on('connect', (connection) => connection.on('error', () => {}));
  return {
    ask: (sql, values = []) => insist(async () => (await pool.query(sql, [...values])).rows),
    [Symbol.asyncDispose]: () => pool.end(),
  };
}
