import { defineError } from '@signalos/errors';
import type { Decimal } from '@signalos/trading';
import type { StoredProfile } from '../profiles/profile.ts';
import type { AccountPhase, AccountStatus, AccountType } from '../rules/situation.ts';

export interface Account {
  readonly id: string;
  readonly userId: string;
  readonly currency: string;
  readonly initialBalance: Decimal;
  readonly balance: Decimal;
  /** The highest that a fill has cost so far: what the next order may cost. */
  readonly commissionPerLot: Decimal;
  readonly status: AccountStatus;
  readonly pausedUntil: Date | undefined;
  readonly phase: AccountPhase;
  readonly type: AccountType;
  /** Undefined for all. */
  readonly permittedSymbols: readonly string[] | undefined;
  /** The highest balance after a closed trade. */
  readonly highestClosed: Decimal;
  /** The highest equity that was seen, open profit included. */
  readonly peakEquity: Decimal;
  readonly openedAt: Date;
  readonly activation: Activation | undefined;
  /** When the newest event happened that was told of it. */
  readonly toldUntil: Date | undefined;
}

/** The profile that an account trades under. */
export interface Activation {
  readonly profileId: string;
  readonly version: number;
  readonly activatedAt: Date;
  /** The profile itself where it is a user’s own: it is read along with the account. */
  readonly custom?: StoredProfile | undefined;
}

/** Names an account of a user; without an id, the one that he opened first. */
export interface AccountKey {
  readonly id: string | undefined;
  readonly userId: string;
}

export const accountNotFound = defineError({
  kind: 'not-found',
  code: 'compliance-account-not-found',
  summary: 'The caller has no account with this id, or none at all.',
  fix: 'Open an account; compliance learns of it by an event, a moment later.',
});

export const stillExposed = defineError({
  kind: 'conflict',
  code: 'account-still-exposed',
  summary:
    'The account has open positions, or orders under way, which its profile must go on watching.',
  fix: 'Close the positions, wait until the orders are done, and deactivate the profile then.',
});

export const noActiveProfile = defineError({
  kind: 'conflict',
  code: 'no-active-profile',
  summary: 'The account trades under no profile that could be deactivated.',
  fix: 'Read the account’s compliance status.',
});
