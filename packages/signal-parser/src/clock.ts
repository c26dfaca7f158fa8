import { conceptSet } from './concepts.ts';
import { findWord, type Entry } from './lexicon.ts';
import { isAbout, scriptPhraseAt } from './phrases.ts';
import { timeframeOf, type Timeframe } from './timeframes.ts';
import { isGluedOn, textOf, type Token } from './tokens.ts';

/** A time frame, and of how many tokens it is. */
export interface TimeframeFound {
  readonly count: number;
  readonly timeframe: Timeframe;
}

/** `18:30`, but not `TP1:2650`. */
export function isTimeAt(tokens: readonly Token[], at: number): boolean {
  const [colon, minutes] = [tokens[at + 1], tokens[at + 2]];
  if (colon?.text !== ':' || !colon.glued || !minutes?.glued) return false;
  return isHour(tokens, at) && /^[0-5]\d$/.test(minutes.text);
}

function isHour(tokens: readonly Token[], at: number): boolean {
  const hour = tokens[at];
  if (!hour || !/^\d{1,2}$/.test(hour.text)) return false;
  return !hour.glued || tokens[at - 1]?.kind !== 'word';
}

/** `1-hour`, `15 min`, `h4`, and a number with a unit of time in any language. */
export function timeframeAt(tokens: readonly Token[], at: number): TimeframeFound | undefined {
  const longest = isHyphened(tokens, at) ? 3 : Math.min(2, tokens.length - at);
  for (let count = longest; count > 0; count--) {
    const found = writtenAt(tokens, at, count);
    if (found) return found;
  }
  return spokenAt(tokens, at, longest);
}

function isHyphened(tokens: readonly Token[], at: number): boolean {
  const [hyphen, unit] = [tokens[at + 1], tokens[at + 2]];
  return hyphen?.text === '-' && hyphen.glued && unit?.glued === true;
}

function writtenAt(
  tokens: readonly Token[],
  at: number,
  count: number,
): TimeframeFound | undefined {
  const isSpaced = count === 2 && tokens[at + 1]?.glued === false;
  const timeframe = timeframeOf(textOf(tokens, at, count), isSpaced);
  return timeframe && !isGluedOn(tokens, at + count) ? { count, timeframe } : undefined;
}

const UNITS = [
  ['m', conceptSet('minute')],
  ['h', conceptSet('hour')],
] as const;

/** `15 Minuten`, `30-minuten`, `4小时`. */
function spokenAt(tokens: readonly Token[], at: number, count: number): TimeframeFound | undefined {
  const [number, unit] = [tokens[at], tokens[at + count - 1]];
  if (number?.kind !== 'number' || !unit || !/^\d{1,2}$/.test(number.text)) return undefined;
  const entry = meaningOf(unit);
  const letter = entry && UNITS.find(([, concepts]) => isAbout(entry, concepts))?.[0];
  const timeframe = letter && timeframeOf(number.text + letter, false);
  return timeframe ? { count, timeframe } : undefined;
}

function meaningOf({ kind, text }: Token): Entry | undefined {
  if (kind === 'script') return scriptPhraseAt(text, 0)?.entry;
  return kind === 'word' ? findWord(text) : undefined;
}
