import type { Reader, Tx } from '../db.ts';
import type { LimitUse } from './review.ts';

export interface WarningKey {
  readonly accountId: string;
  readonly limit: LimitUse['limit'];
  /** Of what the limit is counted from: the day’s start, or the account’s. */
  readonly since: Date;
}

/** The highest level that was warned of; zero where none was. */
export async function findWarnedLevel(db: Reader, key: WarningKey): Promise<number> {
  const row = await db.limitWarning.findUnique({ where: { accountId_limit_since: key } });
  return row?.level ?? 0;
}

export async function saveWarning(
  tx: Tx,
  { level, warnedAt, ...key }: WarningKey & { readonly level: number; readonly warnedAt: Date },
): Promise<void> {
  await tx.limitWarning.upsert({
    where: { accountId_limit_since: key },
    create: { ...key, level, warnedAt },
    update: { level, warnedAt },
  });
}

/** The rules that the account was breaking when it was last looked at. */
export async function listAlarms(db: Reader, accountId: string): Promise<string[]> {
  const rows = await db.alarm.findMany({ where: { accountId }, select: { ruleId: true } });
  return rows.map(({ ruleId }) => ruleId);
}

export async function insertAlarms(
  tx: Tx,
  alarms: readonly { accountId: string; ruleId: string; raisedAt: Date }[],
): Promise<void> {
  await tx.alarm.createMany({ data: [...alarms] });
}

export async function deleteAlarms(
  tx: Tx,
  { accountId, ruleIds }: { accountId: string; ruleIds: readonly string[] },
): Promise<void> {
  await tx.alarm.deleteMany({ where: { accountId, ruleId: { in: [...ruleIds] } } });
}
