import { describe, expect, it } from 'vitest';
import { expiryOf, judgeRefresh, tokensExpireBy, type Session } from './session.ts';

const HOUR_MS = 3_600_000;
const now = new Date('2026-11-21T09:00:00Z');
const at = (ms: number) => new Date(now.getTime() + ms);
const userAgent = 'SignalOS/1.0 (Android)';
const lifetimes = { accessTokenTtlMs: 300_000, idleMs: HOUR_MS, maxMs: 24 * HOUR_MS };

/** Refreshed twice, the last time just now. */
const aSession = (changes: Partial<Session> = {}): Session => ({
  id: '0197a5f0-0000-7000-8000-000000000001',
  userId: '0197a5f0-0000-7000-8000-000000000002',
  deviceName: null,
  userAgent,
  address: '203.0.113.7',
  startedAt: at(-HOUR_MS),
  lastUsedAt: now,
  expiresAt: at(HOUR_MS),
  endsAt: at(23 * HOUR_MS),
  generation: 3,
  rotatedAt: now,
  successor: 'sealed',
  revokedAt: null,
  ...changes,
});

describe('a refresh token', () => {
  it.each([
    ['the valid one', aSession(), 3, 0, 'rotate'],
    [
      'the valid one, from a browser that was updated',
      aSession({ userAgent: 'old' }),
      3,
      0,
      'rotate',
    ],
    ['the one before, at once', aSession(), 2, 0, 'repeat'],
    ['the one before, after ten seconds', aSession(), 2, 10_000, 'repeat'],
    ['the one before, later', aSession(), 2, 10_001, 'reused'],
    ['the one before, from another device', aSession({ userAgent: 'thief' }), 2, 0, 'reused'],
    ['an older one, at once', aSession(), 1, 0, 'reused'],
    ['one of a session not used for too long', aSession({ expiresAt: now }), 3, 0, 'expired'],
    ['an old one of an expired session', aSession({ expiresAt: now }), 1, 0, 'expired'],
    ['one of a session that was ended', aSession({ revokedAt: now }), 3, 0, 'ended'],
    ['an old one of a session that was ended', aSession({ revokedAt: now }), 1, 0, 'ended'],
    ['the first one', aSession({ generation: 1, rotatedAt: null }), 1, 0, 'rotate'],
  ] as const)('%s', (...[, session, generation, afterMs, verdict]) => {
    expect(judgeRefresh(session, { generation, userAgent }, at(afterMs))).toBe(verdict);
  });
});

it('lets a session live on while it is used, but not beyond its end', () => {
  expect(expiryOf(at(2 * HOUR_MS), now, lifetimes)).toEqual(at(HOUR_MS));
  expect(expiryOf(at(1_000), now, lifetimes)).toEqual(at(1_000));
});

it('knows by when the tokens of a session have expired, whoever looks at his clock', () => {
  expect(tokensExpireBy(now, lifetimes)).toEqual(at(330_000));
});
