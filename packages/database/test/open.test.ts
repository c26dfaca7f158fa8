import { isDatabaseUnavailable, openDatabase } from '@signalos/database';
import { createDatabase, transactOver, withClient } from '@signalos/testing';
import { Pool } from 'pg';
import { describe, expect, inject, it } from 'vitest';

it('survives a connection that breaks while it is in use', async () => {
  await using empty = await createDatabase(inject('postgresUrl'));
  const options = { url: empty.url, poolMax: 2, name: 'test', log: { warn() {} } };
  await using database = openDatabase(options, () => ({ $disconnect: async () => {} }) as never);
  const uncaught: unknown[] = [];
  process.on('uncaughtException', (error) => uncaught.push(error));
  const client = await database.pool.connect();
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');

  await withClient(empty.url, (other) =>
    other.query('select pg_terminate_backend($1)', [rows[0]?.pid]),
  );
  const failure: unknown = await client
    .query('select pg_sleep(1)')
    .catch((error: unknown) => error);
  client.release(true);

  expect(isDatabaseUnavailable(failure), String(failure)).toBe(true);
  await expect(database.ready()).resolves.toBeUndefined();
  expect(uncaught).toEqual([]);
});

/** Transactions that PostgreSQL itself cuts short, with a code of its own, as often as is asked. */
async function startFailing(code: string, times = Infinity) {
  await using stack = new AsyncDisposableStack();
  const { url } = stack.use(await createDatabase(inject('postgresUrl')));
  const pool = new Pool({ connectionString: url });
  stack.defer(() => pool.end());
  await pool.query(`create function fail(code text) returns void language plpgsql
    as $$ begin raise exception 'cut short' using errcode = code; end $$`);
  const client = { $transaction: transactOver(pool), $disconnect: async () => {} };
  const options = { url, poolMax: 2, name: 'test', log: { warn() {} } };
  const database = stack.use(openDatabase(options, () => client as never));
  const counts = { runs: 0, commits: 0 };
  database.onCommit(() => void counts.commits++);
  const resources = stack.move();
  return {
    counts,
    run: () =>
      database.transact(async (tx) => {
        if (counts.runs++ < times) await tx.$queryRaw`select fail(${code})`;
      }),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

describe('a transaction', () => {
  it.each([
    ['serialization', '40001'],
    ['a deadlock', '40P01'],
  ])('runs again when %s got in its way, and tells of its one commit', async (_name, code) => {
    await using failing = await startFailing(code, 2);

    await failing.run();

    expect(failing.counts).toEqual({ runs: 3, commits: 1 });
  });

  it('runs five times at most', async () => {
    await using failing = await startFailing('40001');

    await expect(failing.run()).rejects.toThrow('cut short');

    expect(failing.counts).toEqual({ runs: 5, commits: 0 });
  });

  it('does not run again for any other failure', async () => {
    await using failing = await startFailing('23505');

    await expect(failing.run()).rejects.toThrow('cut short');

    expect(failing.counts).toEqual({ runs: 1, commits: 0 });
  });
});
