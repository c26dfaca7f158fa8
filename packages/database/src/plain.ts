import type { Pool, PoolClient } from 'pg';
import type { StatementNames } from './prepared.ts';
import type { SqlTx, Transact } from './sql.ts';

/** Transactions without Prisma, which takes several times as long as all else that a process does for one. */
export function transactIn(pool: Pool, nameOf: StatementNames): Transact {
  return async (work) => {
    const connection = await pool.connect();
    let broken: Error | undefined;
    try {
      await connection.query('begin');
      const result = await work(txOn(connection, nameOf));
      await connection.query('commit');
      return result;
    } catch (error) {
      await connection.query('rollback').catch((err: unknown) => (broken = err as Error));
      throw error;
    } finally {
      connection.release(broken);
    }
  };
}

function txOn(connection: PoolClient, nameOf: StatementNames): SqlTx {
  function run(parts: TemplateStringsArray, values: unknown[]) {
    const text = parts.reduce((sql, part, index) => `${sql}$${index}${part}`);
    return connection.query({ name: nameOf({ sql: text, args: values }), text, values });
  }
  return {
    async $queryRaw<T>(parts: TemplateStringsArray, ...values: unknown[]) {
      return (await run(parts, values)).rows as T;
    },
    async $executeRaw(parts, ...values) {
      return (await run(parts, values)).rowCount ?? 0;
    },
  };
}
