import { CONCEPTS, indexOf, mainOf } from './concepts.ts';
import type { Unit } from './units.ts';

/** One small number for what a unit is, as its neighbours see it. */
export const WORD = CONCEPTS.length;
const MARKS = WORD + 1;
const OTHER_MARK = MARKS + CONCEPTS.length;
export const NUMBER = OTHER_MARK + 1;
export const SYMBOL = NUMBER + 1;
export const TIMEFRAME = SYMBOL + 1;
export const INDEX = TIMEFRAME + 1;
const TIME = INDEX + 1;
export const LINE = TIME + 1;
export const EDGE = LINE + 1;
const PUNCTS = EDGE + 1;
const KNOWN_PUNCTS = `:=-.,/@#$%()[]{}|+?!"&;<>_'\\€£^`;
export const CODES = PUNCTS + KNOWN_PUNCTS.length + 1;

const PERCENT = indexOf('percent');
const PERCENT_SIGN = PUNCTS + 1 + KNOWN_PUNCTS.indexOf('%');

const OF_KINDS: Readonly<Record<Exclude<Unit['kind'], 'word' | 'mark' | 'punct'>, number>> = {
  number: NUMBER,
  symbol: SYMBOL,
  timeframe: TIMEFRAME,
  index: INDEX,
  time: TIME,
  line: LINE,
};

/** The main concept of a word, or what else it is. */
export function codeOf({ kind, text, concepts }: Unit): number {
  if (kind === 'word') return codeOfWord(mainOf(concepts));
  if (kind === 'punct') return PUNCTS + 1 + KNOWN_PUNCTS.indexOf(text);
  if (kind !== 'mark') return OF_KINDS[kind];
  const main = mainOf(concepts);
  return main < 0 ? OTHER_MARK : MARKS + main;
}

function codeOfWord(main: number): number {
  if (main === PERCENT) return PERCENT_SIGN;
  return main < 0 ? WORD : main;
}

/** Whether a code is that of a word or mark with a meaning. */
export const hasMeaning = (code: number) => code < OTHER_MARK && code !== WORD;
