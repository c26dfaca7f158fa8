import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { sessionRevoked, sessionStarted, type EventOf } from '@signalos/contracts';
import { enqueue } from '@signalos/messaging';
import type { Tx } from '../db.ts';
import type { Deps } from '../deps.ts';
import {
  insertRefreshToken,
  insertSession,
  listExcessSessions,
  lockSessionByToken,
  lockSessionsOf,
  saveRevocation,
  saveRotation,
  type Found,
} from './session.store.ts';
import {
  expiryOf,
  judgeRefresh,
  tokensExpireBy,
  type Grant,
  type RefreshVerdict,
  type Session,
} from './session.ts';

/** Of one user; who signs in once more ends the session used least recently. */
const SESSIONS_MAX = 10;
const TOKEN_BYTES = 32;

type Tools = Pick<Deps, 'keyRing' | 'lifetimes'>;

/** Where a session is used. */
interface Device {
  readonly userAgent: string;
  readonly address: string;
}

export interface StartSession {
  readonly userId: string;
  readonly roles: readonly string[];
  readonly deviceName: string | null;
  readonly device: Device;
  readonly now: Date;
}

export async function startSession(
  tx: Tx,
  { lifetimes }: Tools,
  { userId, roles, deviceName, device: { userAgent, address }, now }: StartSession,
): Promise<Grant> {
  const endsAt = new Date(now.getTime() + lifetimes.maxMs);
  const session: Session = {
    id: randomUUID(),
    userId,
    deviceName,
    userAgent,
    address,
    startedAt: now,
    lastUsedAt: now,
    expiresAt: expiryOf(endsAt, now, lifetimes),
    endsAt,
    generation: 1,
    rotatedAt: null,
    successor: null,
    revokedAt: null,
  };
  await lockSessionsOf(tx, userId);
  await insertSession(tx, session);
  const refreshToken = await newRefreshToken(tx, session.id, session.generation);
  const started = { userId, sessionId: session.id, startedAt: now.toISOString() };
  await enqueue(tx, sessionStarted.create(started, { at: now }));
  await endExcess(tx, lifetimes, { userId, now });
  return { session, roles, refreshToken };
}

async function endExcess(
  tx: Tx,
  lifetimes: Deps['lifetimes'],
  { userId, now }: { userId: string; now: Date },
): Promise<void> {
  for (const { id } of await listExcessSessions(tx, { userId, now, keep: SESSIONS_MAX })) {
    await endSession(tx, lifetimes, { id, userId, reason: 'superseded', now });
  }
}

export interface Refresh {
  readonly refreshToken: string;
  readonly device: Device;
  readonly now: Date;
}

export type Refreshed =
  | (Grant & { readonly outcome: 'granted' })
  | { readonly outcome: Exclude<RefreshVerdict, 'rotate' | 'repeat'> | 'unknown' };

/**
 * Changes a refresh token for the next one. A refusal is returned, not thrown: what it does to the
 * session has to be committed.
 */
export async function refreshSession(
  tx: Tx,
  tools: Tools,
  { refreshToken, device, now }: Refresh,
): Promise<Refreshed> {
  const found = await lockSessionByToken(tx, sha256(refreshToken));
  if (!found) return { outcome: 'unknown' };
  const { session, generation } = found;
  const verdict = judgeRefresh(session, { generation, userAgent: device.userAgent }, now);

  if (verdict === 'rotate') {
    return { outcome: 'granted', ...(await rotate(tx, tools, { found, device, now })) };
  }
  if (verdict === 'repeat') return { outcome: 'granted', ...repeated(tools, found) };
  if (verdict === 'reused') {
    const { id, userId } = session;
    await endSession(tx, tools.lifetimes, { id, userId, reason: 'refresh_token_reused', now });
  }
  return { outcome: verdict };
}

async function rotate(
  tx: Tx,
  { keyRing, lifetimes }: Tools,
  { found, device, now }: { found: Found; device: Device; now: Date },
): Promise<Grant> {
  const { session, roles } = found;
  const generation = session.generation + 1;
  const refreshToken = await newRefreshToken(tx, session.id, generation);
  const rotation = {
    userAgent: device.userAgent,
    address: device.address,
    lastUsedAt: now,
    expiresAt: expiryOf(session.endsAt, now, lifetimes),
    generation,
    rotatedAt: now,
    successor: keyRing.seal(refreshToken, placeOf(session.id)),
  };
  await saveRotation(tx, session.id, rotation);
  return { session: { ...session, ...rotation }, roles, refreshToken };
}

function repeated({ keyRing }: Tools, { session, roles }: Found): Grant {
  const { id, successor } = session;
  if (!successor) throw new Error(`Session ${id} lost its successor within the grace`);
  return { session, roles, refreshToken: keyRing.open(successor, placeOf(id)) };
}

export interface EndSession {
  readonly id: string;
  readonly userId: string;
  readonly reason: EventOf<typeof sessionRevoked>['data']['reason'];
  readonly now: Date;
}

/** Announces it the first time; ending it again changes nothing. */
export async function endSession(
  tx: Tx,
  lifetimes: Deps['lifetimes'],
  { id, userId, reason, now }: EndSession,
): Promise<void> {
  if (!(await saveRevocation(tx, { id, userId, reason, now }))) return;
  const expireBy = tokensExpireBy(now, lifetimes).toISOString();
  const revoked = { userId, sessionId: id, reason, tokensExpireBy: expireBy };
  await enqueue(tx, sessionRevoked.create(revoked, { at: now }));
}

/** 256 random bits; the prefix lets scanners of leaked secrets know it. */
async function newRefreshToken(tx: Tx, sessionId: string, generation: number): Promise<string> {
  const token = `rt_${randomBytes(TOKEN_BYTES).toString('base64url')}`;
  await insertRefreshToken(tx, { hash: sha256(token), sessionId, generation });
  return token;
}

const placeOf = (sessionId: string) => `session.successor/${sessionId}`;
const sha256 = (text: string) => new Uint8Array(createHash('sha256').update(text).digest());
