import { randomUUID } from 'node:crypto';
import { appendAudit } from '../audits/audit.commands.ts';
import type { Reader, Tx } from '../db.ts';
import {
  countCustomProfiles,
  findCustomProfile,
  insertCustomProfile,
  lockCustomProfiles,
} from './custom-profile.store.ts';
import {
  customLimits,
  tooManyProfiles,
  type CustomProfile,
  type CustomProfileDraft,
} from './custom-profile.ts';
import { hashOfLimits } from './profile.store.ts';
import { customIdOf, isCustomId, profileNotFound, type Profile, type Profiles } from './profile.ts';

/** Of one user, all versions of all his profiles together. */
const VERSIONS_MAX = 500;

export interface WantedProfile {
  readonly id: string;
  /** The newest, where none is asked for. */
  readonly version: number | undefined;
  readonly userId: string;
}

/** One that ships with the service, or one of the user’s own. */
export async function getProfile(
  db: Reader,
  profiles: Profiles,
  { id, version, userId }: WantedProfile,
): Promise<Profile> {
  if (!isCustomId(id)) return profiles.get(id, version);
  const stored = await findCustomProfile(db, { id, version, ownerId: userId });
  if (!stored) throw profileNotFound(`No profile ${id}`, { profileId: id });
  return profiles.read(stored);
}

export interface CreateCustomProfile extends CustomProfileDraft {
  readonly ownerId: string;
  /** Which one this is the next version of; a new one, where it is left out. */
  readonly profileId: string | undefined;
  readonly now: Date;
}

export async function createCustomProfile(
  tx: Tx,
  { ownerId, profileId, now, ...draft }: CreateCustomProfile,
): Promise<CustomProfile> {
  const { limits, looser } = customLimits(draft);
  await lockCustomProfiles(tx, ownerId);
  if ((await countCustomProfiles(tx, ownerId)) >= VERSIONS_MAX) {
    throw tooManyProfiles(`${VERSIONS_MAX} versions are the most one may have`);
  }
  const { id, version } = await nextVersion(tx, ownerId, profileId);
  const profile = {
    id,
    version,
    ownerId,
    name: draft.name,
    limits,
    base: { id: draft.base.id, version: draft.base.version, looser },
    sha256: hashOfLimits({ id, version, limits }),
    createdAt: now,
  };
  await insertCustomProfile(tx, profile);
  const { name, base, sha256 } = profile;
  const data = { id, version, sha256, name, base };
  await appendAudit(tx, { stream: ownerId, kind: 'profile-created', at: now, data });
  return profile;
}

async function nextVersion(tx: Tx, ownerId: string, id: string | undefined) {
  if (id === undefined) return { id: customIdOf(randomUUID()), version: 1 };
  const newest = await findCustomProfile(tx, { id, version: undefined, ownerId });
  if (!newest) throw profileNotFound(`No profile ${id} of yours`, { profileId: id });
  return { id, version: newest.version + 1 };
}
