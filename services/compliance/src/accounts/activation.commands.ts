import { profileActivated, profileDeactivated } from '@signalos/contracts';
import { enqueue } from '@signalos/messaging';
import { appendAudit } from '../audits/audit.commands.ts';
import type { Tx } from '../db.ts';
import { referenceTo, type Profile } from '../profiles/profile.ts';
import { getAccountForUpdate, saveAccount } from './account.store.ts';
import {
  noActiveProfile,
  stillExposed,
  type Account,
  type AccountKey,
  type Activation,
} from './account.ts';
import { changedTerms, isSameActivation, type Terms, type TermsChange } from './activation.ts';
import { takeBook } from './book.commands.ts';
import { profileOf, type Moment } from './book.ts';

export interface ActivateProfile {
  readonly account: AccountKey;
  readonly profile: Profile;
  readonly terms: TermsChange;
  readonly reason: string | undefined;
  readonly now: Date;
}

export interface ActiveProfile extends Activation, Terms {
  readonly accountId: string;
}

/**
 * From now on the account trades under this profile. What is remembered of it stays as it is: the
 * day, its breach, its pause. So going to another profile and back undoes none of them.
 */
export async function activateProfile(
  tx: Tx,
  { account: key, profile, terms: change, reason, now }: ActivateProfile,
): Promise<ActiveProfile> {
  const account = await getAccountForUpdate(tx, key);
  const { id: accountId, userId, activation: before } = account;
  const terms = changedTerms(account, change);
  const { id: profileId, version } = profile;
  if (before && isSameActivation(account, { profileId, version }, terms)) {
    return { accountId, ...before, ...terms };
  }

  const activation = { profileId, version, activatedAt: now };
  await saveAccount(tx, { ...account, ...terms, activation });
  const data = {
    accountId,
    userId,
    profile: referenceTo(profile),
    ...announced(terms),
    reason: reason ?? null,
    activatedAt: now.toISOString(),
  };
  await appendAudit(tx, { stream: accountId, kind: 'profile-activated', at: now, data });
  await enqueue(tx, profileActivated.create(data, { at: now }));
  return { accountId, ...activation, ...terms };
}

export interface DeactivateProfile {
  readonly account: AccountKey;
  readonly reason: string;
}

/**
 * From now on every order of the account is refused, but for those that reduce. Nobody watches an account
 * without a profile, so that it must have nothing open, and nothing under way.
 */
export async function deactivateProfile(
  tx: Tx,
  moment: Moment,
  { account: key, reason }: DeactivateProfile,
): Promise<ActiveProfile> {
  const { account, positions, reservations } = await takeBook(tx, moment, key);
  const { id: accountId, activation } = account;
  if (!activation) throw noActiveProfile(`Account ${accountId} has no profile`, { accountId });
  const open = { positions: positions.length, reservations: reservations.length };
  if (open.positions + open.reservations > 0) {
    const what = `${open.positions} positions and ${open.reservations} orders under way`;
    throw stillExposed(`Account ${accountId} has ${what}`, { accountId, ...open });
  }

  const { now, profiles } = moment;
  await saveAccount(tx, { ...account, activation: undefined });
  const data = farewell(account, activation, { profiles, reason, now });
  await appendAudit(tx, { stream: accountId, kind: 'profile-deactivated', at: now, data });
  await enqueue(tx, profileDeactivated.create(data, { at: now }));
  const { phase, type, permittedSymbols } = account;
  return { accountId, ...activation, phase, type, permittedSymbols };
}

function farewell(
  account: Account,
  { profileId }: Activation,
  { profiles, reason, now }: Pick<Moment, 'profiles' | 'now'> & { readonly reason: string },
) {
  const { id: accountId, userId } = account;
  const was = profileOf(account, profiles);
  const profile = was ? referenceTo(was) : null;
  const deactivatedAt = now.toISOString();
  return { accountId, userId, profileId, profile, ...announced(account), reason, deactivatedAt };
}

function announced({ phase, type: accountType, permittedSymbols }: Terms) {
  return { phase, accountType, permittedSymbols: permittedSymbols ? [...permittedSymbols] : null };
}
