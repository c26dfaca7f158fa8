import { existsSync, globSync, readFileSync } from 'node:fs';
import { deploy, difference, migrationsOf, writeMigration } from '@signalos/database/migrations';
import { createDatabase, startPostgres } from '@signalos/testing';

const USAGE = `Usage:
  pnpm migrate create <service> <name>   write a migration for what schema.prisma says anew,
                                         such as: pnpm migrate create auth add_last_login
  pnpm migrate check                     fail if a schema.prisma says more than its migrations`;

const root = new URL('../', import.meta.url);
const folderOf = (service: string) => new URL(`services/${service}/`, root);

/** Replays the migrations in an empty database and compares the outcome with the schema. */
async function missing(server: string, service: string): Promise<string | undefined> {
  await using database = await createDatabase(server);
  await deploy(database.url, await migrationsOf(folderOf(service)));
  const schema = new URL('prisma/schema.prisma', folderOf(service));
  return await difference(database.url, readFileSync(schema, 'utf8'));
}

async function create(server: string, service: string, name: string): Promise<void> {
  const sql = await missing(server, service);
  if (!sql) {
    console.log(`${service}: nothing new in schema.prisma`);
    return;
  }
  const time = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14);
  const file = await writeMigration(folderOf(service), { name: `${time}_${name}`, sql });
  console.log(`${service}: wrote ${file.pathname}. Read it, and edit it, before you commit it.`);
}

async function check(server: string): Promise<void> {
  for (const schema of globSync('services/*/prisma/schema.prisma', { cwd: root })) {
    const service = schema.split('/')[1] ?? '';
    const sql = await missing(server, service);
    console.log(sql ? `${service}: no migration for\n${sql}` : `${service}: up to date`);
    if (sql) process.exitCode = 1;
  }
}

async function main([command, service, name]: string[]): Promise<void> {
  const creates = command === 'create' && service && name;
  if (!creates && command !== 'check') throw new Error(USAGE);
  if (creates) assertSchema(service);
  await using server = await startPostgres();
  await (creates ? create(server.url, service, name) : check(server.url));
}

function assertSchema(service: string): void {
  const schema = `services/${service}/prisma/schema.prisma`;
  if (!existsSync(new URL(schema, root))) throw new Error(`There is no ${schema}`);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
process.exit(); // The schema engine leaves a timer of ten seconds behind.
