import type { Reader, Tx } from '../db.ts';
import type { CustomProfile as Row } from '../generated/prisma/client.ts';
import type { CustomProfile } from './custom-profile.ts';
import type { LimitsSource } from './limits.ts';

/** Another user’s profile is as good as none, so that ids cannot be probed. */
export async function findCustomProfile(
  db: Reader,
  { id, version, ownerId }: { id: string; version: number | undefined; ownerId: string },
): Promise<CustomProfile | undefined> {
  const row = await db.customProfile.findFirst({
    where: { id, ownerId, ...(version && { version }) },
    orderBy: { version: 'desc' },
  });
  return row ? toCustomProfile(row) : undefined;
}

/** The newest version of each, the newest first. */
export async function listCustomProfiles(db: Reader, ownerId: string): Promise<CustomProfile[]> {
  const rows = await db.customProfile.findMany({
    where: { ownerId },
    orderBy: [{ id: 'asc' }, { version: 'desc' }],
    distinct: ['id'],
  });
  return rows
    .map(toCustomProfile)
    .toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
}

export function countCustomProfiles(db: Reader, ownerId: string): Promise<number> {
  return db.customProfile.count({ where: { ownerId } });
}

/** Until the transaction ends, nobody else makes a profile of this user. */
export async function lockCustomProfiles(tx: Tx, ownerId: string): Promise<void> {
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`profiles ${ownerId}`}, 0))::text`;
}

export async function insertCustomProfile(tx: Tx, profile: CustomProfile): Promise<void> {
  const { base, ...columns } = profile;
  const { id: baseId, version: baseVersion, looser } = base;
  await tx.customProfile.create({ data: { ...columns, baseId, baseVersion, looser } });
}

function toCustomProfile({ baseId, baseVersion, looser, limits, ...row }: Row): CustomProfile {
  return {
    ...row,
    limits: limits as unknown as LimitsSource,
    base: { id: baseId, version: baseVersion, looser },
  };
}
