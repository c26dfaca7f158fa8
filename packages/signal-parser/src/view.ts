import { codeOf, CODES, hasMeaning, EDGE, LINE, NUMBER, SYMBOL } from './codes.ts';
import { conceptSet, indexOf, mainOf, meets, type ConceptSet } from './concepts.ts';
import { typicalPrice } from './instruments.ts';
import { labelsFor } from './labels.ts';
import type { Unit } from './units.ts';

/** A message as the features look at it: computed once, read by every unit. */
export interface View {
  readonly units: readonly Unit[];
  readonly codes: Int32Array;
  /** The indexes of units that may have a label. */
  readonly candidates: readonly number[];
  /** For each unit the last meaning before it on its line, or EDGE. */
  readonly before: Int32Array;
  /** And the one before that. */
  readonly before2: Int32Array;
  /** The next meaning after it on its line, or EDGE. */
  readonly after: Int32Array;
  /** The numbers between it and the last meaning before it. */
  readonly since: Int32Array;
  /** The last meaning of the lines before its line, or EDGE. */
  readonly header: Int32Array;
  /** The first meaning of its line. */
  readonly leader: Int32Array;
  /** For each unit the doubts that stand before it on its line, and those after it: one bit each. */
  readonly doubts: Int32Array;
  /** For each unit what stood before the last number, if no word came since. */
  readonly lastNumber: Int32Array;
  /** Whether each unit is the first of its code. */
  readonly isFirst: Uint8Array;
  /** How many units, and how many numbers, each line has. */
  readonly lines: { readonly lengths: readonly number[]; readonly numbers: readonly number[] };
  /** All meanings of the message. */
  readonly present: ConceptSet;
  readonly side: number;
  readonly prices: Prices;
  readonly symbols: readonly string[];
}

/** Numbers that look like prices of one instrument. */
interface Prices {
  /** For each unit its place among them in the text, from 1; 0 if it is none. */
  readonly order: Int32Array;
  readonly count: number;
  readonly first: number;
  readonly lowest: number;
  readonly highest: number;
  readonly decimals: number;
  /** About what the first instrument costs, or NaN. */
  readonly typical: number;
}

const BUY = indexOf('buy');
const SELL = indexOf('sell');

export function viewOf(units: readonly Unit[]): View {
  const size = units.length;
  const codes = new Int32Array(size);
  const candidates: number[] = [];
  const symbols: string[] = [];
  let [low, high] = [0, 0];
  for (let index = 0; index < size; index++) {
    const unit = units[index] as Unit;
    codes[index] = codeOf(unit);
    low |= unit.concepts.low;
    high |= unit.concepts.high;
    if (unit.naming && !symbols.includes(unit.naming.symbol)) symbols.push(unit.naming.symbol);
    if (labelsFor(unit)) candidates.push(index);
  }
  const side = sideOf(units);
  const typical = typicalPrice(symbols[0] ?? '') ?? NaN;
  return {
    units,
    codes,
    candidates,
    ...neighbours(codes),
    doubts: doubtsAround(units, codes),
    isFirst: firstOf(codes),
    lines: linesOf(units, codes),
    present: { low, high },
    side,
    prices: pricesOf(units, codes, typical),
    symbols,
  };
}

/** The first direction word: 1 to buy, 2 to sell, 0 if there is none. */
function sideOf(units: readonly Unit[]): number {
  for (const { kind, concepts } of units) {
    if (kind !== 'word') continue;
    const main = mainOf(concepts);
    if (main === BUY) return 1;
    if (main === SELL) return 2;
  }
  return 0;
}

const edges = (size: number) => new Int32Array(size).fill(EDGE);

function neighbours(codes: Int32Array) {
  const before = meaningsBefore(codes);
  return {
    ...before,
    ...linesAround(codes),
    after: meaningsAfter(codes),
    lastNumber: introductionsOf(codes, before.before),
  };
}

function meaningsBefore(codes: Int32Array) {
  const [before, before2] = [edges(codes.length), edges(codes.length)];
  const since = new Int32Array(codes.length);
  let [last, last2, numbers] = [EDGE, EDGE, 0];
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at] ?? EDGE;
    before[at] = last;
    before2[at] = last2;
    since[at] = numbers;
    if (code === LINE) [last, last2, numbers] = [EDGE, EDGE, 0];
    else if (hasMeaning(code)) [last2, last, numbers] = [last, code, 0];
    else if (code === NUMBER || code === SYMBOL) numbers++;
  }
  return { before, before2, since };
}

function linesAround(codes: Int32Array) {
  const [header, leader] = [edges(codes.length), edges(codes.length)];
  let [above, first, seen] = [EDGE, EDGE, EDGE];
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at] ?? EDGE;
    header[at] = above;
    leader[at] = first;
    if (code === LINE) [above, first] = [seen, EDGE];
    else if (first === EDGE && isLeading(code)) first = code;
    if (hasMeaning(code)) seen = code;
  }
  return { header, leader };
}

const isLeading = (code: number) => hasMeaning(code) || code === NUMBER || code === SYMBOL;

