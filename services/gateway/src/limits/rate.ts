/** Sums of fractions are not exact, and must not cost the last request of a quota. */
const EPSILON_MS = 1e-6;

/** At most `quota` requests in any `windowMs`, all at once or spread out. */
export interface Limit {
  readonly quota: number;
  readonly windowMs: number;
}

export interface Verdict {
  readonly allowed: boolean;
  /** Requests that would be let through right now. */
  readonly remaining: number;
  /** Until the whole quota is there again. */
  readonly resetMs: number;
  /** Until one request would be let through; 0 when `allowed`. */
  readonly retryMs: number;
}

export interface Taken {
  readonly verdict: Verdict;
  /** When the whole quota is there again: all that has to be remembered. */
  readonly fullAtMs: number;
}

/** The generic cell rate algorithm: a token bucket whose whole state is one number. */
export function take(limit: Limit, fullAtMs: number, nowMs: number): Taken {
  const { quota, windowMs } = limit;
  const costMs = windowMs / quota;
  const spentMs = Math.max(fullAtMs - nowMs, 0);
  const allowed = spentMs + costMs <= windowMs + EPSILON_MS;
  const leftMs = windowMs - spentMs - (allowed ? costMs : 0);
  const resetMs = windowMs - leftMs;
  return {
    verdict: {
      allowed,
      remaining: Math.max(Math.floor(leftMs / costMs + EPSILON_MS), 0),
      resetMs,
      retryMs: allowed ? 0 : spentMs + costMs - windowMs,
    },
    fullAtMs: nowMs + resetMs,
  };
}

/** One bucket for each key. */
export interface Buckets {
  take(key: string, nowMs: number): Verdict;
  readonly size: number;
}

/** Of more than `keysMax` keys, those seen longest ago are forgotten, which gives them a full quota. */
export function createBuckets(limit: Limit, keysMax: number): Buckets {
  const fullAt = new Map<string, number>();
  return {
    take(key, nowMs) {
      const { verdict, fullAtMs } = take(limit, fullAt.get(key) ?? 0, nowMs);
      fullAt.delete(key); // So that it becomes the newest.
      fullAt.set(key, fullAtMs);
      if (fullAt.size > keysMax) for (const oldest of fullAt.keys().take(1)) fullAt.delete(oldest);
      return verdict;
    },
    get size() {
      return fullAt.size;
    },
  };
}
