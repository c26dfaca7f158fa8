import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';

export interface Migration {
  readonly name: string;
  readonly sql: string;
}

const PLATFORM = new URL('../../platform/', import.meta.url);

/** All migrations of the service in this folder, those of the platform's own tables first. */
export async function migrationsOf(service: URL): Promise<Migration[]> {
  return [...(await readMigrations(PLATFORM)), ...(await readMigrations(folderIn(service)))];
}

/** Adds a migration to a service; refuses to write over one that is there. */
export async function writeMigration(service: URL, { name, sql }: Migration): Promise<URL> {
  const file = new URL(`${name}/migration.sql`, folderIn(service));
  await mkdir(new URL('.', file), { recursive: true });
  await writeFile(file, sql, { flag: 'wx' });
  return file;
}

/** Reads `<directory>/<name>/migration.sql`, in the order in which they apply. */
async function readMigrations(directory: URL): Promise<Migration[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.toSorted().map(async (name) => ({
      name,
      sql: await readFile(new URL(`${name}/migration.sql`, directory), 'utf8'),
    })),
  );
}

const folderIn = (service: URL) => new URL('prisma/migrations/', service);
