import { defineError } from '@signalos/errors';

export interface Session {
  readonly id: string;
  readonly userId: string;
  readonly deviceName: string | null;
  readonly userAgent: string;
  readonly address: string;
  readonly startedAt: Date;
  readonly lastUsedAt: Date;
  /** Unless it is used by then. */
  readonly expiresAt: Date;
  /** However much it is used. */
  readonly endsAt: Date;
  /** Of the refresh token that is valid now. */
  readonly generation: number;
  readonly rotatedAt: Date | null;
  /** The valid refresh token, sealed, while its predecessor may still ask for it. */
  readonly successor: string | null;
  readonly revokedAt: Date | null;
}

/** What a client may have: the tokens of this session. */
export interface Grant {
  readonly session: Session;
  readonly roles: readonly string[];
  readonly refreshToken: string;
}

/** For how long what lives. */
export interface Lifetimes {
  readonly accessTokenTtlMs: number;
  readonly idleMs: number;
  readonly maxMs: number;
}

/** Someone who reads a reply too late, or in another tab, asks again within that time. */
export const REFRESH_GRACE_MS = 10_000;
/** By how much the clocks of those who issue and those who verify may differ. */
const CLOCK_SKEW_MS = 30_000;

const tokenRefused = (code: string, summary: string) =>
  defineError({ kind: 'unauthenticated', code, summary, fix: 'Sign in again.' });

export const invalidRefreshToken = tokenRefused(
  'invalid-refresh-token',
  'This is not a refresh token of ours.',
);
export const refreshTokenReused = tokenRefused(
  'refresh-token-reused',
  'This refresh token was used before, so it may have been stolen: its session has been ended.',
);
export const sessionExpired = tokenRefused(
  'session-expired',
  'The session was not used for too long, or has reached its end.',
);
export const sessionEnded = tokenRefused(
  'session-ended',
  'The session was ended: by signing out, from another device, or by us.',
);

export const sessionNotFound = defineError({
  kind: 'not-found',
  code: 'session-not-found',
  summary: 'The caller has no session with this id.',
  fix: 'List the sessions to see their ids.',
});

/** A refresh token, by its place in the line, and who sends it. */
export interface Presented {
  readonly generation: number;
  readonly userAgent: string;
}

export type RefreshVerdict = 'rotate' | 'repeat' | 'reused' | 'expired' | 'ended';

/**
 * What a refresh token is good for. The one before the valid one gets the valid one again for a
 * moment, on the same device: that is a lost reply, or a second tab. Any other old one is a theft,
 * of which it cannot be told who is the thief.
 */
export function judgeRefresh(
  session: Session,
  { generation, userAgent }: Presented,
  now: Date,
): RefreshVerdict {
  if (session.revokedAt) return 'ended';
  if (session.expiresAt <= now) return 'expired';
  if (generation === session.generation) return 'rotate';
  const isPredecessor = generation === session.generation - 1;
  const isGrace = now.getTime() - (session.rotatedAt?.getTime() ?? 0) <= REFRESH_GRACE_MS;
  return isPredecessor && isGrace && userAgent === session.userAgent ? 'repeat' : 'reused';
}

/** A session that is used now lives on, but not beyond its end. */
export function expiryOf(endsAt: Date, now: Date, { idleMs }: Lifetimes): Date {
  return new Date(Math.min(now.getTime() + idleMs, endsAt.getTime()));
}

/** By then, whatever was issued until now has expired, by anyone's clock. */
export function tokensExpireBy(now: Date, { accessTokenTtlMs }: Lifetimes): Date {
  return new Date(now.getTime() + accessTokenTtlMs + CLOCK_SKEW_MS);
}
