const PATTERN = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** Milliseconds since 1970 of `2026-06-10T10:00:00.000Z`; NaN for what is no instant. */
export function readInstant(text: string): number {
  const plain = readPlain(text);
  return Number.isNaN(plain) ? readAny(text) : plain;
}

/** With a fraction of any length, an offset, or on the last days of a month. */
function readAny(text: string): number {
  if (!PATTERN.test(text)) return Number.NaN;
  const instant = new Date(text);
  return rollsOver(text, instant) ? Number.NaN : instant.getTime();
}

/** JavaScript takes the 31st of June for the 1st of July. */
function rollsOver(text: string, instant: Date): boolean {
  return text.endsWith('Z') && instant.getUTCDate() !== Number(text.slice(8, 10));
}

/** `yyyy-mm-ddThh:mm:ss.mmmZ` as most are written, which takes a tenth of the time; else NaN. */
function readPlain(text: string): number {
  if (text.length !== 24 || !hasMarks(text)) return Number.NaN;
  const year = pairAt(text, 0) * 100 + pairAt(text, 2);
  const month = upTo(12, pairAt(text, 5));
  const day = upTo(28, pairAt(text, 8));
  if (month === 0 || day === 0) return Number.NaN;
  return (
    daysBefore(year, month, day) * DAY_MS +
    upTo(23, pairAt(text, 11)) * HOUR_MS +
    upTo(59, pairAt(text, 14)) * MINUTE_MS +
    upTo(59, pairAt(text, 17)) * SECOND_MS +
    digitAt(text, 20) * 100 +
    pairAt(text, 21)
  );
}

const DASH = 45;
const POINT = 46;
const COLON = 58;
const T = 84;
const Z = 90;
const NOUGHT = 48;

function hasMarks(text: string): boolean {
  return (
    text.charCodeAt(4) === DASH &&
    text.charCodeAt(7) === DASH &&
    text.charCodeAt(10) === T &&
    text.charCodeAt(13) === COLON &&
    text.charCodeAt(16) === COLON &&
    text.charCodeAt(19) === POINT &&
    text.charCodeAt(23) === Z
  );
}

/** NaN for what is no digit, and so is all that is worked out from it. */
function digitAt(text: string, at: number): number {
  const digit = text.charCodeAt(at) - NOUGHT;
  return digit >= 0 && digit <= 9 ? digit : Number.NaN;
}

const pairAt = (text: string, at: number) => digitAt(text, at) * 10 + digitAt(text, at + 1);

const upTo = (max: number, value: number) => (value <= max ? value : Number.NaN);

/** From 1970 on, in the Gregorian calendar; a year is counted from March, so that February is its last month. */
function daysBefore(year: number, month: number, day: number): number {
  const marchYear = month > 2 ? year : year - 1;
  const marchMonth = month > 2 ? month - 3 : month + 9;
  const leapDays =
    Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
  return marchYear * 365 + leapDays + Math.floor((153 * marchMonth + 2) / 5) + day - 719_469;
}
