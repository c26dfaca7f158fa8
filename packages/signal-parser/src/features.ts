import { EDGE, INDEX, LINE, NUMBER, SYMBOL } from './codes.ts';
import { conceptSet, meets, NO_CONCEPTS, type ConceptSet } from './concepts.ts';
import type { Rows } from './rows.ts';
import { decimalsOf, digitsIn, type View } from './view.ts';
import type { Unit } from './units.ts';

/** No unit has more features. */
export const FEATURES_MAX = 192;

const NUMBERS = 0;
const SYMBOLS = 64;
const WORDS = 128;

/** The features of one unit that may have a label. */
export function featuresOf(view: View, at: number, rows: Rows): void {
  rows.count = 0;
  const unit = view.units[at];
  if (!unit) return;
  if (unit.kind === 'number') ofNumber(view, at, rows);
  else ofWord(view, at, rows);
}

/** What an array says of a unit; beyond either end of the message there is an edge. */
const atOf = (array: Int32Array | Uint8Array, at: number) => array[at] ?? EDGE;

const SL_WORDS = conceptSet('sl');
const TP_WORDS = conceptSet('tp');
const ENTRY_WORDS = conceptSet('entry', 'zone');
const UPDATE_WORDS = conceptSet('close', 'partial', 'half', 'breakeven', 'cancel', 'move');
const DOUBT_WORDS = conceptSet('hit', 'wait', 'if', 'not', 'question', 'past', 'example');

/** Which of the words that matter a message has at all. */
function profileOf({ present, side, symbols }: View): number {
  return (
    bit(meets(present, SL_WORDS)) |
    (meets(present, TP_WORDS) ? 2 : 0) |
    (meets(present, ENTRY_WORDS) ? 4 : 0) |
    (meets(present, UPDATE_WORDS) ? 8 : 0) |
    (side > 0 ? 16 : 0) |
    (symbols.length > 0 ? 32 : 0)
  );
}

function ofNumber(view: View, at: number, rows: Rows): void {
  const { units, codes, prices, side } = view;
  const unit = units[at] as Unit;
  const [p1, p2, p3] = [atOf(codes, at - 1), atOf(codes, at - 2), atOf(codes, at - 3)];
  const [n1, n2, n3] = [atOf(codes, at + 1), atOf(codes, at + 2), atOf(codes, at + 3)];
  const [role, role2] = [atOf(view.before, at), atOf(view.before2, at)];
  const next = atOf(view.after, at);
  const head = atOf(view.header, at);
  const lead = atOf(view.leader, at);
  const gap = Math.min(2, atOf(view.since, at));
  const shape = shapeOf(unit);
  const place = placeOf(view, at);
  const height = heightOf(view, unit);
  const profile = profileOf(view);
  const isPrice = bit(atOf(prices.order, at) > 0);
  const before = nearest(view, at, -1);

  rows.add(NUMBERS);
  rows.add(NUMBERS + 1, p1, bit(unit.glued));
  rows.add(NUMBERS + 2, p2, p1);
  rows.add(NUMBERS + 3, n1, bit(units[at + 1]?.glued));
  rows.add(NUMBERS + 4, n1, n2);
  rows.add(NUMBERS + 5, p1, n1, isPrice);
  rows.add(NUMBERS + 6, p3, p2, p1);
  rows.add(NUMBERS + 7, role, gap, isPrice);
  rows.add(NUMBERS + 8, role, role2, isPrice);
  rows.add(NUMBERS + 9, role, next, gap);
  rows.add(NUMBERS + 10, next, bit(role === EDGE), isPrice);
  rows.add(NUMBERS + 11, head, role, gap);
  rows.add(NUMBERS + 12, head, bit(lead === EDGE), isPrice);
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
  rows.addEach(NUMBERS + 31, before, isPrice);
  rows.addEach(NUMBERS + 32, nearest(view, at, 1), isPrice);
  rows.addEach(NUMBERS + 33, before, role === EDGE ? 1 : 2 * bit(p1 === NUMBER));
  rows.add(NUMBERS + 34, magnitude(unit), n1);
  rows.add(NUMBERS + 35, lengthOf(view, unit), p1, n1);
  rows.add(NUMBERS + 36, atOf(view.lastNumber, at), isPrice, height * 3 + side);
  rows.add(NUMBERS + 37, isPrice, bit(meets(view.present, DOUBT_WORDS)), profile);
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
  return NO_CONCEPTS;
}

const bucket = (count: number) => (count < 4 ? count : count < 8 ? 4 : count < 16 ? 5 : 6);

function ofWord(view: View, at: number, rows: Rows): void {
  const { units, codes, side } = view;
  const unit = units[at] as Unit;
  const own = atOf(codes, at);
  const [p1, p2, p3] = [atOf(codes, at - 1), atOf(codes, at - 2), atOf(codes, at - 3)];
  const [n1, n2, n3] = [atOf(codes, at + 1), atOf(codes, at + 2), atOf(codes, at + 3)];
  const role = atOf(view.before, at);
  const next = atOf(view.after, at);
  const lead = atOf(view.leader, at);
  const head = atOf(view.header, at);
  const profile = profileOf(view);
  const first = atOf(view.isFirst, at);
  const doubt = atOf(view.doubts, at);
  const count = Math.min(4, view.prices.count);
  const isSymbol = unit.kind === 'symbol';
  const family = isSymbol ? SYMBOLS : WORDS;
  const kind = isSymbol ? nameOf(view, unit) : 0;

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
  rows.add(family + 22, own, numbersBeside(view, unit), doubt);
  rows.addEach(family + 23, nearest(view, at, -1), own);
  rows.addEach(family + 24, nearest(view, at, 1), own);
  rows.addEach(family + 25, view.present, own);
  rows.add(family + 26, own, bit(unit.line !== 0), lengthOf(view, unit));
  rows.add(family + 27, kind, p1, n1);
  rows.add(family + 28, own, beginsItem(p1), n1);
}

/** Whether a unit with this before it begins a line, or an item of a list. */
const beginsItem = (before: number) => bit(before === INDEX || before === LINE || before === EDGE);

const lengthOf = ({ lines }: View, { line }: Unit) => bucket(lines.lengths[line] ?? 0);
const numbersBeside = ({ lines }: View, { line }: Unit) => Math.min(4, lines.numbers[line] ?? 0);

/** Whether a name is plain, doubtful, or of another instrument than the first. */
function nameOf({ symbols }: View, { naming }: Unit): number {
  const isFirstSymbol = naming?.symbol === symbols[0] ? 1 : 0;
  return isFirstSymbol | (naming?.isDoubtful ? 2 : 0) | (symbols.length > 1 ? 4 : 0) | 8;
}

const bit = (isSet: boolean | undefined) => (isSet === true ? 1 : 0);

/** How far the nearest unit with a code is: before negative, after positive, beyond reach 0. */
function distanceTo(view: View, at: number, code: number): number {
  for (let step = 1; step <= 4; step++) {
    if (atOf(view.codes, at + step) === code) return step;
    if (atOf(view.codes, at - step) === code) return -step;
  }
  return 0;
}
