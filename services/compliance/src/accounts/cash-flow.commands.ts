import type { cashFlowBooked, EventOf } from '@signalos/contracts';
import { Decimal } from '@signalos/trading';
import type { Tx } from '../db.ts';
import { shiftDays } from './account-day.store.ts';
import type { Moment } from './book.ts';
import { insertCashFlow } from './cash-flow.store.ts';
import { follow, happenedAt, type Change } from './follow.commands.ts';

/**
 * Money that came or went is neither a profit nor a loss: all that equity is compared with moves along,
 * the day's start and its low, and the highest that limits hang from.
 */
export async function recordCashFlow(
  tx: Tx,
  moment: Moment,
  booked: EventOf<typeof cashFlowBooked>['data'],
): Promise<void> {
  const { cashFlowId: id, accountId, kind } = booked;
  const bookedAt = happenedAt(booked.bookedAt, moment);
  const amount = Decimal.parse(booked.amount);
  const change: Change = async ({ highestClosed, peakEquity }) => {
    await insertCashFlow(tx, { id, accountId, kind, amount, bookedAt });
    await shiftDays(tx, { accountId, amount, now: moment.now });
    return {
      balance: Decimal.parse(booked.balance),
      highestClosed: highestClosed.plus(amount),
      peakEquity: peakEquity.plus(amount),
    };
  };
  await follow(tx, moment, { of: booked, at: bookedAt, change });
}
