import type { Reader, Tx } from '../db.ts';
import type { User } from './user.ts';

/** Tells whether the address was free. */
export async function insertUser(tx: Tx, user: User, passwordHash: string): Promise<boolean> {
  const { count } = await tx.user.createMany({ data: user, skipDuplicates: true });
  if (count === 0) return false;
  await tx.password.create({ data: { userId: user.id, hash: passwordHash } });
  return true;
}

export function getUser(db: Reader, id: string): Promise<User> {
  return db.user.findUniqueOrThrow({ where: { id } });
}

/** Nobody else changes them until the transaction ends. */
export async function lockRoles(
  tx: Tx,
  email: string,
): Promise<Pick<User, 'id' | 'roles'> | undefined> {
  const [found] = await tx.$queryRaw<Pick<User, 'id' | 'roles'>[]>`
    select id, roles from user_account where email = ${email} for update`;
  return found;
}

export async function saveRoles(tx: Tx, id: string, roles: string[]): Promise<void> {
  await tx.user.update({ where: { id }, data: { roles } });
}

export function listUsersWithRole(db: Reader, role: string): Promise<User[]> {
  return db.user.findMany({ where: { roles: { has: role } }, orderBy: { email: 'asc' } });
}

/** Leaves a hash alone that has changed since it was read. */
export async function savePasswordHash(
  tx: Tx,
  { userId, from, to }: { userId: string; from: string; to: string },
): Promise<void> {
  await tx.password.updateMany({ where: { userId, hash: from }, data: { hash: to } });
}

export interface Credential extends Pick<User, 'roles'> {
  readonly userId: string;
  readonly hash: string;
}

export async function findCredential(db: Reader, email: string): Promise<Credential | undefined> {
  const found = await db.password.findFirst({
    where: { user: { email } },
    include: { user: { select: { roles: true } } },
  });
  return found ? { userId: found.userId, hash: found.hash, roles: found.user.roles } : undefined;
}
