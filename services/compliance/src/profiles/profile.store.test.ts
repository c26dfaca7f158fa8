import { Decimal } from '@signalos/trading';
import { describe, expect, it } from 'vitest';
import ftmoFile from './presets/ftmo.json' with { type: 'json' };
import { hashOfLimits, readProfiles } from './profile.store.ts';

const profiles = readProfiles();
const [ftmo] = ftmoFile;
const base = { id: 'ftmo', version: 2, looser: false };
const customSource = {
  id: 'custom-1',
  version: 1,
  name: 'Mine',
  limits: { ...profiles.get('ftmo').source, maxLotsPerTrade: '0.5' },
};

function storedOf(version: number) {
  const sha256 = hashOfLimits({ ...customSource, version });
  return { ...customSource, version, base, sha256 };
}

describe('the presets', () => {
  // A changed figure is another version: decisions name the hash of the one they were taken by.
  it.each([
    ['ftmo', '6f7c3a35372a91ecafb60a4067f8a5a012f644e1d37318550629b5550edfdb18'],
    ['ftuk', '990933aee320d1a139f58b50b40f137eb6d618a7ef8fd9e86cb52f632905e97a'],
    ['myforexfunds', '2a6a0bfa4b0fce2dd47a0b7824cfb31970c028011f1ab1d6a7c17d32915e95e2'],
    ['eu-mifid2', 'a941bc159fb1b2413f625cbe6ee8499419b91d3fee1ba0481e8fa341df3064bf'],
    ['generic-conservative', 'babec7cdafdfac2b4af33e835b31f24278d14bdc52e526f260409f1cfc8fd05c'],
  ])('keep every figure of version 1 of %s', (id, sha256) => {
    expect(profiles.get(id, 1).sha256).toBe(sha256);
  });

  it('say whose figures they are', () => {
    const labels = Object.fromEntries(profiles.list.map((profile) => [profile.id, profile.labels]));

    expect(labels).toMatchObject({
      ftmo: ['SignalOS preset'],
      myforexfunds: ['SignalOS preset', 'historic'],
    });
  });

  it('are listed once, in their newest version', () => {
    const ids = profiles.list.map(({ id }) => id);

    expect(ids).toEqual([...new Set(ids)]);
    expect(profiles.list.find(({ id }) => id === 'ftmo')?.version).toBe(2);
    expect(profiles.get('ftmo', 1).source.objectives).toBeUndefined();
    expect(profiles.get('ftmo').source).toMatchObject(profiles.get('ftmo', 1).source);
  });

  it('name what the firm publishes wherever they differ from it', () => {
    const differing = profiles.list.flatMap(({ id, published }) =>
      published.filter(({ agrees }) => !agrees).map(({ subject }) => `${id}: ${subject}`),
    );

    expect(differing).toEqual(
      expect.arrayContaining([
        'ftmo: lots per trade',
        'ftuk: daily loss',
        'ftuk: lots per trade',
        'myforexfunds: daily loss',
        'myforexfunds: lots per trade',
      ]),
    );
  });
});

describe('readProfiles', () => {
  it.each([
    ['a figure that is a number', { maxLotsPerTrade: 2 }],
    ['a limit nobody knows', { maxLotsPerWeek: '2.0' }],
    ['a percentage of zero', { total: { pct: '0', mode: 'static' } }],
    ['a kind of drawdown that is not there', { total: { pct: '10', mode: 'trailing_weekly' } }],
    ['a time zone that is none', { day: { tz: 'Europe/Bohemia', at: '00:00' } }],
    ['a time that is none', { day: { tz: 'Europe/Prague', at: '24:00' } }],
  ])('refuses %s', (_why, limits) => {
    const broken = { ...ftmo, limits: { ...ftmo?.limits, ...limits } };

    expect(() => readProfiles([broken])).toThrow('Invalid profile');
  });

  it('refuses an id that is kept for custom profiles', () => {
    expect(() => readProfiles([{ ...ftmo, id: 'custom-1' }])).toThrow('Invalid profile');
  });

  it('finds the newest version of an id, or the one asked for', () => {
    const two = readProfiles([{ ...ftmo, version: 2 }, ftmo]);

    expect(two.find('ftmo')?.version).toBe(2);
    expect(two.find('ftmo', 1)?.version).toBe(1);
    expect(two.find('ftmo', 3)).toBeUndefined();
    expect(two.find('ftmo', 1)?.sha256).not.toBe(two.find('ftmo', 2)?.sha256);
    expect(() => two.get('nope')).toThrow(expect.objectContaining({ code: 'profile-not-found' }));
  });

  it('reads a custom profile, and knows when somebody has changed it', () => {
    const { id, version, name, limits } = { ...customSource };
    const stored = { id, version, name, limits, base, sha256: hashOfLimits(customSource) };

    expect(profiles.read(stored)).toMatchObject({ id, labels: ['custom'], base, source: limits });
    expect(profiles.read(stored)).toBe(profiles.read({ ...stored }));
    const changed = { ...stored, version: 2, limits: { ...limits, maxLotsPerTrade: '9' } };
    expect(() => profiles.read(changed)).toThrow('are not those of its hash');
  });

  it('reads figures that were stored before there was a most as the most', () => {
    const most = Number.MAX_SAFE_INTEGER;
    const limits = {
      ...customSource.limits,
      maxLotsPerTrade: '99999999999999999999.5',
      maxQuoteAgeMs: most,
      maxTradesPerDay: most,
      total: { amount: '500', mode: 'static' as const, lockAt: '-99999999999999999999' },
      monitors: { inactivityDays: most, minHold: { ms: most }, copyAcross: { withinMs: most } },
      objectives: { profitTargetPct: Array<string>(30).fill('10') },
    };
    const stored = { ...customSource, id: 'custom-old', limits };

    const profile = profiles.read({ ...stored, base, sha256: hashOfLimits(stored) });

    const yearMs = 366 * 86_400_000;
    expect(profile.source).toBe(limits);
    expect(profile.limits).toMatchObject({
      day: expect.any(Function),
      maxLotsPerTrade: Decimal.parse('999999999999'),
      maxQuoteAgeMs: yearMs,
      maxTradesPerDay: 1_000_000,
      total: { amount: Decimal.parse('500'), lockAt: Decimal.parse('-999999999999') },
      monitors: {
        inactivityDays: 1_000_000,
        minHold: { ms: yearMs },
        copyAcross: { withinMs: yearMs },
      },
    });
    expect(profile.limits.objectives?.profitTargetPct).toHaveLength(20);
  });

  it('remembers the custom profiles used last', () => {
    const { read } = readProfiles([], 3);
    const first = read(storedOf(1));
    const second = read(storedOf(2));
    read(storedOf(3));
    read(storedOf(1));
    read(storedOf(4));

    expect(read(storedOf(1))).toBe(first);
    expect(read(storedOf(2))).not.toBe(second);
  });

  it('gives a profile another hash for another figure, not for another link', () => {
    const hashOf = (change: object) => readProfiles([{ ...ftmo, ...change }]).list[0]?.sha256;

    expect(hashOf({ published: [] })).toBe(hashOf({}));
    expect(hashOf({ limits: { ...ftmo?.limits, maxLotsPerTrade: '2.1' } })).not.toBe(hashOf({}));
  });
});
