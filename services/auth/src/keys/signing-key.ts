import { defineError } from '@signalos/errors';

/** A key is published, signs, is published while its tokens live, and is gone; or was withdrawn. */
export type SigningKeyState = 'next' | 'active' | 'retiring' | 'gone' | 'revoked';

export interface SigningKey {
  readonly id: string;
  readonly state: SigningKeyState;
  readonly x: string;
  readonly y: string;
  /** Sealed. */
  readonly privateKey: string | null;
  /** It has been in the JWKS since. */
  readonly createdAt: Date;
  readonly activatedAt: Date | null;
  readonly retiredAt: Date | null;
  readonly endedAt: Date | null;
}

/** Twice as long as anyone caches the JWKS. */
const PUBLISHED_BEFORE_USE_MS = 10 * 60_000;
/** Longer than any token lives that was signed before, or just after by a replica that is behind. */
const PUBLISHED_AFTER_USE_MS = 15 * 60_000;

export const nextKeyTooYoung = defineError({
  kind: 'conflict',
  code: 'next-key-too-young',
  summary: 'The next key has not been published for long enough to be known everywhere.',
  fix: 'Rotate after the time named, or revoke the active key if it may have leaked.',
});

export const signingKeyNotFound = defineError({
  kind: 'not-found',
  code: 'signing-key-not-found',
  summary: 'There is no key with this id that anyone could still use.',
  fix: 'List the keys to see their ids.',
});

/** What the keys need next: a new one, the next one put to use, or an old one taken away. */
export type Step =
  { readonly kind: 'create' | 'promote' } | { readonly kind: 'bury'; readonly key: SigningKey };

/** One step at a time, until nothing is left to do. There is always a key that signs, and a next one. */
export function nextStep(
  keys: readonly SigningKey[],
  now: Date,
  rotationMs: number,
): Step | undefined {
  const { active, next } = inUse(keys);
  if (!next) return { kind: 'create' };
  if (!active || (isPast(active.activatedAt, rotationMs, now) && isPublished(next, now))) {
    return { kind: 'promote' };
  }
  const key = keys.find((each) => isPast(each.retiredAt, PUBLISHED_AFTER_USE_MS, now));
  return key && { kind: 'bury', key };
}

/** The key that signs, and the one that will. */
export function inUse(keys: readonly SigningKey[]) {
  const ofState = (state: SigningKeyState) => keys.find((key) => key.state === state);
  return { active: ofState('active'), next: ofState('next') };
}

/** When a key may sign without anyone meeting it unprepared. */
export function usableFrom({ createdAt }: SigningKey): Date {
  return new Date(createdAt.getTime() + PUBLISHED_BEFORE_USE_MS);
}

export const isPublished = (key: SigningKey, now: Date) => usableFrom(key) <= now;

function isPast(since: Date | null, ms: number, now: Date): boolean {
  return since !== null && since.getTime() + ms <= now.getTime();
}

export function activated(key: SigningKey, now: Date): SigningKey {
  return { ...key, state: 'active', activatedAt: now };
}

/** It signs no more, so nothing needs its private half. */
export function retired(key: SigningKey, now: Date): SigningKey {
  return { ...key, state: 'retiring', privateKey: null, retiredAt: now };
}

export function ended(key: SigningKey, state: 'gone' | 'revoked', now: Date): SigningKey {
  return { ...key, state, privateKey: null, endedAt: now };
}

/** A public key as the JWKS has it. */
export function toJwk({ id, x, y }: Pick<SigningKey, 'id' | 'x' | 'y'>) {
  return { kty: 'EC', crv: 'P-256', x, y, kid: id, alg: 'ES256', use: 'sig' } as const;
}

/** Where a private key stands, for its encryption. */
export const privateKeyPlace = (id: string) => `signing_key.private_key/${id}`;
