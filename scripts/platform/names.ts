import { globSync } from 'node:fs';

export const root = new URL('../../', import.meta.url);

/** A folder with a `src/main.ts` is a service; one with a Prisma schema has a database. */
export function namesOf(pattern: string): string[] {
  return globSync(`services/*/${pattern}`, { cwd: root })
    .map((file) => file.split('/')[1] ?? '')
    .toSorted();
}
