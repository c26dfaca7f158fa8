import type { Doubt } from '@signalos/signal-parser';
import type { Db, Reader, Tx } from '../db.ts';
import { Prisma } from '../generated/prisma/client.ts';
import type { Action, ActionState, SettledState } from './action.ts';

const COLUMNS = Prisma.sql`
  action.user_id::text as "userId", action.id::text, action.account_id::text as "accountId",
  action.device_id::text as "deviceId", kind, payload, state, accepted_at as "acceptedAt",
  expires_at as "expiresAt", attempts, question, submitted_at as "submittedAt", misses`;

/** A trade as it enters the queue. */
export type NewAction = Omit<
  Action,
  'state' | 'attempts' | 'question' | 'submittedAt' | 'misses'
> & {
  /** Why its user must confirm it first. */
  readonly doubt: Doubt | null;
};

/** Puts trades into the queue in this order, each in the lane of its account. */
export async function insertActions(tx: Tx, actions: readonly NewAction[]): Promise<void> {
  const rows = JSON.stringify(actions.map((action, order) => ({ ...action, order })));
  await tx.$executeRaw`
    insert into action (user_id, id, account_id, device_id, kind, payload, state, accepted_at,
      expires_at, next_at)
    select "userId", id, "accountId", "deviceId", kind, payload,
      case when doubt is null then 'queued' else 'held' end, "acceptedAt",
      "expiresAt", "acceptedAt"
    from json_to_recordset(${rows}::json) as action (
      "userId" uuid, id uuid, "accountId" uuid, "deviceId" uuid, kind text, payload jsonb,
      "acceptedAt" timestamptz, "expiresAt" timestamptz, doubt text, "order" integer)
    order by "order"`;
  const accounts = [...new Set(actions.map(({ accountId }) => accountId))];
  await tx.$executeRaw`
    insert into lane (account_id, leased_until)
    select id, '-infinity' from unnest(${accounts}::uuid[]) as account (id)
    on conflict do nothing`;
}

export async function findAction(
  db: Reader,
  { userId, id }: ActionKey,
): Promise<Action | undefined> {
  const [action] = await db.$queryRaw<Action[]>`
    select ${COLUMNS} from action where user_id = ${userId}::uuid and id = ${id}::uuid`;
  return action;
}

export interface LaneClaim {
  readonly limit: number;
  readonly now: Date;
  readonly until: Date;
}

/**
 * Leases the lanes of accounts whose next trade is due; a lane leased elsewhere is passed over.
 * The accounts with a queue are found one after another by the index, however long their queues.
 */
export async function claimLanes(db: Db, { limit, now, until }: LaneClaim): Promise<string[]> {
  const rows = await db.$queryRaw<{ accountId: string }[]>`
    with recursive busy (account_id) as (
      (select account_id from action where state in ('queued', 'executing', 'in_doubt')
       order by account_id limit 1)
      union all
      select (select account_id from action
              where state in ('queued', 'executing', 'in_doubt') and account_id > busy.account_id
              order by account_id limit 1)
      from busy where busy.account_id is not null
    ), due as (
      select lane.account_id from busy join lane using (account_id)
      where leased_until <= ${now} and exists (
        select from (
          select next_at from action left join device on device.id = action.device_id
          where action.account_id = lane.account_id
            and state in ('queued', 'executing', 'in_doubt')
            and (mode is distinct from 'force_offline' or mode_until <= ${now})
          order by place limit 1) as head
        where next_at <= ${now})
      order by leased_until limit ${limit} for update of lane skip locked
    )
    update lane set leased_until = ${until} from due where lane.account_id = due.account_id
    returning lane.account_id::text as "accountId"`;
  return rows.map(({ accountId }) => accountId);
}

/** Gives a lane back, unless the lease has passed to someone else. */
export async function releaseLane(
  db: Db,
  { accountId, until, now }: { accountId: string; until: Date; now: Date },
): Promise<void> {
  await db.$executeRaw`
    update lane set leased_until = ${now}
    where account_id = ${accountId}::uuid and leased_until = ${until}`;
}

/** Takes the next trade of an account, unless it must wait; not of a device kept offline. */
export async function claimHead(
  db: Db,
  { accountId, now }: { accountId: string; now: Date },
): Promise<Action | undefined> {
  const [action] = await db.$queryRaw<Action[]>`
    update action set attempts = attempts + 1,
      state = case when state = 'queued' then 'executing' else state end
    where (user_id, id) = (
        select action.user_id, action.id
        from action left join device on device.id = action.device_id
        where action.account_id = ${accountId}::uuid
          and state in ('queued', 'executing', 'in_doubt')
          and (mode is distinct from 'force_offline' or mode_until <= ${now})
        order by place limit 1)
      and next_at <= ${now} and settled_at is null
    returning ${COLUMNS}`;
  return action;
}

