import { EDGE, INDEX, LINE, NUMBER, SYMBOL } from './codes.ts';
import { conceptSet, meets, type ConceptSet } from './concepts.ts';
import { decimalsOf, digitsIn, type View } from './view.ts';
import type { Unit } from './units.ts';

/** Rows of the weights' table, one for each feature of a unit; the table is a hash table. */
export const ROW_BITS = 15;
const FEATURES_MAX = 192;
const HALF = 32;

/** Collects rows. One buffer serves all units, one after the other. */
export class Rows {
  readonly rows = new Int32Array(FEATURES_MAX);
  count = 0;

  /** A feature: its template, and up to three parts. */
  add(template: number, a = 0, b = 0, c = 0): void {
    let hash = Math.imul(template + 1, 0x9e3779b1);
    hash = Math.imul(hash ^ (a + 0x7f4a7c15), 0x85ebca6b);
    hash ^= hash >>> 13;
    hash = Math.imul(hash ^ (b + 0x165667b1), 0xc2b2ae35);
    hash ^= hash >>> 15;
    hash = Math.imul(hash ^ (c + 0x27d4eb2f), 0x9e3779b1);
    hash ^= hash >>> 16;
    if (this.count < FEATURES_MAX) this.rows[this.count++] = hash >>> (32 - ROW_BITS);
  }

  /** One feature for each concept of a set. */
  addEach(template: number, { low, high }: ConceptSet, b = 0): void {
    for (let bits = low; bits !== 0; bits &= bits - 1) {
      this.add(template, 31 - Math.clz32(bits & -bits), b);
    }
    for (let bits = high; bits !== 0; bits &= bits - 1) {
      this.add(template, HALF + 31 - Math.clz32(bits & -bits), b);
    }
  }
}

const NUMBERS = 0;
const SYMBOLS = 64;
const WORDS = 128;

/** The features of one unit that may have a label. */
export function featuresOf(view: View, at: number, rows: Rows): void {
  rows.count = 0;
  const unit = view.units[at];
  if (!unit) return;
  if (unit.kind === 'number') ofNumber(view, at, rows);
  else ofWord(view, at, rows, unit.kind === 'symbol' ? SYMBOLS : WORDS);
}

const codeAt = ({ codes }: View, at: number) => codes[at] ?? EDGE;

const SL_WORDS = conceptSet('sl');
const TP_WORDS = conceptSet('tp');
const ENTRY_WORDS = conceptSet('entry', 'zone');
const UPDATE_WORDS = conceptSet('close', 'partial', 'half', 'breakeven', 'cancel', 'move');
const DOUBT_WORDS = conceptSet('hit', 'wait', 'if', 'not', 'question', 'past', 'example');

/** Which of the words that matter a message has at all. */
function profileOf({ present, side, symbols }: View): number {
  return (
    (meets(present, SL_WORDS) ? 1 : 0) |
    (meets(present, TP_WORDS) ? 2 : 0) |
    (meets(present, ENTRY_WORDS) ? 4 : 0) |
    (meets(present, UPDATE_WORDS) ? 8 : 0) |
    (side > 0 ? 16 : 0) |
    (symbols.length > 0 ? 32 : 0)
  );
}

