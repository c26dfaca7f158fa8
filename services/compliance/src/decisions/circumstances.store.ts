import { Decimal, type Side } from '@signalos/trading';
import type { AccountBook } from '../accounts/book.ts';
import type { Reader } from '../db.ts';
import type { LinkedPosition, NewsRelease } from '../rules/situation.ts';
import type { Circumstances } from './circumstances.ts';

const SECOND_MS = 1_000;

export interface CircumstancesQuery {
  readonly book: AccountBook;
  /** The strategy that sends the order, if one does. */
  readonly strategyId: string | undefined;
  readonly now: Date;
}

/** As it comes out of the database: numbers and instants as text. */
interface Row {
  readonly recentRequests: readonly RequestText[];
  readonly messagesLastSecond: number;
  readonly tradesToday: number;
  readonly strategyExecutions: number | null;
  readonly linkedPositions: readonly LinkedPosition[];
  readonly news: readonly (Pick<NewsRelease, 'currency' | 'impact'> & { readonly time: string })[];
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
 * Reads them in one query, for every decision waits for it. An order that was refused is on its way
 * to nowhere, so none is its duplicate; but as a message it counts.
 */
export async function getCircumstances(
  db: Reader,
  { book, strategyId, now }: CircumstancesQuery,
): Promise<Circumstances> {
  const { id, userId } = book.account;
  const limits = book.profile?.limits;
  const ago = (ms: number) => new Date(now.getTime() - ms);
  const duplicatesSince = ago(limits?.duplicateWindowMs ?? 0);
  const dayStart = limits?.day(now).start ?? now;
  const { beforeMs = 0, afterMs = 0 } = limits?.news ?? {};
  const [row] = await db.$queryRaw<Row[]>`
    select
      (select coalesce(json_agg(json_build_object('clientTradeId', client_trade_id,
          'symbol', trade->>'symbol', 'side', trade->>'side', 'lots', trade->>'lots',
          'positionId', trade->>'positionId', 'at', decided_at) order by decided_at, id), '[]')
        from decision where account_id = ${id}::uuid and allowed
          and decided_at > ${duplicatesSince}) as "recentRequests",
      (select count(*)::int from decision where account_id = ${id}::uuid
        and decided_at > ${ago(SECOND_MS)}) as "messagesLastSecond",
      (select count(*)::int from fill where account_id = ${id}::uuid
        and filled_at >= ${dayStart}) as "tradesToday",
      (select executions from strategy where account_id = ${id}::uuid
        and id = ${strategyId ?? null}) as "strategyExecutions",
      (select coalesce(json_agg(json_build_object('accountId', account_id, 'symbol', symbol,
          'side', side)), '[]')
        from (select account_id, symbol, side from position union all
            select account_id, symbol, side from reservation
              where ended_at is null and expires_at > ${now}) as held
          join account on account.id = held.account_id
        where account.user_id = ${userId}::uuid and account_id <> ${id}::uuid) as "linkedPositions",
      (select coalesce(json_agg(json_build_object('time', time, 'currency', currency,
          'impact', impact)), '[]')
        from news_event where impact = 'high' and time >= ${ago(afterMs)}
          and time <= ${ago(-beforeMs)}) as news`;
  if (!row) throw new Error('A query without a condition gives one row');

  return {
    activity: {
      recentRequests: row.recentRequests.map(({ lots, positionId, at, ...request }) => ({
        ...request,
        lots: Decimal.parse(lots),
        positionId: positionId ?? undefined,
        at: new Date(at),
      })),
      messagesLastSecond: row.messagesLastSecond,
      tradesToday: row.tradesToday + book.reservations.length,
      strategyExecutions: row.strategyExecutions ?? 0,
    },
    linkedPositions: row.linkedPositions,
    news: row.news.map(({ time, ...release }) => ({ ...release, time: new Date(time) })),
  };
}
