import { describe, expect, it } from 'vitest';
import {
  CloseTrade,
  expiryOf,
  isExpired,
  ModifyTrade,
  nextAttempt,
  OpenTrade,
  type Action,
} from './action.ts';

const now = new Date('2026-11-21T09:30:00.000Z');
const after = (ms: number) => new Date(now.getTime() + ms);
const id = '0197a5f0-0000-7000-8000-000000000000';

describe('the expiry of a trade', () => {
  it.each([
    ['open', undefined, 60_000],
    ['open', 5_000, 5_000],
    ['open', 0, 1_000],
    ['open', 3_600_000, 900_000],
    ['modify', undefined, 120_000],
  ] as const)('of kind %s that wants %s ms is %s ms away', (kind, ttlMs, expected) => {
    expect(expiryOf(kind, { ttlMs, ageMs: 0, now })).toEqual(after(expected));
  });

  it('never comes for a closing', () => {
    expect(expiryOf('close', { ttlMs: 1_000, ageMs: 999_999, now })).toBeNull();
  });

  it('counts the time that the trade waited on the device', () => {
    expect(expiryOf('open', { ttlMs: undefined, ageMs: 45_000, now })).toEqual(after(15_000));
    expect(expiryOf('open', { ttlMs: undefined, ageMs: 90_000, now })).toEqual(after(-30_000));
  });

  it('is not put off by a device whose clock went back', () => {
    expect(expiryOf('open', { ttlMs: undefined, ageMs: -3_600_000, now })).toEqual(after(60_000));
  });

  it('is a date that can be written, whatever the device’s clock says', () => {
    const ageMs = Date.parse('9999-12-31T23:59:59.999Z') - Date.parse('0001-01-01T00:00:00.000Z');

    expect(expiryOf('open', { ttlMs: undefined, ageMs, now })?.toISOString()).toMatch(/^2025-/);
  });

  it('is in time at the very millisecond, and late one later', () => {
    expect(isExpired({ expiresAt: now }, after(-1))).toBe(false);
    expect(isExpired({ expiresAt: now }, now)).toBe(false);
    expect(isExpired({ expiresAt: now }, after(1))).toBe(true);
    expect(isExpired({ expiresAt: null }, after(1e12))).toBe(false);
  });
});

const wait = (attempts: number, expiresAt: Date | null = null) =>
  nextAttempt({ attempts, expiresAt } satisfies Pick<Action, 'attempts' | 'expiresAt'>, now);

describe('the next attempt', () => {
  it('comes later each time, up to five seconds', () => {
    expect(
      [1, 2, 3, 4, 5, 6, 50].map((attempts) => wait(attempts).getTime() - now.getTime()),
    ).toEqual([250, 500, 1_000, 2_000, 4_000, 5_000, 5_000]);
  });

  it('does not sleep through the expiry', () => {
    expect(wait(9, after(700))).toEqual(after(701));
    expect(wait(9, after(-700))).toEqual(now);
  });
});

describe('a trade to open', () => {
  const gold = { symbol: 'XAUUSD', side: 'buy' };

  it('has a small lot and goes to the market unless it says otherwise', () => {
    expect(OpenTrade.parse(gold)).toEqual({
      ...gold,
      accountId: null,
      type: 'market',
      lots: '0.01',
      entryPrice: null,
      stopLoss: null,
      takeProfit: null,
      origin: null,
    });
  });

  it.each([
    { ...gold, type: 'limit' },
    { ...gold, entryPrice: '2300' },
    { ...gold, lots: '0' },
    { ...gold, lots: 0.1 },
    { ...gold, lots: '0.000000001' },
    { ...gold, stopLoss: '-5' },
    { ...gold, side: 'long' },
    { ...gold, colour: 'red' },
    { ...gold, origin: { source: 'a\0b', messageId: '1' } },
    { ...gold, origin: { source: '\ud800', messageId: '1' } },
    {},
    null,
  ])('is refused as %j', (payload) => {
    expect(OpenTrade.safeParse(payload).success).toBe(false);
  });
});

describe('a trade on a position', () => {
  it('names it in one way', () => {
    expect(CloseTrade.safeParse({ positionId: id }).success).toBe(true);
    expect(CloseTrade.safeParse({ openedBy: id, lots: '0.5' }).success).toBe(true);
    expect(CloseTrade.safeParse({}).success).toBe(false);
    expect(CloseTrade.safeParse({ positionId: id, openedBy: id }).success).toBe(false);
    expect(ModifyTrade.safeParse({ stopLoss: '5' }).success).toBe(false);
  });

  it('modifies something', () => {
    expect(ModifyTrade.safeParse({ positionId: id }).success).toBe(false);
    expect(ModifyTrade.safeParse({ positionId: id, stopLoss: null }).success).toBe(true);
  });
});
