import type { Sql, SqlTx } from '@signalos/database';
import type { LimitUse } from './review.ts';

export interface WarningKey {
  readonly accountId: string;
  readonly limit: LimitUse['limit'];
  /** Of what the limit is counted from: the day’s start, or the account’s. */
  readonly since: Date;
}

/** The highest level that was warned of; zero where none was. */
export async function findWarnedLevel(db: Sql, key: WarningKey): Promise<number> {
  const { accountId, limit, since } = key;
  const [row] = await db.$queryRaw<{ level: number }[]>`
    select level from limit_warning
    where account_id = ${accountId}::uuid and "limit" = ${limit} and since = ${since}`;
  return row?.level ?? 0;
}

export async function saveWarning(
  tx: SqlTx,
  warning: WarningKey & { readonly level: number; readonly warnedAt: Date },
): Promise<void> {
  const { accountId, limit, since, level, warnedAt } = warning;
  await tx.$executeRaw`
    insert into limit_warning (account_id, "limit", since, level, warned_at)
    values (${accountId}::uuid, ${limit}, ${since}, ${level}, ${warnedAt})
    on conflict (account_id, "limit", since)
      do update set level = excluded.level, warned_at = excluded.warned_at`;
}

/** An alarm that was told, and since when it lasts. */
export interface Alarm {
  readonly ruleId: string;
  readonly raisedAt: Date;
  /** Whether any position is still open that was so when it was told. */
  readonly hasItsPositions: boolean;
}

/** The rules that the account was breaking when it was last looked at. */
export async function listAlarms(db: Sql, accountId: string): Promise<Alarm[]> {
  return await db.$queryRaw<Alarm[]>`
    select rule_id as "ruleId", raised_at as "raisedAt", exists (select from position
        where position.account_id = alarm.account_id and opened_at <= raised_at
      ) as "hasItsPositions"
    from alarm where account_id = ${accountId}::uuid`;
}

export interface RaisedAlarms {
  readonly accountId: string;
  readonly ruleIds: readonly string[];
  readonly raisedAt: Date;
}

export async function insertAlarms(tx: SqlTx, alarms: RaisedAlarms): Promise<void> {
  const { accountId, ruleIds, raisedAt } = alarms;
  await tx.$executeRaw`
    insert into alarm (account_id, rule_id, raised_at)
    select ${accountId}::uuid, rule_id, ${raisedAt}::timestamptz
    from unnest(${ruleIds}::text[]) as rule_id`;
}

export async function deleteAlarms(
  tx: SqlTx,
  { accountId, ruleIds }: Omit<RaisedAlarms, 'raisedAt'>,
): Promise<void> {
  await tx.$executeRaw`
    delete from alarm where account_id = ${accountId}::uuid and rule_id = any(${ruleIds}::text[])`;
}
