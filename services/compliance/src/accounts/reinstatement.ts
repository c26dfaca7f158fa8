import { defineError } from '@signalos/errors';
import type { Account } from './account.ts';

/** Only what a breach has stopped can be let go on: other states have other ends. */
export function assertReinstatable(
  { id, status, pausedUntil }: Pick<Account, 'id' | 'status' | 'pausedUntil'>,
  now: Date,
): void {
  const isPaused = status === 'active' && pausedUntil !== undefined && pausedUntil > now;
  if (status !== 'breached' && !isPaused) {
    throw notLatched(`Account ${id} is ${status}`, { status });
  }
}

export const notLatched = defineError({
  kind: 'conflict',
  code: 'account-not-latched',
  summary: 'No breach has stopped or paused the account.',
  fix: 'Read the account’s compliance status.',
});

export const stillBeyondLimit = defineError({
  kind: 'conflict',
  code: 'account-still-beyond-limit',
  summary: 'The account is beyond the limit that it broke, and would be stopped again at once.',
  fix: 'Bring it back within `ruleId` first, by money or by another profile.',
});

export const equityUnknown = defineError({
  kind: 'unavailable',
  code: 'equity-unknown',
  summary: 'A price is missing that the account’s equity takes.',
  fix: 'Try again after `Retry-After` seconds.',
});
