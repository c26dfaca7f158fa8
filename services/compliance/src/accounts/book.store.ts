import type { Reader } from '../db.ts';
import { findAccountDay } from './account-day.store.ts';
import type { Account } from './account.ts';
import { profileOf, withDay, type AccountBook, type Moment } from './book.ts';
import { listClosedTrades, listPositions } from './position.store.ts';
import { listReservations } from './reservation.store.ts';

/** Reads all that an account's risk depends on. Lock the account first if you will act on it. */
export async function getBook(
  db: Reader,
  account: Account,
  { now, profiles }: Moment,
): Promise<AccountBook> {
  const { id: accountId } = account;
  const profile = profileOf(account, profiles);
  const dayStart = profile?.limits.day(now).start;
  const [positions, reservations, closedTrades, day] = await Promise.all([
    listPositions(db, accountId),
    listReservations(db, { accountId, now }),
    dayStart ? listClosedTrades(db, { accountId, since: dayStart }) : [],
    dayStart && findAccountDay(db, { accountId, dayStart }),
  ]);

  const book: AccountBook = {
    account: { ...account, dayStartEquity: undefined, lowestEquityToday: undefined },
    profile,
    positions: positions.map(({ commission, ...position }) => ({
      ...position,
      charges: commission.negated(),
    })),
    reservations,
    closedTrades,
    day: undefined,
  };
  return day ? withDay(book, day) : book;
}
