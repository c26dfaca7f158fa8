import type { KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { unauthenticated } from './errors.ts';
import type { KeySource } from './keys.ts';

export const TOKEN_AUDIENCE = 'signalos-api';
/** RFC 9068. */
export const TOKEN_TYPE = 'at+jwt';
const TOKEN_LENGTH_MAX = 4_096;
/** 64 bytes in the one spelling of sixteen that their encoder chooses, so that a token has no other. */
const SIGNATURE = /^[\w-]{85}[AQgw]$/;
const LIFETIME_MAX_S = 600;
const CLOCK_TOLERANCE_S = 5;
const CACHE_MAX = 10_000;

const Seconds = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

/** What an access token says. */
export const Claims = z.object({
  iss: z.string(),
  aud: z.literal(TOKEN_AUDIENCE),
  /** The user. */
  sub: z.uuid(),
  /** The session, by which tokens are revoked. */
  sid: z.uuid(),
  /** The tenant. */
  tid: z.string().min(1).max(64),
  jti: z.uuid(),
  roles: z.array(z.string().max(64)).max(20),
  /** How strongly the user proved who he is: `aal1` by one factor, `aal2` by two. */
  acr: z.enum(['aal1', 'aal2']),
  /** With what (RFC 8176). */
  amr: z.array(z.string().max(16)).max(10),
  auth_time: Seconds,
  iat: Seconds,
  exp: Seconds,
});
export type Claims = z.output<typeof Claims>;

/** Refuses what is not expected, rather than looking for what is wrong: no `crit`, no `jku`, no `b64`. */
const Header = z.strictObject({
  alg: z.literal('ES256'),
  typ: z.literal(TOKEN_TYPE),
  kid: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
});

export interface VerifiedToken {
  readonly claims: Claims;
  readonly keyId: string;
}

export interface TokenVerifierOptions {
  readonly issuer: string;
  readonly keys: KeySource;
  readonly now?: () => number;
}

/** Answers at once where it can: a promise only when a key has to be fetched first. */
export type TokenVerifier = (token: string) => VerifiedToken | Promise<VerifiedToken>;

/**
 * Verifies access tokens and remembers which it has verified, since a signature costs fifty times
 * as much as looking one up. A remembered token is still checked for its expiry on every use.
 * Throws `unauthenticated`, whatever is wrong.
 */
export function tokenVerifier({
  issuer,
  keys,
  now = Date.now,
}: TokenVerifierOptions): TokenVerifier {
  const verified = new LRUCache<string, VerifiedToken>({ max: CACHE_MAX });

  function verify(token: string, keyId: string, key: KeyObject): VerifiedToken {
    const payload = checkSignature(token, key, { issuer, clockTimestamp: now() / 1_000 });
    const result = { claims: checkClaims(payload, now()), keyId };
    verified.set(token, result);
    return result;
  }

  return (token) => {
    const known = verified.get(token);
    if (known) {
      // The key may have been withdrawn since.
      if (keys.find(known.keyId)) return stillValid(known, now());
      verified.delete(token);
    }
    const keyId = keyIdOf(token);
    const key = keys.find(keyId);
    return key ? verify(token, keyId, key) : fetchThenVerify(token, keyId);
  };

  async function fetchThenVerify(token: string, keyId: string): Promise<VerifiedToken> {
    await keys.refreshFor(keyId).catch(() => {});
    const key = keys.find(keyId);
    if (!key) throw unauthenticated('The token is signed with a key that is not ours');
    return verify(token, keyId, key);
  }
}

function stillValid(token: VerifiedToken, nowMs: number): VerifiedToken {
  if (token.claims.exp <= nowMs / 1_000) throw expired();
  return token;
}

const expired = (cause?: unknown) =>
  unauthenticated('The token has expired', { reason: 'expired' }, cause);

function keyIdOf(token: string): string {
  if (token.length > TOKEN_LENGTH_MAX) throw unauthenticated('The token is too long');
  const [header = '', , signature = '', ...rest] = token.split('.');
  const isCompact = SIGNATURE.test(signature) && rest.length === 0;
  const result = isCompact ? Header.safeParse(decode(header)) : undefined;
  if (!result?.success) throw unauthenticated('The token is not an access token of ours');
  return result.data.kid;
}

function decode(segment: string): unknown {
  try {
    return JSON.parse(Buffer.from(segment, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

function checkSignature(token: string, key: KeyObject, options: jwt.VerifyOptions): unknown {
  try {
    return jwt.verify(token, key, {
      ...options,
      algorithms: ['ES256'],
      clockTimestamp: Math.floor(options.clockTimestamp ?? 0),
    });
  } catch (cause) {
    // The library's own errors, and the TypeError it throws for a signature of the wrong length.
    if (cause instanceof jwt.TokenExpiredError) throw expired(cause);
    throw unauthenticated('The token is invalid', {}, cause);
  }
}

function checkClaims(payload: unknown, nowMs: number): Claims {
  const result = Claims.safeParse(payload);
  if (!result.success) throw unauthenticated('The token lacks claims', {}, result.error);
  const { iat, exp } = result.data;
  if (exp - iat > LIFETIME_MAX_S || iat > nowMs / 1_000 + CLOCK_TOLERANCE_S) {
    throw unauthenticated('The token lives too long, or comes from the future');
  }
  return result.data;
}
