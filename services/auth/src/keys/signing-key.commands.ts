import { createHash, generateKeyPairSync } from 'node:crypto';
import { signingKeyRotated } from '@signalos/contracts';
import { enqueue } from '@signalos/messaging';
import type { Tx } from '../db.ts';
import type { KeyRing } from '../encryption.ts';
import { insertSigningKey, lockSigningKeys, saveSigningKey } from './signing-key.store.ts';
import {
  activated,
  ended,
  inUse,
  isPublished,
  nextKeyTooYoung,
  nextStep,
  privateKeyPlace,
  retired,
  signingKeyNotFound,
  usableFrom,
  type SigningKey,
  type Step,
} from './signing-key.ts';

export interface Keeping {
  readonly keyRing: KeyRing;
  readonly rotationMs: number;
  readonly now: Date;
}

/** Does whatever is due: makes the first keys, rotates, takes old ones away. Any replica may. */
export async function keepSigningKeys(tx: Tx, keeping: Keeping): Promise<void> {
  const before = await lockSigningKeys(tx);
  const after = await settle(tx, keeping, before);
  const activeKeyId = activeOf(after).id;
  if (activeKeyId !== inUse(before).active?.id) await announce(tx, { activeKeyId }, keeping.now);
}

/** Puts the next key to use ahead of time. Throws when it is not known everywhere yet. */
export async function rotateSigningKey(
  tx: Tx,
  keeping: Omit<Keeping, 'rotationMs'>,
): Promise<void> {
  const { now } = keeping;
  const { next } = inUse(await lockSigningKeys(tx));
  if (next && !isPublished(next, now)) {
    throw nextKeyTooYoung(`Key ${next.id} may sign from ${usableFrom(next).toISOString()}`);
  }
  await keepSigningKeys(tx, { ...keeping, rotationMs: 0 });
}

/**
 * Withdraws a key that may have leaked: nobody accepts its tokens from now on. If it was the active
 * one, the next one takes over at once.
 */
export async function revokeSigningKey(tx: Tx, id: string, keeping: Keeping): Promise<void> {
  const { now } = keeping;
  const before = await lockSigningKeys(tx);
  const key = before.find((each) => each.id === id);
  if (!key) throw signingKeyNotFound(`No key ${id} that anyone could still use`, { keyId: id });
  await saveSigningKey(tx, ended(key, 'revoked', now));
  const after = await settle(tx, keeping, without(before, key));
  await announce(tx, { activeKeyId: activeOf(after).id, revokedKeyIds: [id] }, now);
}

/** Step by step, until nothing is due; returns the keys as they are then. */
async function settle(
  tx: Tx,
  keeping: Keeping,
  before: readonly SigningKey[],
): Promise<readonly SigningKey[]> {
  let keys = before;
  for (;;) {
    const step = nextStep(keys, keeping.now, keeping.rotationMs);
    if (!step) return keys;
    keys = await take(step, keys, { tx, ...keeping });
  }
}

async function take(
  step: Step,
  keys: readonly SigningKey[],
  { tx, keyRing, now }: Keeping & { tx: Tx },
): Promise<readonly SigningKey[]> {
  switch (step.kind) {
    case 'create': {
      const key = newSigningKey(keyRing, now);
      await insertSigningKey(tx, key);
      return [...keys, key];
    }
    case 'promote':
      return promote(tx, keys, now);
    case 'bury':
      await saveSigningKey(tx, ended(step.key, 'gone', now));
      return without(keys, step.key);
  }
}

async function promote(tx: Tx, keys: readonly SigningKey[], now: Date): Promise<SigningKey[]> {
  const { active, next } = inUse(keys);
  const changed = [
    ...(active ? [retired(active, now)] : []),
    ...(next ? [activated(next, now)] : []),
  ];
  for (const key of changed) await saveSigningKey(tx, key);
  return keys.map((key) => changed.find(({ id }) => id === key.id) ?? key);
}

function newSigningKey(keyRing: KeyRing, now: Date): SigningKey {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const id = thumbprint(x, y);
  const pkcs8 = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
  return {
    id,
    state: 'next',
    x,
    y,
    privateKey: keyRing.seal(pkcs8, privateKeyPlace(id)),
    createdAt: now,
    activatedAt: null,
    retiredAt: null,
    endedAt: null,
  };
}

/** RFC 7638: the members that count, in this order. */
function thumbprint(x: string, y: string): string {
  const json = JSON.stringify({ crv: 'P-256', kty: 'EC', x, y });
  return createHash('sha256').update(json).digest('base64url');
}

interface Change {
  readonly activeKeyId: string;
  readonly revokedKeyIds?: string[];
}

async function announce(
  tx: Tx,
  { activeKeyId, revokedKeyIds = [] }: Change,
  now: Date,
): Promise<void> {
  await enqueue(tx, signingKeyRotated.create({ activeKeyId, revokedKeyIds }, { at: now }));
}

function activeOf(keys: readonly SigningKey[]): SigningKey {
  const { active } = inUse(keys);
  if (!active) throw new Error('No key signs, though all steps were taken');
  return active;
}

const without = (keys: readonly SigningKey[], key: SigningKey) =>
  keys.filter(({ id }) => id !== key.id);