function ofNumber(view: View, at: number, rows: Rows): void {
  const { units, before, before2, after, since, header, leader, prices, side } = view;
  const unit = units[at] as Unit;
  const [p1, p2, p3] = [codeAt(view, at - 1), codeAt(view, at - 2), codeAt(view, at - 3)];
  const [n1, n2, n3] = [codeAt(view, at + 1), codeAt(view, at + 2), codeAt(view, at + 3)];
  const role = before[at] ?? EDGE;
  const role2 = before2[at] ?? EDGE;
  const next = after[at] ?? EDGE;
  const head = header[at] ?? EDGE;
  const lead = leader[at] ?? EDGE;
  const gap = Math.min(2, since[at] ?? 0);
  const shape = shapeOf(unit);
  const place = placeOf(view, at);
  const height = heightOf(view, unit);
  const profile = profileOf(view);
  const isPrice = (prices.order[at] ?? 0) > 0 ? 1 : 0;

  rows.add(NUMBERS);
  rows.add(NUMBERS + 1, p1, unit.glued ? 1 : 0);
  rows.add(NUMBERS + 2, p2, p1);
  rows.add(NUMBERS + 3, n1, units[at + 1]?.glued ? 1 : 0);
  rows.add(NUMBERS + 4, n1, n2);
  rows.add(NUMBERS + 5, p1, n1, isPrice);
  rows.add(NUMBERS + 6, p3, p2, p1);
  rows.add(NUMBERS + 7, role, gap, isPrice);
  rows.add(NUMBERS + 8, role, role2, isPrice);
  rows.add(NUMBERS + 9, role, next, gap);
  rows.add(NUMBERS + 10, next, role === EDGE ? 1 : 0, isPrice);
  rows.add(NUMBERS + 11, head, role, gap);
  rows.add(NUMBERS + 12, head, lead === EDGE ? 1 : 0, isPrice);
  rows.add(NUMBERS + 13, lead, role, isPrice);
  rows.add(NUMBERS + 14, shape);
  rows.add(NUMBERS + 15, shape, p1);
  rows.add(NUMBERS + 16, shape, n1);
  rows.add(NUMBERS + 17, shape, role);
  rows.add(NUMBERS + 18, place, side);
  rows.add(NUMBERS + 19, place, side, role);
  rows.add(NUMBERS + 20, height, side, place);
  rows.add(NUMBERS + 21, height, side, role);
  rows.add(NUMBERS + 22, height, side, profile);
  rows.add(NUMBERS + 23, profile, role, isPrice);
  rows.add(NUMBERS + 24, profile, place, Math.min(5, prices.count));
  rows.add(NUMBERS + 25, typicality(view, unit), shape);
  rows.add(NUMBERS + 26, p1, n1, n2);
  rows.add(NUMBERS + 27, n1, n2, n3);
  rows.add(NUMBERS + 28, role, p1, n1);
  rows.add(NUMBERS + 29, role, p2, p1);
  rows.add(NUMBERS + 30, head, role, height * 3 + side);
  rows.addEach(NUMBERS + 31, nearest(view, at, -1), isPrice);
  rows.addEach(NUMBERS + 32, nearest(view, at, 1), isPrice);
  rows.addEach(NUMBERS + 33, nearest(view, at, -1), role === EDGE ? 1 : p1 === NUMBER ? 2 : 0);
  rows.add(NUMBERS + 34, magnitude(unit), n1);
  rows.add(NUMBERS + 35, bucket(view.lines.lengths[unit.line] ?? 0), p1, n1);
  rows.add(NUMBERS + 36, view.lastNumber[at] ?? EDGE, isPrice, height * 3 + side);
  rows.add(NUMBERS + 37, isPrice, meets(view.present, DOUBT_WORDS) ? 1 : 0, profile);
}

/** Digits before and after the point, roughly; and whether it begins with the point. */
function shapeOf({ text }: Unit): number {
  const decimals = Math.min(6, decimalsOf(text));
  const whole = Math.min(7, digitsIn(text) - decimalsOf(text));
  return (whole * 7 + decimals) * 2 + (text.startsWith('.') ? 1 : 0);
}

function magnitude({ value }: Unit): number {
  if (!(value > 0)) return 0;
  if (Number.isInteger(value) && value <= 10) return value;
  return 20 + Math.round(Math.log10(value) * 2);
}

/** Its place among the prices of the message: the first three, the last, or between. */
function placeOf({ prices }: View, at: number): number {
  const order = prices.order[at] ?? 0;
  if (order === 0) return 0;
  if (order <= 3) return order + (order === prices.count ? 4 : 0);
  return order === prices.count ? 4 : 8;
}

/** Above, at or below the first price; and whether it is the highest or lowest of all. */
function heightOf({ prices }: View, { value }: Unit): number {
  const { first, lowest, highest } = prices;
  if (!(value >= lowest && value <= highest)) return 0;
  const side = value > first ? 1 : value < first ? 2 : 3;
  const extreme = value === highest ? 1 : value === lowest ? 2 : 0;
  return side * 3 + extreme;
}

