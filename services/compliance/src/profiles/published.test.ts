import { describe, expect, it } from 'vitest';
import { readProfiles } from './profile.store.ts';
import type { Profile } from './profile.ts';
import { oldFigures } from './published.ts';

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

  it.each(profiles)('of $id are compared only with limits that it has', (profile) => {
    const names = limitNames(profile);
    const named = profile.published.flatMap(({ limits }) => limits);

    expect(named.filter((name) => !names.includes(name))).toEqual([]);
  });

  it('are old when nobody has verified them for 90 days', () => {
    const [figure] = profiles.flatMap(({ published }) => published);
    const aged = (lastVerified: string | null) =>
      figure ? [{ id: 'a', published: [{ ...figure, lastVerified }] }] : [];
    const now = new Date('2026-11-22T00:00:00Z');

    expect(oldFigures(aged('2026-08-24'), now)).toEqual([]);
    expect(oldFigures(aged('2026-08-23'), now)).toEqual([expect.stringContaining('2026-08-23')]);
    expect(oldFigures(aged(null), now)).toEqual([expect.stringContaining('never')]);
  });

  // Prints them where tests are reported; it cannot fail, see `oldFigures`.
  it('are listed when they are old', async ({ annotate }) => {
    const old = oldFigures(profiles, new Date());

    await annotate(`Not verified for long: ${old.length}\n${old.join('\n')}`, 'warning');
    expect(old).toEqual([...new Set(old)]);
  });
});
