import { defineError } from '@signalos/errors';
import type { Limit, Verdict } from './rate.ts';

export const rateLimited = defineError({
  kind: 'rate-limited',
  code: 'rate-limited',
  summary: 'More requests came from this user or address than are let through in a minute.',
  fix: 'Try again after `Retry-After` seconds, and watch `RateLimit-Remaining`.',
});

export const WINDOW_MS = 60_000;

const seconds = (ms: number) => String(Math.ceil(ms / 1_000));

/** What a reply says of the limit that the request counted against. */
export function limitHeaders({ quota, windowMs }: Limit, verdict: Verdict): Record<string, string> {
  return {
    'ratelimit-limit': String(quota),
    'ratelimit-remaining': String(verdict.remaining),
    'ratelimit-reset': seconds(verdict.resetMs),
    'ratelimit-policy': `${quota};w=${seconds(windowMs)}`,
    ...(!verdict.allowed && { 'retry-after': seconds(verdict.retryMs) }),
  };
}
