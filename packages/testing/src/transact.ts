import type { SqlTx, Transact } from '@signalos/database';
import type { Pool, PoolClient } from 'pg';

/** Transactions as Prisma's, over plain pg. */
export function transactOver(pool: Pool): Transact {
  return async (work) => {
    const client = await pool.connect();
    try {
      await client.query('begin');
      const result = await work(toTx(client));
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback').catch(() => {});
      throw error;
    } finally {
      client.release();
    }
  };
}

const text = (parts: TemplateStringsArray) =>
  parts.reduce((sql, part, index) => `${sql}$${index}${part}`);

function toTx(client: PoolClient): SqlTx {
  return {
    async $queryRaw<T>(parts: TemplateStringsArray, ...values: unknown[]) {
      return (await client.query(text(parts), values)).rows as T;
    },
    async $executeRaw(parts, ...values) {
      return (await client.query(text(parts), values)).rowCount ?? 0;
    },
  };
}
