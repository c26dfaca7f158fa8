const MINUTE_MS = 60_000;
const QUARTER_MS = 15 * MINUTE_MS;
const DAY_MS = 86_400_000;
const DAY_MINUTES = 1_440;
const WEEKDAYS_BEFORE_1970_BEGAN = 4; // Day 0 was a Thursday.
const FRIDAY = 5;
const CLOSE_MINUTE = 17 * 60;

/** Walks back, quarter of an hour by quarter, to the one in which the clock on the wall passes `at`. */
export function dayStart(now: number, { tz, at }: { tz: string; at: string }): number {
  const opening = minuteOfDay(at);
  for (let quarter = quarterOf(now); ; quarter -= QUARTER_MS) {
    const start = startWithin({ tz, opening }, quarter, Math.min(quarter + QUARTER_MS - 1, now));
    if (start !== undefined) return start;
  }
}

/** The next Friday, 17:00 in New York, at or after now. */
export function weeklyClose(now: number): number {
  for (let day = Math.floor(now / DAY_MS); ; day += 1) {
    const close = closeOf(day);
    if (close !== undefined && close >= now) return close;
  }
}

function startWithin(
  { tz, opening }: { tz: string; opening: number },
  from: number,
  to: number,
): number | undefined {
  const isPlain = wallClock(tz, from + QUARTER_MS) - wallClock(tz, from - QUARTER_MS) === 30;
  if (isPlain) {
    const wait = (opening - (wallClock(tz, from) % DAY_MINUTES) + DAY_MINUTES) % DAY_MINUTES;
    const start = from + wait * MINUTE_MS;
    return start <= to ? start : undefined;
  }
  for (let minute = lastMinute(to); minute >= from; minute -= MINUTE_MS) {
    if (strikes({ tz, opening }, minute)) return minute;
  }
  return undefined;
}

/** At this minute the clock shows the opening, or has just been put forward past it. */
function strikes({ tz, opening }: { tz: string; opening: number }, minute: number): boolean {
  const shown = wallClock(tz, minute);
  const before = wallClock(tz, minute - MINUTE_MS);
  if (shown % DAY_MINUTES === opening) return true;
  const latest = shown - ((shown - opening + DAY_MINUTES) % DAY_MINUTES);
  return before < latest && latest < shown;
}

const closes = new Map<number, number | undefined>();

function closeOf(day: number): number | undefined {
  if (!closes.has(day)) closes.set(day, searchClose(day));
  return closes.get(day);
}

function searchClose(day: number): number | undefined {
  for (let quarter = day * DAY_MS; quarter < (day + 1) * DAY_MS; quarter += QUARTER_MS) {
    const shown = wallClock('America/New_York', quarter);
    const weekday = (Math.floor(shown / DAY_MINUTES) + WEEKDAYS_BEFORE_1970_BEGAN) % 7;
    if (weekday === FRIDAY && shown % DAY_MINUTES === CLOSE_MINUTE) return quarter;
  }
  return undefined;
}

const shownMinutes = new Map<string, Map<number, number>>();
const formats = new Map<string, Intl.DateTimeFormat>();

/** What a clock on the wall shows, in minutes, as if its place had no zone. */
function wallClock(tz: string, minute: number): number {
  const known = shownMinutes.get(tz) ?? new Map<number, number>();
  shownMinutes.set(tz, known);
  const shown = known.get(minute) ?? readClock(tz, minute);
  known.set(minute, shown);
  return shown;
}

function readClock(tz: string, instant: number): number {
  const format = formats.get(tz) ?? formatIn(tz);
  formats.set(tz, format);
  const [month = 0, day = 0, year = 0, hour = 0, minute = 0] = (
    format.format(instant).match(/\d+/g) ?? []
  ).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute) / MINUTE_MS;
}

const formatIn = (timeZone: string) =>
  new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });

function minuteOfDay(at: string): number {
  const [hours = 0, minutes = 0] = at.split(':').map(Number);
  return hours * 60 + minutes;
}

const quarterOf = (instant: number) => Math.floor(instant / QUARTER_MS) * QUARTER_MS;
const lastMinute = (instant: number) => Math.floor(instant / MINUTE_MS) * MINUTE_MS;
