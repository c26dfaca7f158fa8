/** One day of a profile: from `start`, which belongs to it, to `end`, which belongs to the next. */
export interface TradingDay {
  readonly start: Date;
  readonly end: Date;
}

/** Finds the day that an instant belongs to. */
export type TradingDays = (now: Date) => TradingDay;

export interface DayBoundary {
  /** An IANA time zone. */
  readonly tz: string;
  /** When a day starts on that zone's clocks: `17:00`. */
  readonly at: string;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const KNOWN_DAYS_MAX = 4_096;
/** A year of days, and more. */
const OFFSETS_MAX = 2_000;
/** A zone that moves across the date line skips a day, so look further than one day around. */
const NEIGHBOURS = [-2, -1, 0, 1, 2] as const;

/**
 * The days that start at a time of the clocks of a zone. They have 23 or 25 hours when clocks change.
 *
 * Where clocks skip that time, the day starts when they would have shown it without the change; where
 * they show it twice, at the first time.
 */
export function tradingDays({ tz, at }: DayBoundary): TradingDays {
  const offsetAt = zoneOffset(tz);
  const [hours = 0, minutes = 0] = at.split(':').map(Number);
  const afterMidnightMs = (hours * 60 + minutes) * MINUTE_MS;
  /** Finding a day asks the zone’s clocks some ten times, which costs more than a whole decision. */
  const known = new Map<number, readonly TradingDay[]>();

  function find(now: number): TradingDay {
    const clock = now + offsetAt(now);
    const midnight = Math.floor(clock / DAY_MS) * DAY_MS;
    const starts = NEIGHBOURS.map((day) =>
      instantOf(midnight + day * DAY_MS + afterMidnightMs, offsetAt),
    );
    const start = starts.findLast((instant) => instant <= now);
    const end = starts.find((instant) => instant > now);
    if (start === undefined || end === undefined) throw new RangeError(`No day in ${tz} at ${now}`);
    return { start: new Date(start), end: new Date(end) };
  }

  return (now) => {
    const instant = now.getTime();
    const key = Math.floor(instant / DAY_MS);
    const near = known.get(key) ?? [];
    const day = near.find(
      ({ start, end }) => start.getTime() <= instant && instant < end.getTime(),
    );
    if (day) return day;

    const found = find(instant);
    if (known.size >= KNOWN_DAYS_MAX) known.clear();
    known.set(key, [...near, found]);
    return found;
  };
}

export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** How far a zone's clocks are ahead of UTC at an instant, in milliseconds. */
type ZoneOffset = (instant: number) => number;

/** `clock` is what the clocks show, as if it were UTC. */
function instantOf(clock: number, offsetAt: ZoneOffset): number {
  const before = clock - offsetAt(clock - DAY_MS);
  const after = clock - offsetAt(clock + DAY_MS);
  const shows = (instant: number) => instant + offsetAt(instant) === clock;
  return !shows(before) && shows(after) ? after : before;
}

function zoneOffset(timeZone: string): ZoneOffset {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    hourCycle: 'h23',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });

  return remembering((instant) => {
    const clock = new Map(
      format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]),
    );
    const read = (type: Intl.DateTimeFormatPartTypes) => clock.get(type) ?? 0;
    const at = new Date(Math.floor(instant / SECOND_MS) * SECOND_MS);
    return (
      daysAhead(read('day'), at.getUTCDate()) * DAY_MS +
      (read('hour') - at.getUTCHours()) * HOUR_MS +
      (read('minute') - at.getUTCMinutes()) * MINUTE_MS +
      (read('second') - at.getUTCSeconds()) * SECOND_MS
    );
  });
}

/** Clocks are less than two days apart, so that two days of a month tell, whatever month or year it is. */
function daysAhead(shown: number, utc: number): number {
  const days = shown - utc;
  return Math.abs(days) <= 1 ? days : -Math.sign(days);
}

/** To format an instant takes microseconds, and days that follow one another ask for the same ones. */
function remembering(offsetAt: ZoneOffset): ZoneOffset {
  const known = new Map<number, number>();
  return (instant) => {
    const found = known.get(instant);
    if (found !== undefined) return found;
    if (known.size >= OFFSETS_MAX) known.clear();
    const offset = offsetAt(instant);
    known.set(instant, offset);
    return offset;
  };
}
