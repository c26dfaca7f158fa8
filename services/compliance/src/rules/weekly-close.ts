import { tradingDays } from '../profiles/trading-day.ts';

const FRIDAY = 5;

/** The foreign-exchange week ends on Fridays at 17:00 in New York, which is still Friday in UTC. */
const days = tradingDays({ tz: 'America/New_York', at: '17:00' });

/** The first weekly close at or after `now`. */
export function nextWeeklyClose(now: Date): Date {
  const before = new Date(now.getTime() - 1); // A day ends beyond it, and `now` may be the close.
  let { end } = days(before);
  while (end.getUTCDay() !== FRIDAY) ({ end } = days(end));
  return end;
}
