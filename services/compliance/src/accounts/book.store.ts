import { Decimal, type Side } from '@signalos/trading';
import type { Reader } from '../db.ts';
import type { AccountDay } from './account-day.ts';
import type { Account } from './account.ts';
import { profileOf, withDay, type AccountBook, type Moment } from './book.ts';

/** As it comes out of the database: numbers and instants as text. */
interface BookRow {
  readonly positions: readonly PositionText[];
  readonly reservations: readonly { readonly worstLoss: string; readonly expiresAt: string }[];
  readonly closedTrades: readonly { readonly profit: string; readonly closedAt: string }[];
  readonly day: DayText | null;
}

interface PositionText {
  readonly id: string;
  readonly symbol: string;
  readonly side: Side;
  readonly lots: string;
  readonly openPrice: string;
  readonly stopLoss: string | null;
  readonly commission: string;
}

interface DayText {
  readonly startEquity: string;
  readonly takenAt: string;
  readonly lowestEquity: string;
}

/**
 * Reads all that an account's risk depends on, in one query, for every decision waits for it. Lock
 * the account first if you will act on it.
 */
export async function getBook(
  db: Reader,
  account: Account,
  { now, profiles }: Moment,
): Promise<AccountBook> {
  const { id } = account;
  const profile = profileOf(account, profiles);
  const dayStart = profile?.limits.day(now).start;
  const [row] = await db.$queryRaw<BookRow[]>`
    select
      (select coalesce(json_agg(json_build_object('id', id, 'symbol', symbol, 'side', side,
          'lots', trim_scale(lots)::text, 'openPrice', trim_scale(open_price)::text,
          'stopLoss', trim_scale(stop_loss)::text, 'commission', trim_scale(commission)::text)
          order by id), '[]')
        from position where account_id = ${id}::uuid) as positions,
      (select coalesce(json_agg(json_build_object(
          'worstLoss', trim_scale(worst_loss)::text, 'expiresAt', expires_at)), '[]')
        from reservation where account_id = ${id}::uuid and ended_at is null
          and expires_at > ${now}) as reservations,
      (select coalesce(json_agg(json_build_object(
          'profit', trim_scale(profit)::text, 'closedAt', closed_at)), '[]')
        from closed_trade where account_id = ${id}::uuid and closed_at >= ${dayStart ?? null}
      ) as "closedTrades",
      (select json_build_object('startEquity', trim_scale(start_equity)::text,
          'takenAt', taken_at, 'lowestEquity', trim_scale(lowest_equity)::text)
        from account_day where account_id = ${id}::uuid and day_start = ${dayStart ?? null}
      ) as day`;
  if (!row) throw new Error('A query without a condition gives one row');

  const book: AccountBook = {
    account: { ...account, dayStartEquity: undefined, lowestEquityToday: undefined },
    profile,
    positions: row.positions.map(toPosition),
    reservations: row.reservations.map(({ worstLoss, expiresAt }) => ({
      worstLoss: Decimal.parse(worstLoss),
      expiresAt: new Date(expiresAt),
    })),
    closedTrades: row.closedTrades.map(({ profit, closedAt }) => ({
      profit: Decimal.parse(profit),
      closedAt: new Date(closedAt),
    })),
    day: undefined,
  };
  return row.day && dayStart ? withDay(book, toDay(row.day, { accountId: id, dayStart })) : book;
}

function toPosition({ lots, openPrice, stopLoss, commission, ...rest }: PositionText) {
  return {
    ...rest,
    lots: Decimal.parse(lots),
    openPrice: Decimal.parse(openPrice),
    stopLoss: stopLoss === null ? undefined : Decimal.parse(stopLoss),
    charges: Decimal.parse(commission).negated(),
  };
}

function toDay(
  { startEquity, takenAt, lowestEquity }: DayText,
  key: Pick<AccountDay, 'accountId' | 'dayStart'>,
): AccountDay {
  return {
    ...key,
    startEquity: Decimal.parse(startEquity),
    takenAt: new Date(takenAt),
    lowestEquity: Decimal.parse(lowestEquity),
  };
}
