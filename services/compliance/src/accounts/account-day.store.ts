import type { Tx } from '../db.ts';
import type { AccountDay } from './account-day.ts';

/** Of a day that is there, only the lowest equity changes. */
export async function saveAccountDay(tx: Tx, day: AccountDay): Promise<void> {
  const { accountId, dayStart, boundary, takenAt } = day;
  const lowestEquity = day.lowestEquity.toString();
  const startEquity = day.startEquity.toString();
  const startBalance = day.startBalance.toString();
  await tx.accountDay.upsert({
    where: { accountId_dayStart: { accountId, dayStart } },
    create: {
      accountId,
      dayStart,
      boundary,
      startEquity,
      startBalance,
      takenAt,
      lowestEquity,
    },
    update: { lowestEquity },
  });
}
