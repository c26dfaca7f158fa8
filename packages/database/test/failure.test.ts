import { isDatabaseUnavailable, isPoolExhausted } from '@signalos/database';
import { createDatabase } from '@signalos/testing';
import { Client, Pool } from 'pg';
import { describe, expect, inject, it } from 'vitest';

/** What this throws, whatever it is. */
async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('a database that cannot be reached', () => {
  it('is told from a query that is wrong', async () => {
    await using database = await createDatabase(inject('postgresUrl'));
    const client = new Client({ connectionString: database.url });
    client.on('error', () => {});
    await client.connect();

    const wrong = await failureOf(client.query('select nonsense'));
    const killed = failureOf(client.query('select pg_terminate_backend(pg_backend_pid())'));

    expect(isDatabaseUnavailable(wrong)).toBe(false);
    expect(isDatabaseUnavailable(await killed)).toBe(true);
  });

  it('is known when nothing listens', async () => {
    const client = new Client({ connectionString: 'postgres://x@127.0.0.1:1/x' });

    const failure = await failureOf(client.connect());
    expect(isDatabaseUnavailable(failure)).toBe(true);
    expect(isPoolExhausted(failure)).toBe(false);
  });

  it('is known when no connection gets free in time', async () => {
    await using database = await createDatabase(inject('postgresUrl'));
    const pool = new Pool({ connectionString: database.url, max: 1, connectionTimeoutMillis: 50 });
    const taken = await pool.connect();

    const failure = await failureOf(pool.query('select 1'));
    expect(isDatabaseUnavailable(failure)).toBe(true);
    expect(isPoolExhausted(failure)).toBe(true);
    taken.release();
    await pool.end();
  });

  it('is known when a lock is not given in time', async () => {
    await using database = await createDatabase(inject('postgresUrl'));
    const pool = new Pool({ connectionString: database.url, max: 2, lock_timeout: 50 });
    const [holder, waiter] = [await pool.connect(), await pool.connect()];
    await holder.query('create table thing ()');
    await holder.query('begin; lock table thing');

    const waiting = await failureOf(waiter.query('select from thing'));

    expect(isDatabaseUnavailable(waiting)).toBe(true);
    await holder.query('rollback');
    for (const client of [holder, waiter]) client.release();
    await pool.end();
  });

  it('is known through the words of Prisma', () => {
    const error = Object.assign(new Error('Raw query failed'), {
      code: 'P2010',
      meta: { driverAdapterError: { cause: { originalCode: '57P01' } } },
    });

    expect(isDatabaseUnavailable(error)).toBe(true);
    expect(isDatabaseUnavailable(Object.assign(new Error('unique'), { code: 'P2002' }))).toBe(
      false,
    );
    expect(isDatabaseUnavailable('a string')).toBe(false);
  });
});
