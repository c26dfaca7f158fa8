import { Decimal } from '@signalos/trading';
import { usedShare } from '../rules/risk-figures.ts';
import type { AccountBook } from '../accounts/book.ts';
import { assessRisk, type LossLimit } from '../rules/account-risk.ts';
import type { CurvePoint } from './drawdown.ts';
import type { DayRecord, History } from './history.ts';
import { dayFinder, isWeekend, type NamedDay, type Period } from './period.ts';

/** One line of a report's table of days. */
export interface DayLine extends NamedDay {
  readonly isRunning: boolean;
  readonly startBalance: Decimal;
  readonly endBalance: Decimal;
  /** What the balance changed by, without money that came or went. */
  readonly net: Decimal;
  /** Money that came or went: `startBalance` has it already. */
  readonly flow: Decimal;
  readonly opened: number;
  readonly closed: number;
  /** Undefined where no equity was seen that day. */
  readonly seen: Seen | undefined;
}

/** What an account was worth on a day, as far as anybody saw. */
export interface Seen {
  readonly startEquity: Decimal;
  readonly lowestEquity: Decimal;
  /** Undefined where the profile limits no daily loss. */
  readonly limit: LossLimit | undefined;
  /** How much of what might be lost that day was lost at its lowest. */
  readonly usedPct: string | undefined;
}

export interface Told {
  readonly period: Period;
  readonly history: History;
  readonly book: AccountBook;
  readonly now: Date;
}

/** Every day of the period since the account was opened, but for weekends without a trade. */
export function dayLines(told: Told): DayLine[] {
  const { period, history, book, now } = told;
  const records = recordsOf(history);
  const booked = bookedByDay(period, history);
  const balances = balancesOf(told, booked);
  return period.days.flatMap((day, index): DayLine[] => {
    const { flow, opened, closed } = booked[index] ?? NOTHING;
    const isRunning = day.start <= now && now < day.end;
    const isQuiet = opened + closed === 0 && flow.isZero() && !isRunning;
    if (day.end <= book.account.openedAt || (isQuiet && isWeekend(day))) return [];

    const [startBalance, endBalance] = balances[index] ?? [Decimal.ZERO, Decimal.ZERO];
    const net = endBalance.minus(startBalance);
    const record = records.get(day.start.getTime());
    const seen = record && seenOn(record, book);
    return [{ ...day, isRunning, startBalance, endBalance, net, flow, opened, closed, seen }];
  });
}

function recordsOf({ days }: History): ReadonlyMap<number, DayRecord> {
  return new Map(days.map((record) => [record.start.getTime(), record]));
}

/**
 * What each day started and ended with. A day starts with what its record says, or else with what
 * the day before ended with; it ends with what the next one starts with, or what was booked. Money
 * that comes or goes counts as if it had been there, or gone, when its day started.
 */
function balancesOf(
  { period, history, book, now }: Told,
  booked: readonly Booked[],
): [start: Decimal, end: Decimal][] {
  const { account } = book;
  const records = recordsOf(history);
  const { profit, flow } = history.before;
  let balance = account.initialBalance.plus(profit).plus(flow);
  return period.days.map(({ start, end }, index) => {
    const sum = booked[index] ?? NOTHING;
    const from = records.get(start.getTime())?.startBalance ?? balance.plus(sum.flow);
    const next = records.get(end.getTime())?.startBalance;
    const isRunning = start <= now && now < end;
    balance = isRunning ? account.balance : from.plus(sum.profit);
    if (next) balance = next.minus(booked[index + 1]?.flow ?? Decimal.ZERO);
    return [from, balance];
  });
}

interface Booked {
  readonly profit: Decimal;
  readonly flow: Decimal;
  readonly opened: number;
  readonly closed: number;
}

const NOTHING: Booked = { profit: Decimal.ZERO, flow: Decimal.ZERO, opened: 0, closed: 0 };

function bookedByDay({ days }: Period, { closed, flows, openings }: History): Booked[] {
  const booked = days.map(() => ({ ...NOTHING }));
  const find = dayFinder(days);
  const at = (instant: Date) => booked[find(instant)];
  for (const { profit, closedAt } of closed) add(at(closedAt), { profit, closed: 1 });
  for (const { amount, bookedAt } of flows) add(at(bookedAt), { flow: amount });
  for (const openedAt of openings) add(at(openedAt), { opened: 1 });
  return booked;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

function add(sum: Mutable<Booked> | undefined, more: Partial<Booked>): void {
  if (!sum) return;
  sum.profit = sum.profit.plus(more.profit ?? Decimal.ZERO);
  sum.flow = sum.flow.plus(more.flow ?? Decimal.ZERO);
  sum.opened += more.opened ?? 0;
  sum.closed += more.closed ?? 0;
}

/** Measured by the limit that the profile sets now, from what that day began with. */
function seenOn(record: DayRecord, book: AccountBook): Seen {
  const { startEquity, lowestEquity } = record;
  const limit = limitOn(record, book);
  const usedPct = limit && usedShare(limit, lowestEquity);
  return { startEquity, lowestEquity, limit, usedPct };
}

function limitOn(
  { start, startBalance, startEquity, lowestEquity }: DayRecord,
  book: AccountBook,
): LossLimit | undefined {
  const limits = book.profile?.limits;
  if (!limits) return undefined;
  const account = { ...book.account, balance: startBalance, dayStartEquity: startEquity };
  const nothing = { positions: [], reservations: [], closedTrades: [] };
  const none = { openWorst: Decimal.ZERO, openRisk: Decimal.ZERO, positions: [] };
  const { daily } = assessRisk({
    book: { ...book, ...nothing, account },
    limits,
    valuation: { equity: lowestEquity, ...none },
    tradeWorstLoss: Decimal.ZERO,
    now: start,
  });
  return daily;
}

/** Equity as far as it was seen: each day's start and lowest, and what it is now if that is known. */
export function equityCurve(lines: readonly DayLine[], equityNow?: CurvePoint): CurvePoint[] {
  let flow = Decimal.ZERO;
  const points: CurvePoint[] = [];
  for (const line of lines) {
    flow = flow.plus(line.flow);
    if (line.seen) {
      const { startEquity, lowestEquity } = line.seen;
      points.push({ at: line.start, value: startEquity, flow });
      points.push({ at: line.end, value: lowestEquity, flow: Decimal.ZERO });
      flow = Decimal.ZERO;
    }
  }
  return equityNow ? [...points, equityNow] : points;
}

interface Booking {
  readonly at: Date;
  readonly profit: Decimal;
  readonly flow: Decimal;
}

/** The balance at the start, and after everything that was booked. */
export function balanceCurve(lines: readonly DayLine[], { closed, flows }: History): CurvePoint[] {
  const [first] = lines;
  if (!first) return [];
  const none = Decimal.ZERO;
  const bookings: Booking[] = [
    ...closed.map(({ closedAt, profit }) => ({ at: closedAt, profit, flow: none })),
    ...flows.map(({ bookedAt, amount }) => ({ at: bookedAt, profit: none, flow: amount })),
  ].toSorted((a, b) => a.at.getTime() - b.at.getTime());

  let value = first.startBalance.minus(first.flow);
  const points: CurvePoint[] = [{ at: first.start, value, flow: none }];
  for (const { at, profit, flow } of bookings) {
    value = value.plus(profit).plus(flow);
    points.push({ at, value, flow });
  }
  return points;
}
