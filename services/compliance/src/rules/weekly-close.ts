import { tradingDays } from '../profiles/trading-day.ts';

const FRIDAY = 'Fri';

/** The foreign-exchange week ends on Fridays at 17:00 in New York. */
const days = tradingDays({ tz: 'America/New_York', at: '17:00' });

let known: { readonly from: number; readonly close: Date } | undefined;

/** The first weekly close at or after `now`. */
export function nextWeeklyClose(now: Date): Date {
  const instant = now.getTime();
  if (known && instant > known.from && instant <= known.close.getTime()) return known.close;
  const before = new Date(instant - 1); // A day’s end is beyond it, and `now` may be the close.
  let { end } = days(before);
  while (weekdayInNewYork.format(end) !== FRIDAY) end = days(end).end;
  known = { from: before.getTime(), close: end };
  return end;
}

const weekdayInNewYork = new Intl.DateTimeFormat('en', {
  timeZone: 'America/New_York',
  weekday: 'short',
});
