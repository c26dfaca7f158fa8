import { Decision, ProposedTrade } from '@signalos/contracts';
import type { Sql, SqlTx } from '@signalos/database';
import { Decimal, type Side } from '@signalos/trading';
import type { Account } from '../accounts/account.ts';
import { toClosedTrade, type AccountBook, type ClosedTradeText } from '../accounts/book.ts';
import type { ReservationOutcome } from '../accounts/reservation.ts';
import { lockOf, type LastEntry } from '../audits/audit-entry.ts';
import { HORIZON_MS } from '../news/news.ts';
import type { LinkedPosition, NewsRelease } from '../rules/situation.ts';
import type { Circumstances, Known } from './circumstances.ts';
import type { EarlierDecision, Proposal } from './decision.ts';

const SECOND_MS = 1_000;

export interface CircumstancesQuery {
  readonly book: AccountBook;
  readonly proposal: Proposal;
  readonly now: Date;
}

/** As it comes out of the database: numbers and instants as text. */
interface Row {
  readonly earlierTrade: ClosedTradeText | null;
  readonly recentRequests: readonly RequestText[];
  readonly messagesLastSecond: number;
  readonly tradesToday: number;
  readonly strategyExecutions: number | null;
  readonly linkedPositions: readonly LinkedPosition[];
  readonly earlier: EarlierText | null;
  readonly lastEntry: NonNullable<LastEntry> | null;
  readonly hasNewsAhead: boolean;
  readonly news: readonly (Pick<NewsRelease, 'currency' | 'impact'> & { readonly time: string })[];
}

interface EarlierText {
  readonly trade: unknown;
  readonly reply: unknown;
  readonly reservation: {
    readonly outcome: ReservationOutcome | null;
    readonly expiresAt: string;
  } | null;
}

interface RequestText {
  readonly clientTradeId: string;
  readonly symbol: string;
  readonly side: Side;
  readonly lots: string;
  readonly positionId: string | null;
  readonly at: string;
}

/**
 * Whoever appends to the account’s audit trail, or decides for another account of the same trader, waits
 * until this transaction ends; what they committed before is seen by the next statement, not by this one.
 * Take the account first, and no other account afterwards, so that nobody waits in a circle.
 */
export async function lockCircumstances(
  tx: SqlTx,
  { id, userId }: Pick<Account, 'id' | 'userId'>,
  withLinked: boolean,
): Promise<void> {
  const names = [lockOf(id), ...(withLinked ? [`linked accounts of ${userId}`] : [])];
  await tx.$queryRaw`
    select count(pg_advisory_xact_lock(hashtextextended(name, 0)))::int
    from unnest(${names}::text[]) as name`;
}

/**
 * Reads them in one query, for every decision waits for it. An order that was refused is on its way
 * to nowhere, so none is its duplicate; but as a message it counts.
 */
