import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { SchemaEngine } from '@prisma/schema-engine-wasm';
import { Client } from 'pg';
import { overOneConnection } from './connection.ts';
import type { Migration } from './files.ts';

const POSTGRES = 'datasource db {\n  provider = "postgresql"\n}';
/** The engine's own lock, taken earlier: a migration under way elsewhere looks like a failed one. */
const LOCK = 'select pg_advisory_lock(72707369)';

const filters = { externalTables: [], externalEnums: [] };

/** Applies what is missing and names it. Two at once are safe: the second waits for the first. */
export async function deploy(url: string, migrations: readonly Migration[]): Promise<string[]> {
  const migrationsList = listOf(migrations);

  return withEngine(url, async (engine, client) => {
    await client.query(LOCK);
    const past = { migrationsList, optInToShadowDatabase: false, filters };
    const { failedMigrationNames, editedMigrationNames } =
      await engine.diagnoseMigrationHistory(past);

    // A script is one transaction, so one that failed changed nothing and may be tried again.
    for (const migrationName of failedMigrationNames) {
      await engine.markMigrationRolledBack({ migrationName });
    }
    const edited = editedMigrationNames.filter((name) => !failedMigrationNames.includes(name));
    if (edited.length > 0) throw new Error(`Edited after it was applied: ${edited.join(', ')}`);

    return (await engine.applyMigrations({ migrationsList, filters })).appliedMigrationNames;
  });
}

/** The SQL that takes the database at `url` to `schema`, or undefined when it is there already. */
export async function difference(url: string, schema: string): Promise<string | undefined> {
  const files = [{ path: 'schema.prisma', content: schema }];
  return withEngine(url, async (engine) => {
    const { exitCode, stdout } = await engine.diff({
      from: { tag: 'schemaDatasource', files, configDir: '.' },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: true,
      filters,
    });
    return exitCode === 0 ? undefined : (stdout ?? undefined);
  });
}

/** The lock is held until the connection ends. */
async function withEngine<T>(
  url: string,
  work: (engine: SchemaEngine, client: Client) => Promise<T>,
): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const adapter = overOneConnection(client);
    const { provider, adapterName } = adapter;
    const factory = bindMigrationAwareSqlAdapterFactory({
      provider,
      adapterName,
      connect: () => Promise.resolve(adapter),
      connectToShadowDb: () => Promise.reject(new Error('No shadow database is needed here')),
    });
    using engine = await SchemaEngine.new(
      { datamodels: [['schema.prisma', POSTGRES]] },
      () => {},
      factory,
    );
    return await work(engine, client);
  } finally {
    await client.end();
  }
}

function listOf(migrations: readonly Migration[]) {
  return {
    baseDir: 'migrations',
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"' },
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: sql } },
    })),
    shadowDbInitScript: '',
  };
}
