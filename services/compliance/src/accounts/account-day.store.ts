import type { SqlTx } from '@signalos/database';
import type { Decimal } from '@signalos/trading';
import type { Tx } from '../db.ts';
import type { AccountDay } from './account-day.ts';

/** Of a day that is there, only the lowest equity changes. */
export async function saveAccountDay(tx: SqlTx, day: AccountDay): Promise<void> {
  const { accountId, dayStart, boundary, takenAt, lowestAt } = day;
  const lowestEquity = day.lowestEquity.toString();
  const startEquity = day.startEquity.toString();
  const startBalance = day.startBalance.toString();
  await tx.$executeRaw`
    insert into account_day (account_id, day_start, boundary, start_equity, start_balance, taken_at,
      lowest_equity, lowest_at)
    values (${accountId}::uuid, ${dayStart}, ${boundary}, ${startEquity}::numeric,
      ${startBalance}::numeric, ${takenAt}, ${lowestEquity}::numeric, ${lowestAt})
    on conflict (account_id, boundary, day_start)
      do update set lowest_equity = excluded.lowest_equity, lowest_at = excluded.lowest_at`;
}

/** A zone has days of 25 hours at most: what began before that is over. */
const DAY_MAX_MS = 25 * 3_600_000;

export interface LowForgotten {
  readonly accountId: string;
  readonly equity: Decimal;
  readonly now: Date;
}

/** From now on the lowest equity of every day that is not over is this one, or that it started with. */
export async function forgetLows(tx: Tx, { accountId, equity, now }: LowForgotten): Promise<void> {
  const since = new Date(now.getTime() - DAY_MAX_MS);
  await tx.$executeRaw`
    update account_day set lowest_equity = least(start_equity, ${equity.toString()}::numeric)
    where account_id = ${accountId}::uuid and day_start > ${since}`;
}

export interface DaysShifted {
  readonly accountId: string;
  readonly amount: Decimal;
  readonly now: Date;
}

/**
 * Of the days that are not over, everything is as if the money had been there before. Those that are
 * over stay as they were; only the mark that their balance sets for later days moves along.
 */
export async function shiftDays(tx: Tx, { accountId, amount, now }: DaysShifted): Promise<void> {
  const since = new Date(now.getTime() - DAY_MAX_MS);
  await tx.$executeRaw`
    update account_day as day set
      start_equity = start_equity + shift.present, start_balance = start_balance + shift.present,
      lowest_equity = lowest_equity + shift.present, later_flows = later_flows + shift.past
    from (
      select boundary, day_start, case when is_on then ${amount.toString()}::numeric else 0 end as present,
        case when is_on then 0 else ${amount.toString()}::numeric end as past
      from (
        select boundary, day_start, day_start > ${since}
          and row_number() over (partition by boundary order by day_start desc) = 1 as is_on
        from account_day where account_id = ${accountId}::uuid
      ) as days
    ) as shift
    where day.account_id = ${accountId}::uuid
      and (day.boundary, day.day_start) = (shift.boundary, shift.day_start)`;
}
