import { describe, expect, it } from 'vitest';
import { activated, ended, nextStep, retired, toJwk, type SigningKey } from './signing-key.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const ROTATION_MS = 30 * DAY_MS;
const now = new Date('2026-11-21T09:00:00Z');
const ago = (ms: number) => new Date(now.getTime() - ms);

const aKey = (id: string, changes: Partial<SigningKey> = {}): SigningKey => ({
  id,
  state: 'next',
  x: 'x',
  y: 'y',
  privateKey: 'sealed',
  createdAt: ago(DAY_MS),
  activatedAt: null,
  retiredAt: null,
  endedAt: null,
  ...changes,
});

const active = (ageMs: number) => activated(aKey('active'), ago(ageMs));
const next = (ageMs: number) => aKey('next', { createdAt: ago(ageMs) });
const step = (...keys: SigningKey[]) => nextStep(keys, now, ROTATION_MS);

describe('signing keys', () => {
  it('begin with one that is put to use at once, since nobody knows another', () => {
    expect(step()).toEqual({ kind: 'create' });
    expect(step(next(0))).toEqual({ kind: 'promote' });
    expect(step(active(0))).toEqual({ kind: 'create' });
    expect(step(active(0), next(0))).toBeUndefined();
  });

  it('rotate when the active one is old enough', () => {
    expect(step(active(ROTATION_MS - 1), next(DAY_MS))).toBeUndefined();
    expect(step(active(ROTATION_MS), next(DAY_MS))).toEqual({ kind: 'promote' });
  });

  it('do not rotate before the next one has been published for ten minutes', () => {
    expect(step(active(ROTATION_MS), next(10 * MINUTE_MS - 1))).toBeUndefined();
    expect(step(active(ROTATION_MS), next(10 * MINUTE_MS))).toEqual({ kind: 'promote' });
  });

  it('are replaced at once, however young the next one is, when the active one was withdrawn', () => {
    expect(step(next(0))).toEqual({ kind: 'promote' });
  });

  it('stay published until every token they signed has expired', () => {
    const key = retired(active(ROTATION_MS), ago(15 * MINUTE_MS));
    const younger = retired(active(ROTATION_MS), ago(15 * MINUTE_MS - 1));

    expect(step(key, active(0), next(0))).toEqual({ kind: 'bury', key });
    expect(step(younger, active(0), next(0))).toBeUndefined();
  });

  it('lose their private half once they sign no more', () => {
    expect(retired(active(0), now)).toMatchObject({ state: 'retiring', privateKey: null });
    expect(ended(active(0), 'revoked', now)).toMatchObject({ state: 'revoked', privateKey: null });
  });

  it('show nothing private in the JWKS', () => {
    expect(toJwk(active(0))).toEqual({
      kty: 'EC',
      crv: 'P-256',
      x: 'x',
      y: 'y',
      kid: 'active',
      alg: 'ES256',
      use: 'sig',
    });
  });
});
