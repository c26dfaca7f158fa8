import { createHash } from 'node:crypto';
import { loginLocked as loginLockedEvent } from '@signalos/contracts';
import { enqueue } from '@signalos/messaging';
import type { Tx } from '../db.ts';
import type { Deps } from '../deps.ts';
import type { Hasher } from '../passwords.ts';
import {
  deleteLoginGuard,
  findLoginGuard,
  lockLoginGuard,
  saveLoginGuard,
  type GuardKey,
} from './login-guard.store.ts';
import {
  afterFailure,
  invalidCredentials,
  lockLeftMs,
  loginLocked,
  mayLook,
} from './login-guard.ts';
import { sourceOf } from './login-source.ts';
import { findCredential, savePasswordHash, type Credential } from './user.store.ts';

export interface LoginAttempt {
  readonly email: string;
  readonly password: string;
  /** Where it comes from. */
  readonly address: string;
}

/** Someone whose password was right. */
export interface Identified extends Credential {
  readonly guard: GuardKey;
  /** The same password at today's cost, if it was kept at another. */
  readonly renewedHash: string | undefined;
}

/**
 * Finds out who someone is by a password. A wrong one and an unknown address take the same steps
 * and give the same answer. Failures are counted before anything else can fail, in a transaction of
 * their own; and in turn, so that a burst is not through before the first of it is counted.
 */
export function identify(
  { db, transact, passwords, now }: Deps,
  { email, password, address }: LoginAttempt,
): Promise<Identified> {
  const key = { emailHash: sha256(email), source: sourceOf(address) };
  return passwords.inTurn(async (hasher) => {
    const at = now();
    const credential = await findCredential(db, email);
    const guard = await findLoginGuard(db, key);
    const look = mayLook(guard, at);
    const right = await hasher.verify(look ? credential?.hash : undefined, password);

    if (!right || !credential) {
      const failure = { key, userId: credential?.userId, now: at };
      if (look) await transact((tx) => countFailure(tx, failure));
      throw invalidCredentials('The address or the password is wrong');
    }
    const waitMs = lockLeftMs(guard, at);
    if (waitMs > 0) throw tooSoon(waitMs);
    const renewedHash = await renewed(hasher, credential.hash, password);
    return { ...credential, guard: key, renewedHash };
  });
}

interface Failure {
  readonly key: GuardKey;
  readonly userId: string | undefined;
  readonly now: Date;
}

async function countFailure(tx: Tx, { key, userId, now }: Failure): Promise<void> {
  const before = await lockLoginGuard(tx, key, now);
  const after = afterFailure(before, now);
  await saveLoginGuard(tx, key, { ...after, lastFailedAt: now });
  if (!userId || !after.lockedUntil || after.lockedUntil === before.lockedUntil) return;
  const lock = { userId, lockedUntil: after.lockedUntil.toISOString() };
  await enqueue(tx, loginLockedEvent.create(lock, { at: now }));
}

/** What a login that succeeds leaves behind: no failures, and a hash of today's cost. */
export async function forgiveFailures(
  tx: Tx,
  { userId, hash: from, guard, renewedHash: to }: Identified,
): Promise<void> {
  await deleteLoginGuard(tx, guard);
  if (to) await savePasswordHash(tx, { userId, from, to });
}

function renewed({ isStale, hash }: Hasher, kept: string, password: string) {
  return isStale(kept) ? hash(password) : undefined;
}

function tooSoon(waitMs: number) {
  const retryAfterS = Math.ceil(waitMs / 1_000);
  return loginLocked('Too many wrong passwords were tried from here', { retryAfterS });
}

const sha256 = (text: string) => new Uint8Array(createHash('sha256').update(text).digest());
