import { describe, expect, it } from 'vitest';
import { readProfiles } from './profile.store.ts';
import type { Profile } from './profile.ts';

const MAX_AGE_DAYS = 90;
const DAY_MS = 86_400_000;
/** How a service behaves that no firm publishes. */
const OURS = ['maxQuoteAgeMs', 'duplicateWindowMs'];

const profiles = readProfiles().list;
const programmes = profiles.filter(({ labels }) => labels.includes('published rules'));

/** Every limit by the name that `published` gives it. */
function limitNames({ source }: Profile): string[] {
  return Object.entries(source).flatMap(([name, limit]) =>
    name === 'objectives' || name === 'monitors'
      ? Object.keys(limit as object).map((part) => `${name}.${part}`)
      : [name],
  );
}

describe('the published rules', () => {
  it('are those of eleven programmes at least', () => {
    expect(programmes.map(({ id }) => id)).toEqual([
      'ftmo-2-step',
      'ftmo-1-step',
      'the5ers-high-stakes',
      'the5ers-hyper-growth',
      'fundednext-stellar-2-step',
      'fundednext-stellar-1-step',
      'e8-one',
      'topstep-50k',
      'apex-eod-50k',
      'apex-intraday-50k',
      'blue-guardian-2-step',
    ]);
  });

  it.each(programmes)('of $id have a source for every figure', (profile) => {
    const sourced = profile.published.flatMap(({ limits }) => limits);
    const figures = limitNames(profile).filter((name) => !OURS.includes(name));

    expect(sourced.toSorted()).toEqual(figures.toSorted());
  });

  it.each(programmes)(
    'of $id say of each figure when it was verified, or what was not',
    (profile) => {
      const silent = profile.published.filter(
        ({ lastVerified, unverified, agrees }) => !unverified && !lastVerified && agrees,
      );
      const known = ['news', 'gap trading', 'hedging across accounts', 'stop loss'];

      expect(silent.map(({ subject }) => subject).filter((it) => !known.includes(it))).toEqual([]);
    },
  );

  it.each(profiles)('of $id are compared only with limits that it has', (profile) => {
    const names = limitNames(profile);
    const named = profile.published.flatMap(({ limits }) => limits);

    expect(named.filter((name) => !names.includes(name))).toEqual([]);
  });

  // Figures grow old by themselves: a failure would stop whoever changes something else, and he
  // could not mend it. So they are listed in the output of the tests, for who looks after them.
  it('are listed where nobody has verified them for long', async ({ annotate }) => {
    const since = Date.now() - MAX_AGE_DAYS * DAY_MS;
    const old = profiles.flatMap(({ id, published }) =>
      published
        .filter(({ lastVerified }) => !lastVerified || Date.parse(lastVerified) < since)
        .map(({ subject, lastVerified }) => `${id}: ${subject} (${lastVerified ?? 'never'})`),
    );

    const list = [`${old.length} figures not verified for ${MAX_AGE_DAYS} days`, ...old];
    await annotate(list.join('\n'), 'warning');
    expect(old.every((line) => /\((never|\d{4}-\d{2}-\d{2})\)$/.test(line))).toBe(true);
  });
});
