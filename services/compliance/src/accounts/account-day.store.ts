import type { Decimal } from '@signalos/trading';
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

/** A zone has days of 25 hours at most: what began before that is over. */
const DAY_MAX_MS = 25 * 3_600_000;

export interface LowForgotten {
  readonly accountId: string;
  readonly equity: Decimal;
  readonly now: Date;
}

/** From now on the lowest equity of every day that is not over is this one. */
export async function forgetLows(tx: Tx, { accountId, equity, now }: LowForgotten): Promise<void> {
  await tx.accountDay.updateMany({
    where: { accountId, dayStart: { gt: new Date(now.getTime() - DAY_MAX_MS) } },
    data: { lowestEquity: equity.toString() },
  });
}
