import type { Reader, Tx } from '../db.ts';
import type { Change, ChangePosition } from './change.ts';
import { oldestOf } from './horizon.ts';

/** Writes changes in this order. */
export async function insertChanges(tx: Tx, changes: readonly Change[]): Promise<void> {
  await tx.$executeRaw`
    insert into change_log (user_id, account_id, action_id, kind, state, detail, at)
    select "userId", "accountId", "actionId", kind, state, detail, at
    from json_to_recordset(${JSON.stringify(changes)}::json) as change (
      "userId" uuid, "accountId" uuid, "actionId" uuid, kind text, state text, detail jsonb,
      at timestamptz)`;
}

export interface ChangesQuery {
  readonly userId: string;
  readonly after: ChangePosition | undefined;
  readonly limit: number;
}

export interface PlacedChange extends Change {
  readonly position: ChangePosition;
}

/**
 * The changes after a position, in an order in which nothing can appear behind it later: by
 * transaction, and only of transactions older than the oldest that still runs. By number alone, a
 * slow transaction would commit its change behind a reader who has already passed it. (A bare
 * `order by txid` would mean the text that is selected.)
 *
 * At most once in a transaction: PostgreSQL would give it the same list of those that run again.
 */
export async function listChanges(
  db: Reader,
  { userId, after, limit }: ChangesQuery,
): Promise<PlacedChange[]> {
  const { txid, id } = after ?? { txid: '0', id: '0' };
  const horizon = await findHorizon(db);
  const rows = await db.$queryRaw<(Change & ChangePosition)[]>`
    select user_id::text as "userId", account_id::text as "accountId",
      action_id::text as "actionId", kind, state, detail, at, txid::text, id::text
    from change_log
    where user_id = ${userId}::uuid
      and (txid, id) > (${txid}::text::xid8, ${id}::bigint)
      and txid < ${horizon}::text::xid8
    order by change_log.txid, change_log.id limit ${limit}`;
  return rows.map(({ txid: writer, id: number, ...change }) => ({
    ...change,
    position: { txid: writer, id: number },
  }));
}

/**
 * Older transactions of this database have ended, and a later statement sees all they did. PostgreSQL has
 * such a number too (`pg_snapshot_xmin`), but of all databases of the server: what runs long in one would
 * hold up the devices that read another. A role is shown the transactions of its own sessions; nobody
 * else writes here.
 */
async function findHorizon(db: Reader): Promise<string> {
  const [row] = await db.$queryRaw<{ next: string; running: string[] }[]>`
    select pg_snapshot_xmax(pg_current_snapshot())::text as next,
      array(select backend_xid::text from pg_stat_activity
            where datname = current_database() and backend_xid is not null) as running`;
  if (!row) throw new Error('PostgreSQL says nothing');
  return String(oldestOf(BigInt(row.next), row.running.map(BigInt)));
}
