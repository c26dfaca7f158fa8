import type { Profile } from './profile.ts';

const MAX_AGE_DAYS = 90;
const DAY_MS = 86_400_000;

/**
 * Figures that nobody has compared with their source for long, one a line. Nothing fails by them:
 * they grow old by themselves, and whoever changes something else could not mend them.
 */
export function oldFigures(
  profiles: readonly Pick<Profile, 'id' | 'published'>[],
  now: Date,
): string[] {
  const since = now.getTime() - MAX_AGE_DAYS * DAY_MS;
  return profiles.flatMap(({ id, published }) =>
    published
      .filter(({ lastVerified }) => !lastVerified || Date.parse(lastVerified) < since)
      .map(({ subject, lastVerified, source }) =>
        [id, subject, lastVerified ?? 'never', source].join('\t'),
      ),
  );
}