/** Ends what is still queued or held and too old, and returns it; what another replica ends is left to it. */
export async function expireQueued(
  tx: Tx,
  { now, limit }: { now: Date; limit: number },
): Promise<Action[]> {
  return tx.$queryRaw<Action[]>`
    update action set state = 'expired', settled_at = ${now}
    where (user_id, id) in (
      select action.user_id, action.id
      from action left join device on device.id = action.device_id
      where state in ('queued', 'held') and expires_at < ${now}
        and (mode is distinct from 'force_offline' or mode_until <= ${now})
      order by expires_at limit ${limit} for update of action skip locked)
    returning ${COLUMNS}`;
}

export interface Backlog {
  readonly pending: number;
  readonly oldestAt: Date | null;
}

/** How much waits in the queue, and since when. */
export async function getBacklog(db: Db): Promise<Backlog> {
  const [row] = await db.$queryRaw<Backlog[]>`
    select count(*)::int as pending, min(accepted_at) as "oldestAt"
    from action where state in ('queued', 'executing', 'in_doubt')`;
  return row ?? { pending: 0, oldestAt: null };
}

export interface ActionKey {
  readonly userId: string;
  readonly id: string;
}

/** Ends a trade and returns it, unless it has ended before. */
export async function saveSettled(
  tx: Tx,
  { userId, id, state, now }: ActionKey & { state: SettledState; now: Date },
): Promise<Action | undefined> {
  const [action] = await tx.$queryRaw<Action[]>`
    update action set state = ${state}, settled_at = ${now}
    where user_id = ${userId}::uuid and id = ${id}::uuid and settled_at is null
    returning ${COLUMNS}`;
  return action;
}

/** Notes that a trade may be with the broker from now on; says whether it had not ended before. */
export async function saveSubmitted(
  db: Db,
  { userId, id, now }: ActionKey & { now: Date },
): Promise<boolean> {
  const count = await db.$executeRaw`
    update action set state = 'executing', submitted_at = ${now}
    where user_id = ${userId}::uuid and id = ${id}::uuid and settled_at is null`;
  return count > 0;
}

/** Puts a trade that is held into the queue, at the place it was given; nothing to any other. */
export async function saveConfirmed(
  tx: Tx,
  { userId, id, now }: ActionKey & { now: Date },
): Promise<Action | undefined> {
  const [action] = await tx.$queryRaw<Action[]>`
    update action set state = 'queued', next_at = ${now}
    where user_id = ${userId}::uuid and id = ${id}::uuid and state = 'held'
    returning ${COLUMNS}`;
  return action;
}

export interface Waiting extends ActionKey {
  readonly state: Exclude<ActionState, SettledState>;
  readonly nextAt?: Date;
  readonly question?: number;
  readonly submittedAt?: Date | null;
  readonly misses?: number;
}

/** Lets a trade that has not ended go on later, or in another way; says whether it could. */
export async function saveWaiting(tx: Tx, { userId, id, ...data }: Waiting): Promise<boolean> {
  const { count } = await tx.action.updateMany({ where: { userId, id, settledAt: null }, data });
  return count > 0;
}

export interface Cleanup {
  readonly userId: string;
  readonly before: Date;
  readonly states: readonly SettledState[];
}

export type Tally = Readonly<Partial<Record<SettledState, number>>>;

export async function countSettled(
  db: Reader,
  { userId, before, states }: Cleanup,
): Promise<Tally> {
  const groups = await db.action.groupBy({
    by: ['state'],
    where: { userId, settledAt: { lt: before }, state: { in: [...states] } },
    _count: true,
  });
  return Object.fromEntries(groups.map(({ state, _count }) => [state, _count]));
}

/** Deletes at most `limit`, the oldest first, and tells how many of which state. */
export async function deleteSettled(
  tx: Tx,
  { userId, before, states, limit }: Cleanup & { limit: number },
): Promise<Tally> {
  const rows = await tx.$queryRaw<{ state: SettledState; count: number }[]>`
    with gone as (
      delete from action where (user_id, id) in (
        select user_id, id from action
        where user_id = ${userId}::uuid and settled_at < ${before} and state = any(${[...states]})
        order by settled_at limit ${limit})
      returning state)
    select state, count(*)::int as count from gone group by state`;
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}
