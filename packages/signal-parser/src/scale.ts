import { typicalPrice } from './instruments.ts';
import type { Unit } from './units.ts';

/** A price is no further than this from what its instrument usually costs. */
const PLAUSIBLE = Math.log(3);
const AMBIGUOUS = /^\d{1,3}[.,]\d{3}$/;
/** What a number that is no price at all is away from one, at the least. */
const IMPLAUSIBLE = Math.log(2);
const DIGITS_MIN = 3;
const PRICE_DIGITS_MIN = 4;
const LENGTH_MAX = 12;

/**
 * Settles what separators mean by what the instruments cost: joins `149 820` and `104 250`, and takes
 * `39.450` for thousands where that is the nearer reading.
 */
export function settleNumbers(units: readonly Unit[]): readonly Unit[] {
  const numbers = units.filter(({ kind }) => kind === 'number');
  if (numbers.length === 0) return units;
  const usual = usualOf(numbers);
  const settled: Unit[] = [];
  const shapes = shapesOf(numbers);
  let price = typicalPrice(firstNameOf(units));
  for (let at = 0; at < units.length; at++) {
    const unit = units[at] as Unit;
    if (unit.naming) price = typicalPrice(unit.naming.symbol);
    const near = price ?? usual;
    const joined = joinedAt(units, at, near);
    const mended = joined
      ? { unit: joined, count: 2 }
      : mendedAt(units, at, { shapes, near, usual });
    settled.push(mended?.unit ?? settle(unit, near));
    if (mended) at += mended.count - 1;
  }
  return turnPercents(settled);
}

/** What prices begin with and how long they are; see `mendedAt`. */
function shapesOf(numbers: readonly Unit[]): ReadonlySet<string> {
  const shapes = new Set<string>();
  for (const { text } of numbers) {
    if (text.length > LENGTH_MAX || text.replaceAll(/\D/g, '').length < PRICE_DIGITS_MIN) continue;
    const whole = text.split('.')[0] ?? '';
    for (let cut = 1; cut <= whole.length; cut++) shapes.add(shapeOf(text, cut));
  }
  return shapes;
}

/** `%1,5`, as Turks write it, becomes `1,5%`; both stay where they were in the text. */
function turnPercents(units: Unit[]): Unit[] {
  for (let at = 0; at + 1 < units.length; at++) {
    const [sign, number] = [units[at], units[at + 1]];
    if (sign?.text !== '%' || number?.kind !== 'number' || !number.glued) continue;
    if (units[at - 1]?.kind === 'number' && sign.glued) continue;
    units.splice(at, 2, number, sign);
  }
  return units;
}

const firstNameOf = (units: readonly Unit[]) =>
  units.find(({ naming }) => naming)?.naming?.symbol ?? '';

/** The middle of the numbers whose separators can mean but one thing. */
function usualOf(numbers: readonly Unit[]): number | undefined {
  const values = numbers
    .filter(({ text }) => !AMBIGUOUS.test(text) && text.replaceAll(/\D/g, '').length >= DIGITS_MIN)
    .map(({ value }) => value)
    .toSorted((a, b) => a - b);
  return values[Math.floor(values.length / 2)];
}

function settle(unit: Unit, near: number | undefined): Unit {
  if (near === undefined || unit.kind !== 'number' || !AMBIGUOUS.test(unit.text)) return unit;
  const grouped = unit.value * 1_000;
  return distance(grouped, near) < distance(unit.value, near)
    ? { ...unit, text: unit.text.replaceAll(/\D/g, ''), value: Math.round(grouped) }
    : unit;
}

const distance = (value: number, near: number) => Math.abs(Math.log(value / near));

/** One number, if that is what the instrument may cost while the second alone is not. */
function joinedAt(units: readonly Unit[], at: number, near: number | undefined): Unit | undefined {
  const [left, right] = [units[at], units[at + 1]];
  if (near === undefined || !left || !right || !areParts(left, right)) return undefined;
  const alone = distance(right.value, near);
  for (const text of [left.text + right.text, `${left.text}.${right.text}`]) {
    const value = Number(text.replace(',', '.'));
    const far = distance(value, near);
    if (far < PLAUSIBLE && alone > Math.max(far, IMPLAUSIBLE)) {
      return { ...left, text, value, end: right.end };
    }
  }
  return undefined;
}

/** Two numbers with one space between them, as the groups of a long one are written. */
function areParts(left: Unit, right: Unit): boolean {
  if (left.kind !== 'number' || !follows(left, right)) return false;
  return /^\d{1,3}$/.test(left.text) && /^(?:\d{3}(?:[.,]\d+)?|0\d{3,4})$/.test(right.text);
}

interface Context {
  readonly shapes: ReadonlySet<string>;
  readonly near: number | undefined;
  readonly usual: number | undefined;
}

interface Mended {
  readonly unit: Unit;
  readonly count: number;
}

/**
 * A price with a space where none belongs: `23 30.5`, `1. 0850`, `1.08 50`. It is one if another number
 * of the message begins with the same digits and is as long, and the second part alone is no price.
 */
function mendedAt(units: readonly Unit[], at: number, context: Context): Mended | undefined {
  const parts = partsAt(units, at);
  if (!parts) return undefined;
  const { left, right, count } = parts;
  const text = left.text + (count > 2 ? '.' : '') + right.text;
  const value = Number(text);
  if (!/^\d+(?:\.\d+)?$/.test(text) || distance(right.value, value) < IMPLAUSIBLE) return undefined;
  const { shapes, near, usual = value } = context;
  const isLike =
    shapes.has(shapeOf(text, left.text.length)) && distance(right.value, usual) > IMPLAUSIBLE;
  if (!isLike && !isRate(left, right, near)) return undefined;
  return { unit: { ...left, text, value, end: right.end }, count };
}

/** Two numbers with one space between them, or a point and a space. */
function partsAt(units: readonly Unit[], at: number) {
  const [left, next] = [units[at], units[at + 1]];
  if (left?.kind !== 'number' || !next) return undefined;
  const isPoint = next.text === '.' && next.glued;
  const [before, right] = isPoint ? [next, units[at + 2]] : [left, next];
  return right && follows(before, right) ? { left, right, count: isPoint ? 3 : 2 } : undefined;
}

const follows = (before: Unit, { kind, glued, start }: Unit) =>
  kind === 'number' && !glued && start === before.end + 1;

/** `1. 0850` and `1 .0850` of a pair that costs about as much. */
function isRate(left: Unit, right: Unit, near: number | undefined): boolean {
  const isShaped = /^\d$/.test(left.text) && /^\.?\d{4,5}$/.test(right.text);
  return isShaped && near !== undefined && distance(left.value, near) < IMPLAUSIBLE;
}

/** The first digits of the whole part, and how long the number is; the fraction counts if it was cut. */
function shapeOf(text: string, cut: number): string {
  const [whole = '', fraction = ''] = text.split('.');
  if (cut < whole.length) return `${whole.slice(0, cut)}:${whole.length}`;
  return `${whole}.${fraction.length}`;
}