function meaningsAfter(codes: Int32Array): Int32Array {
  const after = edges(codes.length);
  let next = EDGE;
  for (let at = codes.length - 1; at >= 0; at--) {
    const code = codes[at] ?? EDGE;
    after[at] = next;
    if (code === LINE) next = EDGE;
    else if (hasMeaning(code)) next = code;
  }
  return after;
}

/** What stood before the last number; a word that came since hides it. */
function introductionsOf(codes: Int32Array, before: Int32Array): Int32Array {
  const introductions = edges(codes.length);
  let introduction = EDGE;
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at] ?? EDGE;
    introductions[at] = introduction;
    if (code === NUMBER) introduction = before[at] ?? EDGE;
    else if (hasMeaning(code)) introduction = EDGE + 1;
  }
  return introductions;
}

const DOUBTS = (['not', 'if', 'wait', 'hit', 'past', 'question'] as const).map((each) =>
  conceptSet(each),
);
const ANY_DOUBT = conceptSet('not', 'if', 'wait', 'hit', 'past', 'question');
const QUESTIONED = 1 << (DOUBTS.length - 1);

function doubtsAround(units: readonly Unit[], codes: Int32Array): Int32Array {
  const own = units.map(doubtsOf);
  const around = new Int32Array(units.length);
  let seen = 0;
  for (let at = 0; at < units.length; at++) {
    if (codes[at] === LINE) seen = 0;
    around[at] = seen;
    seen |= own[at] ?? 0;
  }
  seen = 0;
  for (let at = units.length - 1; at >= 0; at--) {
    if (codes[at] === LINE) seen = 0;
    around[at] = (around[at] ?? 0) | (seen << DOUBTS.length);
    seen |= own[at] ?? 0;
  }
  return around;
}

function doubtsOf({ concepts, text }: Unit): number {
  if (text === '?') return QUESTIONED;
  if (!meets(concepts, ANY_DOUBT)) return 0;
  let bits = 0;
  for (const [index, doubt] of DOUBTS.entries()) if (meets(concepts, doubt)) bits |= 1 << index;
  return bits;
}

function firstOf(codes: Int32Array): Uint8Array {
  const seen = new Uint8Array(CODES);
  const first = new Uint8Array(codes.length);
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at] ?? EDGE;
    if (seen[code] === 0) first[at] = seen[code] = 1;
  }
  return first;
}

function linesOf(units: readonly Unit[], codes: Int32Array) {
  const lengths: number[] = [];
  const numbers: number[] = [];
  for (let index = 0; index < units.length; index++) {
    const line = units[index]?.line ?? 0;
    lengths[line] = (lengths[line] ?? 0) + 1;
    numbers[line] = (numbers[line] ?? 0) + (codes[index] === NUMBER ? 1 : 0);
  }
  return { lengths, numbers };
}

const PRICE_DIGITS_MIN = 3;
/** Prices of one trade are that near each other. */
const SPREAD = 1.6;

/** Of all numbers the largest group whose members are near each other. */
function pricesOf(units: readonly Unit[], codes: Int32Array, typical: number): Prices {
  const order = new Int32Array(units.length);
  const center = centerOf(units, codes, typical);
  let [count, first, lowest, highest, decimals] = [0, NaN, Infinity, -Infinity, 0];
  for (const [index, { kind, text, value }] of units.entries()) {
    if (kind !== 'number' || !(value < center * SPREAD && value > center / SPREAD)) continue;
    order[index] = ++count;
    if (count === 1) first = value;
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
    decimals = Math.max(decimals, decimalsOf(text));
  }
  return { order, count, first, lowest, highest, decimals, typical };
}

export function decimalsOf(text: string): number {
  const dot = Math.max(text.lastIndexOf('.'), text.lastIndexOf(','));
  return dot < 0 ? 0 : text.length - dot - 1;
}

/** Of a number: all but its separators. */
export function digitsIn(text: string): number {
  let digits = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit >= 0x30 && unit <= 0x39) digits++;
  }
  return digits;
}

const NUMBERS_LOOKED_AT_MAX = 64;

/** The number that has the most others near it; that the instrument costs about that much says more. */
function centerOf(units: readonly Unit[], codes: Int32Array, typical: number): number {
  const values = valuesOf(units, codes);
  let [best, center] = [0, NaN];
  for (const value of values) {
    const near = countNear(values, value) + (isUsual(value, typical) ? USUAL_BONUS : 0);
    if (near > best) [best, center] = [near, value];
  }
  return center;
}

function valuesOf(units: readonly Unit[], codes: Int32Array): number[] {
  const values: number[] = [];
  for (const [index, { text, value }] of units.entries()) {
    if (codes[index] !== NUMBER || !(value > 0)) continue;
    if (digitsIn(text) >= PRICE_DIGITS_MIN) values.push(value);
    if (values.length >= NUMBERS_LOOKED_AT_MAX) break;
  }
  return values;
}

function countNear(values: readonly number[], value: number): number {
  let near = 0;
  for (const other of values) if (other < value * SPREAD && other > value / SPREAD) near++;
  return near;
}

const isUsual = (value: number, typical: number) =>
  Math.abs(Math.log(value / typical)) < Math.log(USUAL);

/** A price is no further than that from what the instrument usually costs, most of the time. */
const USUAL = 6;
const USUAL_BONUS = 3;
