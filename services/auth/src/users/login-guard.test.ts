import { describe, expect, it } from 'vitest';
import { afterFailure, lockLeftMs, mayLook, NO_FAILURES, type LoginGuard } from './login-guard.ts';

const MINUTE_MS = 60_000;
const start = new Date('2026-11-21T09:00:00Z');
const later = (ms: number) => new Date(start.getTime() + ms);

function failed(times: number, guard: LoginGuard = NO_FAILURES, now = start): LoginGuard {
  return Array.from({ length: times }).reduce<LoginGuard>((g) => afterFailure(g, now), guard);
}

describe('failed logins', () => {
  it('lock for a minute, at the fifth', () => {
    expect(lockLeftMs(failed(4), start)).toBe(0);
    expect(lockLeftMs(failed(5), start)).toBe(MINUTE_MS);
    expect(lockLeftMs(failed(5), later(MINUTE_MS - 1))).toBe(1);
    expect(lockLeftMs(failed(5), later(MINUTE_MS))).toBe(0);
  });

  it('lock for twice as long with each further one, and never for more than a day', () => {
    let [guard, now] = [failed(5), start];
    const minutes = [];
    for (let n = 0; n < 14; n++) {
      minutes.push(lockLeftMs(guard, now) / MINUTE_MS);
      now = guard.lockedUntil ?? now;
      guard = afterFailure(guard, now);
    }

    expect(minutes).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 1440, 1440, 1440]);
  });

  it('do not make a lock longer that is there already', () => {
    expect(lockLeftMs(failed(3, failed(5), later(30_000)), later(30_000))).toBe(30_000);
  });

  it('let five passwords be looked at during a lock, and five during the next', () => {
    const locked = failed(5);
    const looked = failed(5, locked);
    const lockedAgain = failed(1, looked, later(MINUTE_MS));

    expect(mayLook(failed(4, locked), start)).toBe(true);
    expect(mayLook(looked, start)).toBe(false);
    expect(mayLook(looked, later(MINUTE_MS))).toBe(true);
    expect(lockLeftMs(lockedAgain, later(MINUTE_MS))).toBe(2 * MINUTE_MS);
    expect(mayLook(lockedAgain, later(MINUTE_MS))).toBe(true);
  });
});
