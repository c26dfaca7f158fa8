import { isDatabaseUnavailable, openDatabase } from '@signalos/database';
import { createDatabase, withClient } from '@signalos/testing';
import { expect, inject, it } from 'vitest';

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
