import type { Reader } from '../db.ts';

/** An account that may have changed. */
export interface ChangedAccount {
  readonly id: string;
  readonly userId: string;
  /** The transaction that changed it last. */
  readonly changedIn: string;
  readonly holds: boolean;
}

export interface Changes {
  /** Whatever commits after this was read is found from here on. */
  readonly horizon: string;
  readonly accounts: readonly ChangedAccount[];
}

/** The accounts with open positions. */
export async function listHolders(db: Reader): Promise<Changes> {
  const [row] = await db.$queryRaw<Changes[]>`
    select pg_snapshot_xmin(pg_current_snapshot())::text as horizon,
      (select coalesce(json_agg(json_build_object('id', id, 'userId', user_id,
          'changedIn', changed_in::text, 'holds', true)), '[]')
        from account where exists (select from position where account_id = account.id)) as accounts`;
  return row ?? { horizon: '0', accounts: [] };
}

/**
 * The accounts that were changed by transactions which were under way at the horizon, or came after.
 * Neither a clock nor a sequence could tell: a transaction may commit after one that began later.
 */
export async function listChanged(db: Reader, since: string): Promise<Changes> {
  const [row] = await db.$queryRaw<Changes[]>`
    select pg_snapshot_xmin(pg_current_snapshot())::text as horizon,
      (select coalesce(json_agg(json_build_object('id', id, 'userId', user_id,
          'changedIn', changed_in::text,
          'holds', exists (select from position where account_id = account.id))), '[]')
        from account where changed_in >= ${since}::text::bigint) as accounts`;
  return row ?? { horizon: since, accounts: [] };
}

/** Accounts without a position that traded since then: their days are to be counted too. */
export async function listFlat(
  db: Reader,
  tradedSince: Date,
): Promise<{ id: string; userId: string }[]> {
  return db.$queryRaw`
    select id::text, user_id::text as "userId" from account
    where activated_at is not null and not exists (select from position where account_id = account.id)
      and exists (select from fill where account_id = account.id and filled_at >= ${tradedSince})
    order by id`;
}
