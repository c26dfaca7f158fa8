import { profileActivated, profileDeactivated } from '@signalos/contracts';
import { enqueue } from '@signalos/messaging';
import type { Tx } from '../db.ts';
import { referenceTo, type Profile } from '../profiles/profile.ts';
import { getAccountForUpdate, saveAccount } from './account.store.ts';
import { noActiveProfile, type AccountKey, type Activation } from './account.ts';

export interface ActivateProfile {
  readonly account: AccountKey;
  readonly profile: Profile;
  readonly now: Date;
}

export interface ActiveProfile extends Activation {
  readonly accountId: string;
}

/**
 * From now on the account trades under this profile. What is remembered of today stays as it is, so
 * that going to another profile and back undoes no breach.
 */
export async function activateProfile(
  tx: Tx,
  { account: key, profile, now }: ActivateProfile,
): Promise<ActiveProfile> {
  const account = await getAccountForUpdate(tx, key);
  const { id: accountId, userId, activation: before } = account;
  const { id: profileId, version } = profile;
  if (before?.profileId === profileId && before.version === version) {
    return { accountId, ...before };
  }

  const activation = { profileId, version, activatedAt: now };
  await saveAccount(tx, { ...account, activation });
  const activatedAt = now.toISOString();
  const data = { accountId, userId, profile: referenceTo(profile), activatedAt };
  await enqueue(tx, profileActivated.create(data, { at: now }));
  return { accountId, ...activation };
}

export interface DeactivateProfile {
  readonly account: AccountKey;
  readonly reason: string;
  readonly now: Date;
}

/** From now on every order of the account is refused, but for those that reduce. */
export async function deactivateProfile(
  tx: Tx,
  { account: key, reason, now }: DeactivateProfile,
): Promise<ActiveProfile> {
  const account = await getAccountForUpdate(tx, key);
  const { id: accountId, userId, activation } = account;
  if (!activation) throw noActiveProfile(`Account ${accountId} has no profile`, { accountId });

  await saveAccount(tx, { ...account, activation: undefined });
  const { profileId } = activation;
  const data = { accountId, userId, profileId, reason, deactivatedAt: now.toISOString() };
  await enqueue(tx, profileDeactivated.create(data, { at: now }));
  return { accountId, ...activation };
}
