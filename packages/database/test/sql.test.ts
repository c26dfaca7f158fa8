import { openDatabase, rowsOf, sql, writeTogether } from '@signalos/database';
import { createDatabase, withClient } from '@signalos/testing';
import { describe, expect, inject, it } from 'vitest';
import { statementNames } from '../src/prepared.ts';

/** Two tables, of which one refers to the other. */
const TABLES = `
  create table account (id int primary key);
  create table fill (account_id int not null references account, lots numeric, tags text[])`;

const noPrisma = () => ({ $disconnect: async () => {} }) as never;

async function startDatabase() {
  await using stack = new AsyncDisposableStack();
  const { url } = stack.use(await createDatabase(inject('postgresUrl')));
  await withClient(url, (client) => client.query(TABLES));
  const options = { url, poolMax: 1, name: 'test', log: { warn() {} } };
  const database = stack.use(openDatabase(options, noPrisma));
  const counts = { commits: 0 };
  database.onCommit(() => void counts.commits++);
  const resources = stack.move();
  return {
    counts,
    pool: database.pool,
    transact: database.transactInSql,
    count: async (table: string) =>
      (await database.pool.query(`select count(*)::int from ${table}`)).rows[0].count,
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

const account = (id: number) => sql`insert into account (id) values (${id})`;
const fill = (accountId: number, tags: readonly string[] = []) => sql`
  insert into fill (account_id, lots, tags) values (${accountId}, ${'0.10'}::numeric, ${tags})`;

describe('a transaction in SQL', () => {
  it('reads what it wrote, and tells of its commit', async () => {
    await using database = await startDatabase();

    const rows = await database.transact(async (tx) => {
      await writeTogether(tx, [account(1)]);
      const added = await tx.$executeRaw`insert into account (id) select 2`;
      return { added, ids: await rowsOf(tx, sql`select id from account where id < ${9}`) };
    });

    expect(rows).toEqual({ added: 1, ids: [{ id: 1 }, { id: 2 }] });
    expect(database.counts.commits).toBe(1);
  });

  it('leaves nothing behind when its work fails, and gives its connection back', async () => {
    await using database = await startDatabase();

    for (let n = 0; n < 3; n++) {
      const failing = database.transact(async (tx) => {
        await writeTogether(tx, [account(n)]);
        throw new Error('no more');
      });
      await expect(failing).rejects.toThrow('no more');
    }

    expect(await database.count('account')).toBe(0);
    expect(database.counts.commits).toBe(0);
  });

  it('prepares what it is asked again, and nothing without a value', async () => {
    await using database = await startDatabase();

    for (const id of [1, 2, 3]) {
      await database.transact(async (tx) => {
        await tx.$queryRaw`select`;
        await writeTogether(tx, [account(id)]);
      });
    }

    const { rows } = await database.pool.query(
      `select statement, (generic_plans + custom_plans)::int as runs from pg_prepared_statements`,
    );
    expect(rows).toEqual([{ statement: 'insert into account (id) values ($1)', runs: 3 }]);
  });

  it('is run on a new connection when its own breaks', async () => {
    await using database = await startDatabase();
    const breaking = database.transact(
      (tx) => tx.$queryRaw`select pg_terminate_backend(pg_backend_pid())` as Promise<unknown>,
    );

    await expect(breaking).rejects.toThrow('terminating connection');
    await database.transact((tx) => writeTogether(tx, [account(1)]));

    expect(await database.count('account')).toBe(1);
  });
});

describe('writes that are sent together', () => {
  it('all happen, in whichever order they refer to each other', async () => {
    await using database = await startDatabase();

    await database.transact((tx) =>
      writeTogether(tx, [fill(7, ['a', 'b']), account(7), fill(7), sql`update fill set lots = 1`]),
    );

    expect(await database.count('account')).toBe(1);
    const { rows } = await database.pool.query('select lots, tags from fill order by tags');
    // The update finds the table as it was before.
    expect(rows).toEqual([
      { lots: '0.10', tags: [] },
      { lots: '0.10', tags: ['a', 'b'] },
    ]);
  });

  it('do not happen at all where one fails', async () => {
    await using database = await startDatabase();
    const dangling = database.transact((tx) => writeTogether(tx, [account(1), fill(2)]));

    await expect(dangling).rejects.toThrow('fill_account_id_fkey');

    expect(await database.count('account')).toBe(0);
  });

  it('may be none', async () => {
    await using database = await startDatabase();

    await expect(database.transact((tx) => writeTogether(tx, []))).resolves.toBeUndefined();
  });
});

describe('the name of a statement', () => {
  it('says what it does, is the same for the same text, and there are not more than so many', () => {
    const nameOf = statementNames(2);
    const [a, b, c] = ['select $1', '\n  insert into a values ($1)', 'delete from a where b = $1'];
    const names = [a, b, a, c, b, c].map((text) => nameOf({ sql: text, args: [1] }));

    expect(names).toEqual(['SELECT 0', 'INSERT 1', 'SELECT 0', '', 'INSERT 1', '']);
    expect(nameOf({ sql: 'select 1', args: [] })).toBe('');
  });
});
