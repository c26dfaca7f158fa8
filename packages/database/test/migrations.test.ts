import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { deploy, difference, migrationsOf, status } from '@signalos/database/migrations';
import { createDatabase } from '@signalos/testing';
import { expect, inject, it } from 'vitest';

const first = { name: '1_first', sql: 'create table note (id integer primary key);' };
const second = {
  name: '2_second',
  sql: `alter table note add text text;
        create function twice(n integer) returns integer language plpgsql
        as $$ begin n := n * 2; return n; end $$;`,
};
const broken = { name: '2_second', sql: 'alter table note add text text; select 1 / 0;' };

const SCHEMA = `
  datasource db {
    provider = "postgresql"
  }
  model note {
    id   Int     @id
    text String?
  }`;

it('applies what is missing, once, in order', async () => {
  await using database = await createDatabase(inject('postgresUrl'));

  expect(await deploy(database.url, [first])).toEqual(['1_first']);
  expect(await deploy(database.url, [first, second])).toEqual(['2_second']);
  expect(await deploy(database.url, [first, second])).toEqual([]);
});

it('lets a second deployer wait for the first', async () => {
  await using database = await createDatabase(inject('postgresUrl'));
  const slow = { ...first, sql: `${first.sql} select pg_sleep(0.5);` };

  const running = deploy(database.url, [slow]);
  await sleep(250);

  expect(await Promise.all([running, deploy(database.url, [slow])])).toEqual([['1_first'], []]);
});

it('leaves nothing behind of a migration that fails, and takes it again once it is mended', async () => {
  await using database = await createDatabase(inject('postgresUrl'));

  await expect(deploy(database.url, [first, broken])).rejects.toThrow('division by zero');

  expect(await difference(database.url, SCHEMA)).toContain('ADD COLUMN     "text" TEXT');
  expect(await deploy(database.url, [first, second])).toEqual(['2_second']);
});

it('refuses a migration that was edited after it was applied', async () => {
  await using database = await createDatabase(inject('postgresUrl'));
  await deploy(database.url, [first]);

  const edited = { ...first, sql: `${first.sql} -- again` };

  await expect(deploy(database.url, [edited])).rejects.toThrow('1_first');
});

it('tells what a schema says and a database does not', async () => {
  await using database = await createDatabase(inject('postgresUrl'));
  await deploy(database.url, [first, second]);

  expect(await difference(database.url, SCHEMA)).toBeUndefined();
  expect(await difference(database.url, SCHEMA.replace('text', 'body'))).toContain('"body"');
});

it('tells what is applied and what is pending', async () => {
  await using database = await createDatabase(inject('postgresUrl'));
  expect(await status(database.url, [first])).toEqual({ applied: [], pending: ['1_first'] });

  await deploy(database.url, [first]);

  expect(await status(database.url, [first, second])).toEqual({
    applied: ['1_first'],
    pending: ['2_second'],
  });
});

it('puts the platform’s own tables first, where no schema of a service sees them', async () => {
  const service = new URL('service/', import.meta.url);
  await using database = await createDatabase(inject('postgresUrl'));

  const applied = await deploy(database.url, await migrationsOf(service));

  expect(applied).toEqual(['0001_platform', '20260101000000_init']);
  const schema = readFileSync(new URL('schema.prisma', new URL('prisma/', service)), 'utf8');
  expect(await difference(database.url, schema)).toBeUndefined();
});

it('does not take a folder without migrations for a service', async () => {
  await expect(migrationsOf(new URL('nowhere/', import.meta.url))).rejects.toThrow('ENOENT');
});
