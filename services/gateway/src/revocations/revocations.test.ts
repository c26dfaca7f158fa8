import { describe, expect, it } from 'vitest';
import { createRevocations } from './revocations.ts';

const T0 = 1_000_000;
const aToken = (changes: object = {}) => ({
  sessionId: 's1',
  keyId: 'k1',
  expiresAtMs: T0 + 300_000,
  ...changes,
});

describe('revocations', () => {
  it('refuse the tokens of a session, and of no other', () => {
    const revocations = createRevocations(10);
    revocations.revokeSession('s1', T0 + 300_000, T0);

    expect(revocations.has(aToken())).toBe(true);
    expect(revocations.has(aToken({ sessionId: 's2' }))).toBe(false);
  });

  it('refuse the tokens of a key, and of no other', () => {
    const revocations = createRevocations(10);
    revocations.revokeKey('k1');

    expect(revocations.has(aToken())).toBe(true);
    expect(revocations.has(aToken({ keyId: 'k2' }))).toBe(false);
  });

  it('forget a session whose tokens have expired', () => {
    const revocations = createRevocations(10);
    revocations.revokeSession('s1', T0 + 1_000, T0);
    revocations.revokeSession('s2', T0 + 2_000, T0);

    revocations.revokeSession('s3', T0 + 9_000, T0 + 1_500);

    expect(revocations.size).toBe(2);
    expect(revocations.has(aToken({ sessionId: 's1' }))).toBe(false);
    expect(revocations.has(aToken({ sessionId: 's2' }))).toBe(true);
  });

  it('do not remember what has expired already', () => {
    const revocations = createRevocations(10);
    revocations.revokeSession('s1', T0, T0);

    expect(revocations.size).toBe(0);
  });

  it('let nobody in when there are too many, but have everybody refresh', () => {
    const revocations = createRevocations(2);
    for (const [n, sessionId] of ['s1', 's2', 's3'].entries()) {
      revocations.revokeSession(sessionId, T0 + 1_000 + n, T0);
    }

    expect(revocations.size).toBe(2);
    expect(revocations.has(aToken({ sessionId: 's1', expiresAtMs: T0 + 1_000 }))).toBe(true);
    expect(revocations.has(aToken({ sessionId: 'other', expiresAtMs: T0 + 1_000 }))).toBe(true);
    expect(revocations.has(aToken({ sessionId: 'other', expiresAtMs: T0 + 1_001 }))).toBe(false);
    expect(revocations.has(aToken({ sessionId: 's3' }))).toBe(true);
  });

  it('keep a bounded number of keys', () => {
    const revocations = createRevocations(2);
    for (let n = 0; n <= 1_000; n++) revocations.revokeKey(`k${n}`);

    expect(revocations.has(aToken({ keyId: 'k0' }))).toBe(false);
    expect(revocations.has(aToken({ keyId: 'k1' }))).toBe(true);
  });
});
