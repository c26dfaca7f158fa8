import { Client } from 'pg';
import type { Migration } from './files.ts';

export interface MigrationStatus {
  readonly applied: readonly string[];
  readonly pending: readonly string[];
}

/** Which of these migrations the database has, and which it still lacks. */
export async function status(
  url: string,
  migrations: readonly Migration[],
): Promise<MigrationStatus> {
  const done = await appliedNames(url);
  const names = migrations.map(({ name }) => name);
  return {
    applied: names.filter((name) => done.has(name)),
    pending: names.filter((name) => !done.has(name)),
  };
}

async function appliedNames(url: string): Promise<ReadonlySet<string>> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ history: string | null }>(
      `select to_regclass('_prisma_migrations') as history`,
    );
    if (!tables[0]?.history) return new Set();
    const { rows } = await client.query<{ migration_name: string }>(
      `select migration_name from _prisma_migrations
       where finished_at is not null and rolled_back_at is null`,
    );
    return new Set(rows.map((row) => row.migration_name));
  } finally {
    await client.end();
  }
}
