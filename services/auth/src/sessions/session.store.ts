import type { Db, Reader, Tx } from '../db.ts';
import type { Session } from './session.ts';

export interface RefreshToken {
  readonly hash: Uint8Array<ArrayBuffer>;
  readonly sessionId: string;
  readonly generation: number;
}

/** A session found by a refresh token. */
export interface Found {
  readonly session: Session;
  readonly generation: number;
  readonly roles: readonly string[];
}

export async function insertSession(tx: Tx, session: Session): Promise<void> {
  await tx.session.create({ data: session });
}

export async function insertRefreshToken(tx: Tx, token: RefreshToken): Promise<void> {
  await tx.refreshToken.create({ data: token });
}

/**
 * Nobody else refreshes or ends the session until the transaction ends. The token's own row never
 * changes; all that does is in the session's, which is read once it is locked.
 */
export async function lockSessionByToken(tx: Tx, hash: Uint8Array): Promise<Found | undefined> {
  const [token] = await tx.$queryRaw<{ id: string; generation: number; roles: string[] }[]>`
    select s.id, t.generation, u.roles
    from refresh_token t
      join session s on s.id = t.session_id
      join user_account u on u.id = s.user_id
    where t.hash = ${hash} for update of s`;
  if (!token) return undefined;
  const { id, generation, roles } = token;
  const session = await tx.session.findUniqueOrThrow({ where: { id } });
  return { session, generation, roles };
}

export type Rotation = Pick<
  Session,
  'userAgent' | 'address' | 'lastUsedAt' | 'expiresAt' | 'generation' | 'rotatedAt' | 'successor'
>;

export async function saveRotation(tx: Tx, id: string, rotation: Rotation): Promise<void> {
  await tx.session.update({ where: { id }, data: rotation });
}

export interface Revocation {
  readonly id: string;
  readonly userId: string;
  readonly reason: string;
  readonly now: Date;
}

/** Tells whether it was this that ended it. */
export async function saveRevocation(
  tx: Tx,
  { id, userId, reason, now }: Revocation,
): Promise<boolean> {
  const { count } = await tx.session.updateMany({
    where: { id, userId, revokedAt: null },
    data: { revokedAt: now, revocationReason: reason, successor: null },
  });
  return count > 0;
}

const alive = (now: Date) => ({ revokedAt: null, expiresAt: { gt: now } });

interface Mine {
  readonly id: string;
  readonly userId: string;
}

export async function findLiveSession(
  db: Reader,
  mine: Mine,
  now: Date,
): Promise<Session | undefined> {
  return (await db.session.findUnique({ where: { ...mine, ...alive(now) } })) ?? undefined;
}

/** Also when it is over. */
export async function findSession(db: Reader, mine: Mine): Promise<Session | undefined> {
  return (await db.session.findUnique({ where: { ...mine } })) ?? undefined;
}

export interface SessionsQuery {
  readonly userId: string;
  readonly now: Date;
  /** The last session of the page before. */
  readonly after?: Pick<Session, 'id' | 'startedAt'> | undefined;
  readonly limit: number;
}

/** Those that are alive, newest first. */
export function listSessions(
  db: Reader,
  { userId, now, after, limit }: SessionsQuery,
): Promise<Session[]> {
  return db.session.findMany({
    where: {
      userId,
      ...alive(now),
      ...(after && {
        OR: [
          { startedAt: { lt: after.startedAt } },
          { startedAt: after.startedAt, id: { lt: after.id } },
        ],
      }),
    },
    orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
    take: limit,
  });
}

/** One user's logins take turns, so that each sees the sessions of the ones before. */
export async function lockSessionsOf(tx: Tx, userId: string): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`sessions/${userId}`}, 0))`;
}

/** The ones used least recently, but for `keep` of them. */
export function listExcessSessions(
  db: Reader,
  { userId, now, keep }: { userId: string; now: Date; keep: number },
): Promise<Session[]> {
  return db.session.findMany({
    where: { userId, ...alive(now) },
    orderBy: [{ lastUsedAt: 'desc' }, { id: 'desc' }],
    skip: keep,
  });
}

/** Leaves alone what is being refreshed this very moment. */
export function eraseSuccessors(db: Db, rotatedBefore: Date): Promise<number> {
  return db.$executeRaw`
    update session set successor = null where id in (
      select id from session where successor is not null and rotated_at < ${rotatedBefore}
      limit ${CHUNK} for update skip locked)`;
}

/** Their refresh tokens go with them. */
export function deleteSessions(db: Db, endedBefore: Date): Promise<number> {
  return db.$executeRaw`
    delete from session where id in (
      select id from session where ends_at < ${endedBefore} limit ${CHUNK} for update skip locked)`;
}

const CHUNK = 1_000;