function typicality({ prices }: View, { value }: Unit): number {
  if (!(prices.typical > 0) || !(value > 0)) return 0;
  const ratio = Math.abs(Math.log(value / prices.typical));
  return ratio < 0.4 ? 1 : ratio < 1.2 ? 2 : ratio < 2.5 ? 3 : 4;
}

const NEAR = 3;

/** The concepts of the nearest meaningful unit before or after, on the line. */
function nearest({ units, codes }: View, at: number, step: number): ConceptSet {
  for (let next = at + step, looked = 0; looked < NEAR; next += step, looked++) {
    const unit = units[next];
    if (!unit || codes[next] === LINE) break;
    if (unit.concepts.low !== 0 || unit.concepts.high !== 0) return unit.concepts;
  }
  return { low: 0, high: 0 };
}

const bucket = (count: number) => (count < 4 ? count : count < 8 ? 4 : count < 16 ? 5 : 6);

function ofWord(view: View, at: number, rows: Rows, family: number): void {
  const { units, before, after, header, leader, side } = view;
  const unit = units[at] as Unit;
  const own = codeAt(view, at);
  const [p1, p2, p3] = [codeAt(view, at - 1), codeAt(view, at - 2), codeAt(view, at - 3)];
  const [n1, n2, n3] = [codeAt(view, at + 1), codeAt(view, at + 2), codeAt(view, at + 3)];
  const role = before[at] ?? EDGE;
  const next = after[at] ?? EDGE;
  const lead = leader[at] ?? EDGE;
  const head = header[at] ?? EDGE;
  const profile = profileOf(view);
  const first = view.isFirst[at] ?? 0;
  const doubt = view.doubts[at] ?? 0;
  const count = Math.min(4, view.prices.count);
  const kind = family === SYMBOLS ? nameOf(view, unit) : 0;

  rows.add(family, own, kind);
  rows.addEach(family + 1, unit.concepts, kind);
  rows.add(family + 2, own, p1);
  rows.add(family + 3, own, n1);
  rows.add(family + 4, p1, n1, own);
  rows.add(family + 5, p2, p1, own);
  rows.add(family + 6, n1, n2, own);
  rows.add(family + 7, own, role);
  rows.add(family + 8, own, next);
  rows.add(family + 9, own, role, next);
  rows.add(family + 10, own, lead);
  rows.add(family + 11, own, head, lead);
  rows.add(family + 12, own, profile, first);
  rows.add(family + 13, own, profile, count);
  rows.add(family + 14, own, doubt, first);
  rows.add(family + 15, doubt, profile, own);
  rows.add(family + 16, own, side, first);
  rows.add(family + 17, p3, p2, p1);
  rows.add(family + 18, n1, n2, n3);
  rows.add(family + 19, own, bucket(units.length), first);
  rows.add(family + 20, own, kind, profile);
  rows.add(family + 21, own, distanceTo(view, at, SYMBOL), distanceTo(view, at, NUMBER));
  rows.add(family + 22, own, Math.min(4, view.lines.numbers[unit.line] ?? 0), doubt);
  rows.addEach(family + 23, nearest(view, at, -1), own);
  rows.addEach(family + 24, nearest(view, at, 1), own);
  rows.addEach(family + 25, view.present, own);
  rows.add(family + 26, own, unit.line === 0 ? 0 : 1, bucket(view.lines.lengths[unit.line] ?? 0));
  rows.add(family + 27, kind, p1, n1);
  rows.add(family + 28, own, p1 === INDEX || p1 === LINE || p1 === EDGE ? 1 : 0, n1);
}

/** Whether a name is plain, doubtful, or of another instrument than the first. */
function nameOf({ symbols }: View, { naming }: Unit): number {
  const isFirstSymbol = naming?.symbol === symbols[0] ? 1 : 0;
  return isFirstSymbol | (naming?.isDoubtful ? 2 : 0) | (symbols.length > 1 ? 4 : 0) | 8;
}

/** How far the nearest unit with a code is: before negative, after positive, beyond reach 0. */
function distanceTo(view: View, at: number, code: number): number {
  for (let step = 1; step <= 4; step++) {
    if (codeAt(view, at + step) === code) return step;
    if (codeAt(view, at - step) === code) return -step;
  }
  return 0;
}
