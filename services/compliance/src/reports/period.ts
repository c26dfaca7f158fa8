import { defineError } from '@signalos/errors';
import type { DayBoundary, TradingDay, TradingDays } from '../profiles/trading-day.ts';

/** A leap year. */
const PERIOD_DAYS_MAX = 366;
const PERIOD_DAYS_DEFAULT = 30;
const DAY_MS = 86_400_000;

/** A trading day by the name that people give it. */
export interface NamedDay extends TradingDay {
  /** `2026-06-10`: the date on its zone's clocks in the middle of the day. */
  readonly date: string;
}

/** Whole trading days, the last of which may still be running. */
export interface Period {
  readonly from: Date;
  /** Belongs to the next day. */
  readonly to: Date;
  readonly boundary: DayBoundary;
  readonly days: readonly NamedDay[];
}

/** As it is asked for: days (`2026-06-10`) or instants; what is left out ends now, or is a month. */
export interface PeriodQuery {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export interface Calendar {
  readonly dayOf: TradingDays;
  readonly boundary: DayBoundary;
  readonly now: Date;
}

/** The trading days that a query touches, none of them later than today's. */
export function periodOf({ from, to }: PeriodQuery, calendar: Calendar): Period {
  const { dayOf, boundary, now } = calendar;
  const nameOf = dayNames(boundary.tz);
  /** An instant that ends a period belongs to it no more. */
  const find = (text: string, endsBy = 0) =>
    isDate(text) ? dayNamed(text, dayOf, nameOf) : dayOf(new Date(Date.parse(text) - endsBy));

  const today = dayOf(now);
  const asked = to === undefined ? today : find(to, 1);
  const last = asked.start < today.start ? asked : today;
  const monthAgo = new Date(last.start.getTime() - (PERIOD_DAYS_DEFAULT - 1) * DAY_MS);
  const first = from === undefined ? dayOf(monthAgo) : find(from);
  if (first.start > today.start) throw wrong('from', 'must not be in the future');
  if (first.start > last.start) throw wrong('from', 'must not be later than "to"');
  const days = daysBetween(first, last, dayOf).map((day) => ({ ...day, date: nameOf(day) }));
  return { from: first.start, to: last.end, boundary, days };
}

const isDate = (text: string) => text.length === 10;

function daysBetween(first: TradingDay, last: TradingDay, dayOf: TradingDays): TradingDay[] {
  const days = [first];
  for (let day = first; day.start < last.start;) {
    day = dayOf(day.end);
    days.push(day);
    if (days.length > PERIOD_DAYS_MAX) {
      throw wrong('from', `must be at most ${PERIOD_DAYS_MAX} days before "to"`);
    }
  }
  return days;
}

type NameOf = (day: TradingDay) => string;

/** A day that starts at 17:00 of a Sunday is Monday’s. */
function dayNames(timeZone: string): NameOf {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    calendar: 'gregory',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  return ({ start, end }) => format.format((start.getTime() + end.getTime()) / 2);
}

/** Where a zone has left that day out, the one after it. */
function dayNamed(date: string, dayOf: TradingDays, nameOf: NameOf): TradingDay {
  let day = dayOf(new Date(Date.parse(date) - DAY_MS));
  while (nameOf(day) < date) day = dayOf(day.end);
  return day;
}

/** Finds the place of the day that an instant belongs to: many are looked up. */
export function dayFinder(days: readonly NamedDay[]): (instant: Date) => number {
  const starts = days.map(({ start }) => start.getTime());
  return (instant) => {
    const time = instant.getTime();
    let [low, high] = [0, starts.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((starts[middle] ?? Infinity) <= time) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  };
}

/** Whether markets are closed all through that day, but for those that never close. */
export function isWeekend({ date }: Pick<NamedDay, 'date'>): boolean {
  const weekday = new Date(date).getUTCDay();
  return weekday === 0 || weekday === 6;
}

export const reportPeriodInvalid = defineError({
  kind: 'invalid',
  code: 'report-period-invalid',
  summary: 'No report can cover this period.',
  fix: 'Mend the parameter named in `errors`.',
});

function wrong(parameter: keyof PeriodQuery, detail: string) {
  return reportPeriodInvalid(`"${parameter}" ${detail}`, {
    errors: [{ parameter, in: 'query', detail }],
  });
}