export async function getCircumstances(db: Sql, query: CircumstancesQuery): Promise<Known> {
  const { book, proposal, now } = query;
  const { symbol, strategyId, clientTradeId } = proposal;
  const { id, userId } = book.account;
  const frame = frameOf(query);
  const [row] = await db.$queryRaw<Row[]>`
    select
      (select json_build_object('symbol', symbol, 'lots', trim_scale(lots)::text,
          'profit', trim_scale(profit)::text, 'closedAt', closed_at)
        from closed_trade where account_id = ${id}::uuid and symbol = ${symbol}
          and closed_at < ${frame.dayStart}
        order by closed_at desc, id desc limit 1) as "earlierTrade",
      (select coalesce(json_agg(json_build_object('clientTradeId', client_trade_id,
          'symbol', trade->>'symbol', 'side', trade->>'side', 'lots', trade->>'lots',
          'positionId', trade->>'positionId', 'at', decided_at) order by decided_at, id), '[]')
        from decision where account_id = ${id}::uuid and allowed
          and decided_at > ${frame.duplicatesSince}) as "recentRequests",
      (select count(*)::int from decision where account_id = ${id}::uuid
        and decided_at > ${frame.secondAgo}) as "messagesLastSecond",
      (select count(*)::int from fill where account_id = ${id}::uuid
        and filled_at >= ${frame.dayStart}) as "tradesToday",
      (select executions from strategy where account_id = ${id}::uuid
        and id = ${strategyId ?? null}) as "strategyExecutions",
      (select coalesce(json_agg(json_build_object('accountId', other.id, 'symbol', symbol,
          'side', side)), '[]')
        from account other cross join lateral (
          select symbol, side from position where account_id = other.id union all
          select symbol, side from reservation where account_id = other.id
            and ended_at is null and expires_at > ${now}) held
        where other.user_id = ${userId}::uuid and other.id <> ${id}::uuid) as "linkedPositions",
      (select coalesce(json_agg(json_build_object('time', time, 'currency', currency,
          'impact', impact)), '[]')
        from news_event where impact = 'high' and time between ${frame.newsFrom}
          and ${frame.newsUntil}) as news,
      exists (select from news_event
        where time between ${now} and ${frame.newsHorizon}) as "hasNewsAhead",
      (select json_build_object('trade', trade, 'reply', reply, 'reservation',
          (select json_build_object('outcome', outcome, 'expiresAt', expires_at) from reservation
            where account_id = ${id}::uuid and client_trade_id = ${clientTradeId}))
        from decision where account_id = ${id}::uuid and client_trade_id = ${clientTradeId}) as earlier,
      (select json_build_object('seq', seq, 'hash', encode(hash, 'hex')) from audit_entry
        where stream = ${id} order by audit_entry.seq desc limit 1) as "lastEntry"`;
  if (!row) throw new Error('A query without a condition gives one row');
  return {
    circumstances: toCircumstances(row, book),
    earlier: row.earlier ? toEarlier(row.earlier) : undefined,
    lastEntry: row.lastEntry ?? undefined,
    hasNewsAhead: row.hasNewsAhead,
  };
}

/** How far back, and ahead, the profile makes an order look. */
function frameOf({ book: { profile }, now }: CircumstancesQuery) {
  const ago = (ms: number) => new Date(now.getTime() - ms);
  const { duplicateWindowMs = 0, news, day } = profile?.limits ?? {};
  return {
    duplicatesSince: ago(duplicateWindowMs),
    secondAgo: ago(SECOND_MS),
    dayStart: day?.(now).start ?? now,
    newsFrom: ago(news?.afterMs ?? 0),
    newsUntil: ago(-(news?.beforeMs ?? 0)),
    newsHorizon: ago(-HORIZON_MS),
  };
}

function toCircumstances(row: Row, { closedTrades, reservations }: AccountBook): Circumstances {
  const { earlierTrade } = row;
  return {
    closedTrades: earlierTrade ? [toClosedTrade(earlierTrade), ...closedTrades] : closedTrades,
    activity: {
      recentRequests: row.recentRequests.map(({ lots, positionId, at, ...request }) => ({
        ...request,
        lots: Decimal.parse(lots),
        positionId: positionId ?? undefined,
        at: new Date(at),
      })),
      messagesLastSecond: row.messagesLastSecond,
      tradesToday: row.tradesToday + reservations.length,
      strategyExecutions: row.strategyExecutions ?? 0,
    },
    linkedPositions: row.linkedPositions,
    news: row.news.map(({ time, ...release }) => ({ ...release, time: new Date(time) })),
  };
}

function toEarlier({ trade, reply, reservation }: EarlierText): EarlierDecision {
  return {
    trade: ProposedTrade.parse(trade),
    decision: Decision.parse(reply),
    reservation: reservation
      ? { outcome: reservation.outcome ?? undefined, expiresAt: new Date(reservation.expiresAt) }
      : undefined,
  };
}
