import { describe, expect, it } from 'vitest';
import { createBuckets, take, type Limit } from './rate.ts';

const limit: Limit = { quota: 6, windowMs: 60_000 };
const T0 = 1_000_000;

/** Takes at each of these moments, and tells which were allowed. */
function takeAt(of: Limit, moments: readonly number[]): boolean[] {
  let fullAtMs = 0;
  return moments.map((nowMs) => {
    const taken = take(of, fullAtMs, nowMs);
    ({ fullAtMs } = taken);
    return taken.verdict.allowed;
  });
}

describe('a limit', () => {
  it('lets its whole quota through at once, and no more', () => {
    const moments = Array.from({ length: 8 }, () => T0);

    expect(takeAt(limit, moments)).toEqual([...Array(6).fill(true), false, false]);
  });

  it('lets one more through each time that its share of the window has passed', () => {
    const burst = Array.from({ length: 6 }, () => T0);

    expect(takeAt(limit, [...burst, T0 + 9_999, T0 + 10_000, T0 + 10_001]).slice(6)).toEqual([
      false,
      true,
      false,
    ]);
  });

  it('lets a steady stream through for ever', () => {
    const moments = Array.from({ length: 1_000 }, (_, n) => T0 + n * 10_000);

    expect(takeAt(limit, moments)).not.toContain(false);
  });

  it('gives the whole quota exactly, also where its share is no whole number', () => {
    for (const quota of [1, 3, 7, 60, 99, 1_201, 3_000]) {
      const moments = Array.from({ length: quota + 1 }, () => 1_795_311_097_123.7);
      const allowed = takeAt({ quota, windowMs: 60_000 }, moments);

      expect(allowed.indexOf(false), `${quota}`).toBe(quota);
    }
  });

  it('never lets more than twice its quota through in a window', () => {
    const moments = Array.from({ length: 60_000 }, (_, n) => T0 + n);

    expect(takeAt(limit, moments).filter(Boolean).length).toBeLessThanOrEqual(12);
  });

  it('says what is left, and when there is more', () => {
    const first = take(limit, 0, T0);
    expect(first.verdict).toEqual({ allowed: true, remaining: 5, resetMs: 10_000, retryMs: 0 });

    const last = take(limit, T0 + 50_000, T0);
    expect(last.verdict).toEqual({ allowed: true, remaining: 0, resetMs: 60_000, retryMs: 0 });

    const refused = take(limit, last.fullAtMs, T0 + 4_000);
    expect(refused.verdict).toEqual({
      allowed: false,
      remaining: 0,
      resetMs: 56_000,
      retryMs: 6_000,
    });
    expect(refused.fullAtMs).toBe(last.fullAtMs);
  });
});

describe('buckets', () => {
  it('are one for each key', () => {
    const buckets = createBuckets({ quota: 1, windowMs: 60_000 }, 10);

    expect(buckets.take('a', T0).allowed).toBe(true);
    expect(buckets.take('a', T0).allowed).toBe(false);
    expect(buckets.take('b', T0).allowed).toBe(true);
  });

  it('forget whoever was not seen for longest when there are too many', () => {
    const buckets = createBuckets({ quota: 1, windowMs: 60_000 }, 2);
    buckets.take('a', T0);
    buckets.take('b', T0);
    buckets.take('a', T0);

    buckets.take('c', T0);

    expect(buckets.size).toBe(2);
    expect(buckets.take('a', T0).allowed).toBe(false);
    expect(buckets.take('b', T0).allowed).toBe(true);
  });
});
