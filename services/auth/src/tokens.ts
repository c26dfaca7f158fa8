import { randomUUID } from 'node:crypto';
import { DEFAULT_TENANT } from '@signalos/contracts';
import type { KeySet } from './key-set.ts';
import type { Grant, Lifetimes } from './sessions/session.ts';

export interface TokenIssuerOptions {
  readonly issuer: string;
  readonly audience: string;
  /** The `typ` of access tokens, by which nobody takes another token of ours for one. */
  readonly type: string;
  readonly lifetimes: Lifetimes;
  readonly keys: Pick<KeySet, 'sign'>;
}

interface AccessToken {
  readonly accessToken: string;
  readonly expiresInS: number;
}

export type TokenIssuer = (grant: Grant, now: Date) => AccessToken;

/** Issues access tokens: for as long as is configured, but not beyond the session's end. */
export function tokenIssuer(options: TokenIssuerOptions): TokenIssuer {
  const { issuer, audience, type, lifetimes, keys } = options;
  return ({ session, roles }, now) => {
    const issuedAt = seconds(now);
    const lifetimeMs = Math.min(
      lifetimes.accessTokenTtlMs,
      session.endsAt.getTime() - now.getTime(),
    );
    const expiresInS = Math.ceil(lifetimeMs / 1_000);
    const claims = {
      iss: issuer,
      aud: audience,
      sub: session.userId,
      sid: session.id,
      tid: DEFAULT_TENANT,
      jti: randomUUID(),
      roles,
      acr: 'aal1',
      amr: ['pwd'],
      auth_time: seconds(session.startedAt),
      iat: issuedAt,
      exp: issuedAt + expiresInS,
    };
    return { accessToken: keys.sign(claims, type), expiresInS };
  };
}

const seconds = (date: Date) => Math.floor(date.getTime() / 1_000);
