import { randomUUID } from 'node:crypto';
import { userRegistered } from '@signalos/contracts';
import { enqueue } from '@signalos/messaging';
import type { Tx } from '../db.ts';
import { insertUser } from './user.store.ts';
import { DEFAULT_ROLES, type User } from './user.ts';

export interface Register extends Pick<User, 'email' | 'displayName'> {
  readonly passwordHash: string;
  readonly now: Date;
}

/** Opens an account, unless the address has one. */
export async function register(
  tx: Tx,
  { email, displayName, passwordHash, now }: Register,
): Promise<void> {
  const roles = [...DEFAULT_ROLES];
  const user = { id: randomUUID(), email, displayName, roles, registeredAt: now };
  if (!(await insertUser(tx, user, passwordHash))) return;
  const announcement = { userId: user.id, registeredAt: now.toISOString() };
  await enqueue(tx, userRegistered.create(announcement, { at: now }));
}
