import type { Pool } from 'pg';

/** A message that was begun this often, and never ended, kills its process. */
const BEGINNINGS_MAX = 3;

/** How often messages were begun of which it is not known that they ended; it outlives the process. */
export interface Beginnings {
  /** Counts one, in a transaction of its own so that a crash does not undo it; tells whether it may be. */
  begin(sequence: number): Promise<boolean>;
  /** It has ended. */
  end(sequence: number): Promise<void>;
  /** All have ended but those that were begun too often. */
  endAll(): Promise<void>;
}

export function beginningsOf(pool: Pool, durable: string): Beginnings {
  return {
    async begin(sequence) {
      const { rows } = await pool.query<{ beginnings: number }>(
        `insert into platform.inbox_catch_up (consumer, sequence, beginnings) values ($1, $2, 1)
         on conflict (consumer, sequence)
           do update set beginnings = inbox_catch_up.beginnings + 1 returning beginnings`,
        [durable, sequence],
      );
      return (rows[0]?.beginnings ?? 0) <= BEGINNINGS_MAX;
    },
    async end(sequence) {
      await pool.query(
        'delete from platform.inbox_catch_up where consumer = $1 and sequence = $2',
        [durable, sequence],
      );
    },
    async endAll() {
      await pool.query(
        'delete from platform.inbox_catch_up where consumer = $1 and beginnings <= $2',
        [durable, BEGINNINGS_MAX],
      );
    },
  };
}
