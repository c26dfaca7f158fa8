import { Decimal, type Side } from '@signalos/trading';
import type { Reader } from '../db.ts';
import { COUNT_MAX } from '../profiles/limits.ts';
import type { Profile } from '../profiles/profile.ts';
import type { HoldCounts, TwinFill } from './habits.ts';
import type { TradeRecord } from './trade-record.ts';

interface Row {
  readonly openings: readonly string[];
  readonly closings: readonly { readonly at: string; readonly profit: string }[];
  readonly openPositions: number;
}

/** To the minute, which is as fine as a trading day starts: an account may have many trades. */
export async function getTrades(
  db: Reader,
  accountId: string,
): Promise<Pick<TradeRecord, 'openings' | 'closings' | 'openPositions'>> {
  const [row] = await db.$queryRaw<Row[]>`
    select
      (select coalesce(json_agg(at order by at), '[]') from (
          select distinct date_trunc('minute', filled_at) as at from fill
          where account_id = ${accountId}::uuid) as opened) as openings,
      (select coalesce(json_agg(json_build_object('at', at, 'profit', profit) order by at), '[]')
        from (select date_trunc('minute', closed_at) as at, trim_scale(sum(profit))::text as profit
          from closed_trade where account_id = ${accountId}::uuid group by 1) as closed) as closings,
      (select count(*)::int from position
        where account_id = ${accountId}::uuid) as "openPositions"`;
  if (!row) throw new Error('A query without a condition gives one row');
  return {
    openings: row.openings.map((at) => new Date(at)),
    closings: row.closings.map(({ at, profit }) => ({
      at: new Date(at),
      profit: Decimal.parse(profit),
    })),
    openPositions: row.openPositions,
  };
}

/** When the account last opened a trade. */
export async function findLastOpening(db: Reader, accountId: string): Promise<Date | undefined> {
  const { _max } = await db.fill.aggregate({ where: { accountId }, _max: { filledAt: true } });
  return _max.filledAt ?? undefined;
}

/** When this position was opened, as far as compliance was told. */
export async function findOpening(
  db: Reader,
  { accountId, positionId }: { accountId: string; positionId: string },
): Promise<Date | undefined> {
  const row = await db.fill.findFirst({
    where: { accountId, positionId },
    select: { filledAt: true },
  });
  return row?.filledAt;
}

/** Of trades whose opening is known. */
export async function countHolds(
  db: Reader,
  { accountId, ms }: { accountId: string; ms: number },
): Promise<HoldCounts> {
  const [row] = await db.$queryRaw<HoldCounts[]>`
    select count(*)::int as closed,
      (count(*) filter (where closed_at - filled_at < ${ms} * interval '1 millisecond'))::int as short
    from closed_trade join fill using (account_id, position_id)
    where account_id = ${accountId}::uuid`;
  return row ?? { closed: 0, short: 0 };
}

export interface FillLike {
  readonly accountId: string;
  readonly userId: string;
  readonly symbol: string;
  readonly side: Side;
  readonly filledAt: Date;
  readonly withinMs: number;
}

/** The nearest in time of those on the trader’s other accounts. */
export async function findTwinFill(db: Reader, fill: FillLike): Promise<TwinFill | undefined> {
  const { accountId, userId, symbol, side, filledAt, withinMs } = fill;
  const around = { gte: ago(filledAt, withinMs), lte: ago(filledAt, -withinMs) };
  const rows = await db.fill.findMany({
    where: { account: { userId }, accountId: { not: accountId }, symbol, side, filledAt: around },
    select: { accountId: true, filledAt: true },
  });
  const apart = (row: TwinFill) => Math.abs(row.filledAt.getTime() - filledAt.getTime());
  return rows.toSorted((a, b) => apart(a) - apart(b)).at(0);
}

const ago = (instant: Date, ms: number) => new Date(instant.getTime() - ms);

export interface IdleAccount {
  readonly id: string;
  readonly userId: string;
}

/** Accounts on which nothing was opened for longer than their profile says, and that were not told. */
export async function listIdle(
  db: Reader,
  { presets, now }: { presets: readonly Profile[]; now: Date },
): Promise<IdleAccount[]> {
  const days = JSON.stringify(inactivityDaysOf(presets));
  return db.$queryRaw`
    select account.id::text, account.user_id::text as "userId"
    from account
      left join custom_profile as own on own.id = profile_id and own.version = profile_version,
      lateral (select least(coalesce((own.limits #>> '{monitors,inactivityDays}')::numeric,
        (${days}::jsonb ->> (profile_id || ' ' || profile_version))::numeric),
        ${COUNT_MAX}::int)::int as days) as wanted,
      lateral (select coalesce(max(filled_at), account.opened_at) as at
        from fill where account_id = account.id) as last_opening
    where status = 'active' and at < ${now}::timestamptz - days * interval '1 day'
      and not exists (select from violation
        where account_id = account.id and rule_id = 'INACTIVITY' and detected_at > at)
    order by account.id`;
}

/** By id and version. */
function inactivityDaysOf(presets: readonly Profile[]): Record<string, number | undefined> {
  return Object.fromEntries(
    presets.map(({ id, version, limits }) => [`${id} ${version}`, limits.monitors?.inactivityDays]),
  );
}
