import { defineError } from '@signalos/errors';

/** What has gone wrong so far for one address from one place. */
export interface LoginGuard {
  /** Wrong passwords in a row. */
  readonly failures: number;
  readonly lockedUntil: Date | null;
  /** Passwords looked at while it was locked. */
  readonly looks: number;
}

export const NO_FAILURES: LoginGuard = { failures: 0, lockedUntil: null, looks: 0 };

const FAILURES_MAX = 5;
const LOCK_MIN_MS = 60_000;
const LOCK_MAX_MS = 24 * 60 * 60_000;
/**
 * A right password is told to wait, which also tells that it is right: so only this many are looked
 * at during one lock.
 */
const LOOKS_MAX = 5;

export const invalidCredentials = defineError({
  kind: 'unauthenticated',
  code: 'invalid-credentials',
  summary: 'No user has this address and this password.',
  fix: 'Check both, and try again. After several failures in a row, wait a minute or longer.',
});

export const loginLocked = defineError({
  kind: 'rate-limited',
  code: 'login-locked',
  summary: 'The password is right, but too many wrong ones were tried from here before.',
  fix: 'Try again after `Retry-After` seconds, or from somewhere else.',
});

/** How much longer logins are refused; 0 when they are not. */
export function lockLeftMs({ lockedUntil }: LoginGuard, now: Date): number {
  return Math.max((lockedUntil?.getTime() ?? 0) - now.getTime(), 0);
}

/** Whether a password is worth checking; whoever tries is not told if it was. */
export function mayLook(guard: LoginGuard, now: Date): boolean {
  return lockLeftMs(guard, now) === 0 || guard.looks < LOOKS_MAX;
}

/** Five failures lock for a minute; each one after that, for twice as long as the one before. */
export function afterFailure(guard: LoginGuard, now: Date): LoginGuard {
  if (lockLeftMs(guard, now) > 0) return { ...guard, looks: guard.looks + 1 };
  const failures = guard.failures + 1;
  if (failures < FAILURES_MAX) return { ...guard, failures };
  return { failures, lockedUntil: new Date(now.getTime() + lockMs(failures)), looks: 0 };
}

function lockMs(failures: number): number {
  return Math.min(LOCK_MIN_MS * 2 ** (failures - FAILURES_MAX), LOCK_MAX_MS);
}
