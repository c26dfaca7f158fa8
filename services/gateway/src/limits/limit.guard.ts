import { Counter, type Registry } from '@signalos/runtime';
import type { Exchange } from '../exchange.ts';
import { limitHeaders, rateLimited, WINDOW_MS } from './policy.ts';
import { createBuckets } from './rate.ts';

const KEYS_MAX = 100_000;

interface LimitsOptions {
  /** Requests in a minute. */
  readonly perAddress: number;
  readonly perUser: number;
  /** Of those that anybody may send and that change something: signing in, up, or on. */
  readonly perSignIn: number;
}

export interface LimitGuardOptions {
  readonly limits: LimitsOptions;
  readonly metrics: Registry;
  readonly now: () => number;
}

/** Each counts a request, says so in its reply, and throws `rate-limited` when it is one too many. */
export interface LimitGuard {
  countAddress(exchange: Exchange): void;
  countSignIn(exchange: Exchange): void;
  countUser(exchange: Exchange, userId: string): void;
}

export function limitGuard({ limits, metrics, now }: LimitGuardOptions): LimitGuard {
  const refused = new Counter({
    name: 'gateway_rate_limited_total',
    help: 'Requests refused because there were too many.',
    labelNames: ['limit'] as const,
    registers: [metrics],
  });

  function counting(name: string, quota: number) {
    const limit = { quota, windowMs: WINDOW_MS };
    const buckets = createBuckets(limit, KEYS_MAX);
    return ({ headers }: Exchange, key: string) => {
      const verdict = buckets.take(key, now());
      Object.assign(headers, limitHeaders(limit, verdict));
      if (verdict.allowed) return;
      refused.inc({ limit: name });
      throw rateLimited(`No more than ${quota} requests in a minute, by ${name}`);
    };
  }

  const byAddress = counting('address', limits.perAddress);
  const bySignIn = counting('sign-in', limits.perSignIn);
  return {
    countAddress: (exchange) => byAddress(exchange, exchange.network),
    countSignIn: (exchange) => bySignIn(exchange, exchange.network),
    countUser: counting('user', limits.perUser),
  };
}
