import type { Sql } from '@signalos/database';
import { Decimal, type Side } from '@signalos/trading';
import type { Profile } from '../profiles/profile.ts';
import { TRADING_STATES, type TradingState } from '../rules/situation.ts';
import type { AccountDay } from './account-day.ts';
import type { Account } from './account.ts';
import {
  boundaryOf,
  profileOf,
  toClosedTrade,
  withDay,
  type AccountBook,
  type ClosedTradeText,
  type Moment,
} from './book.ts';

/** As it comes out of the database: numbers and instants as text. */
interface BookRow {
  readonly positions: readonly PositionText[];
  readonly reservations: readonly ReservationText[];
  readonly closedTrades: readonly ClosedTradeText[];
  readonly day: DayText | null;
  readonly seenElsewhere: LowText | null;
  readonly highestEndOfDay: string | null;
  readonly tradingStates: readonly TradingState[];
}

interface ReservationText {
  readonly symbol: string;
  readonly lots: string;
  readonly worstLoss: string;
  readonly expiresAt: string;
}

interface PositionText {
  readonly id: string;
  readonly symbol: string;
  readonly side: Side;
  readonly lots: string;
  readonly openPrice: string;
  readonly stopLoss: string | null;
  readonly charges: string;
}

interface DayText {
  readonly startBalance: string;
  readonly startEquity: string;
  readonly takenAt: string;
  readonly lowestEquity: string;
  readonly lowestAt: string;
}

interface LowText {
  readonly equity: string;
  readonly at: string;
}

/**
 * Reads all that an account's risk depends on, in one query, for every decision waits for it. Lock
 * the account first if you will act on it.
 */
export async function getBook(
  db: Sql,
  account: Account,
  { now, profiles }: Moment,
): Promise<AccountBook> {
  const { id } = account;
  const profile = profileOf(account, profiles);
  const { dayStart, boundary } = dayIn(profile, now);
  const [row] = await db.$queryRaw<BookRow[]>`
    select
      (select coalesce(json_agg(json_build_object('id', id, 'symbol', symbol, 'side', side,
          'lots', trim_scale(lots)::text, 'openPrice', trim_scale(open_price)::text,
          'stopLoss', trim_scale(stop_loss)::text,
          'charges', trim_scale(swap - commission)::text)
          order by id), '[]')
        from position where account_id = ${id}::uuid) as positions,
      (select coalesce(json_agg(json_build_object(
          'symbol', symbol, 'lots', trim_scale(lots)::text,
          'worstLoss', trim_scale(worst_loss)::text, 'expiresAt', expires_at)), '[]')
        from reservation where account_id = ${id}::uuid and ended_at is null
          and expires_at > ${now}) as reservations,
      (select coalesce(json_agg(json_build_object(
          'symbol', symbol, 'lots', trim_scale(lots)::text,
          'profit', trim_scale(profit)::text, 'closedAt', closed_at) order by closed_at, id), '[]')
        from closed_trade where account_id = ${id}::uuid and closed_at >= ${dayStart}
      ) as "closedTrades",
      (select json_build_object('startEquity', trim_scale(start_equity)::text,
          'startBalance', trim_scale(start_balance)::text,
          'takenAt', taken_at, 'lowestEquity', trim_scale(lowest_equity)::text,
          'lowestAt', lowest_at)
        from account_day where account_id = ${id}::uuid and day_start = ${dayStart}
          and boundary = ${boundary}
      ) as day,
      (select json_build_object('equity', trim_scale(lowest_equity)::text, 'at', lowest_at)
        from account_day where account_id = ${id}::uuid and boundary <> ${boundary}
          and lowest_at >= ${dayStart}
        order by lowest_equity limit 1
      ) as "seenElsewhere",
      (select trim_scale(max(start_balance + later_flows))::text from account_day
        where account_id = ${id}::uuid and boundary = ${boundary}) as "highestEndOfDay",
      array(select state from kill_switch where (scope, scope_id) in (('platform', 'platform'),
        ('user', ${account.userId}), ('account', ${id}))) as "tradingStates"`;
  if (!row) throw new Error('A query without a condition gives one row');

  const book = toBook(row, account, profile);
  if (!row.day || !dayStart || !boundary) return book;
  return withDay(book, toDay(row.day, { accountId: id, dayStart, boundary }));
}

/** Nothing without a profile, which would say when days start. */
function dayIn(profile: Profile | undefined, now: Date) {
  if (!profile) return { dayStart: null, boundary: null };
  return { dayStart: profile.limits.day(now).start, boundary: boundaryOf(profile) };
}

function toBook(row: BookRow, account: Account, profile: Profile | undefined): AccountBook {
  return {
    account: {
      ...account,
      tradingState: strictest(row.tradingStates),
      dayStartEquity: undefined,
      lowestEquityToday: undefined,
      marks: {
        endOfDay: row.highestEndOfDay === null ? undefined : Decimal.parse(row.highestEndOfDay),
        closed: account.highestClosed,
        equity: account.peakEquity,
      },
    },
    profile,
    positions: row.positions.map(toPosition),
    reservations: row.reservations.map(({ symbol, lots, worstLoss, expiresAt }) => ({
      symbol,
      lots: Decimal.parse(lots),
      worstLoss: Decimal.parse(worstLoss),
      expiresAt: new Date(expiresAt),
    })),
    closedTrades: row.closedTrades.map(toClosedTrade),
    day: undefined,
    seenElsewhere: row.seenElsewhere ? toLow(row.seenElsewhere) : undefined,
  };
}

/** Of the switches that are set; none is as good as active. */
function strictest(states: readonly TradingState[]): TradingState {
  return TRADING_STATES.findLast((state) => states.includes(state)) ?? 'ACTIVE';
}

function toPosition({ lots, openPrice, stopLoss, charges, ...rest }: PositionText) {
  return {
    ...rest,
    lots: Decimal.parse(lots),
    openPrice: Decimal.parse(openPrice),
    stopLoss: stopLoss === null ? undefined : Decimal.parse(stopLoss),
    charges: Decimal.parse(charges),
    initialMargin: undefined,
  };
}

function toDay(
  { startEquity, startBalance, takenAt, lowestEquity, lowestAt }: DayText,
  key: Pick<AccountDay, 'accountId' | 'dayStart' | 'boundary'>,
): AccountDay {
  return {
    ...key,
    startEquity: Decimal.parse(startEquity),
    startBalance: Decimal.parse(startBalance),
    takenAt: new Date(takenAt),
    lowestEquity: Decimal.parse(lowestEquity),
    lowestAt: new Date(lowestAt),
  };
}

const toLow = ({ equity, at }: LowText) => ({ equity: Decimal.parse(equity), at: new Date(at) });
