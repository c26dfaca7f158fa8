import { createHash } from 'node:crypto';
import { deploy, migrationsOf } from '@signalos/database/migrations';
import { inject } from 'vitest';
import { createDatabase, databaseUrl, withClient, type Database } from './postgres.ts';

/** A database of its own for one test: a copy of a template that has the service's migrations. */
export async function startDatabase(service: URL): Promise<Database> {
  const server = inject('postgresUrl');
  const template = await (templates[service.href] ??= migratedTemplate(server, service));
  return createDatabase(server, template);
}

const templates: Record<string, Promise<string>> = {};

/** Named after its content, so that workers share it, and a server that outlives us keeps it. */
async function migratedTemplate(server: string, service: URL): Promise<string> {
  const migrations = await migrationsOf(service);
  const hash = createHash('sha256').update(JSON.stringify(migrations)).digest('hex').slice(0, 16);
  const name = `template_${hash}`;
  const draft = `${name}_draft`;

  return withClient(server, async (client) => {
    await client.query('select pg_advisory_lock(hashtext($1))', [name]);
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
    if (rowCount) return name;
    await client.query(`drop database if exists "${draft}"`);
    await client.query(`create database "${draft}"`);
    await deploy(databaseUrl(server, draft), migrations);
    await client.query(`alter database "${draft}" rename to "${name}"`);
    return name;
  });
}
