import { fromNumeric, type Reader, type Tx } from '../db.ts';
import type { AccountDay } from './account-day.ts';

export async function findAccountDay(
  db: Reader,
  { accountId, dayStart }: Pick<AccountDay, 'accountId' | 'dayStart'>,
): Promise<AccountDay | undefined> {
  const row = await db.accountDay.findUnique({
    where: { accountId_dayStart: { accountId, dayStart } },
  });
  if (!row) return undefined;
  const { startEquity, lowestEquity, ...rest } = row;
  return {
    ...rest,
    startEquity: fromNumeric(startEquity),
    lowestEquity: fromNumeric(lowestEquity),
  };
}

/** Of a day that is there, only the lowest equity changes. */
export async function saveAccountDay(tx: Tx, day: AccountDay): Promise<void> {
  const { accountId, dayStart, takenAt } = day;
  const lowestEquity = day.lowestEquity.toString();
  const startEquity = day.startEquity.toString();
  await tx.accountDay.upsert({
    where: { accountId_dayStart: { accountId, dayStart } },
    create: { accountId, dayStart, startEquity, takenAt, lowestEquity },
    update: { lowestEquity },
  });
}
