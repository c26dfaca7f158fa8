import { typicalPrice } from './instruments.ts';
import type { Unit } from './units.ts';

/** A price is no further than this from what its instrument usually costs. */
const PLAUSIBLE = Math.log(3);
const AMBIGUOUS = /^\d{1,3}[.,]\d{3}$/;
const DIGITS_MIN = 3;

/**
 * Settles what separators mean by what the instruments cost: joins `149 820` and `104 250`, and takes
 * `39.450` for thousands where that is the nearer reading.
 */
export function settleNumbers(units: readonly Unit[]): readonly Unit[] {
  const numbers = units.filter(({ kind }) => kind === 'number');
  if (numbers.length === 0) return units;
  const usual = usualOf(numbers);
  const settled: Unit[] = [];
  let price = typicalPrice(firstNameOf(units));
  for (let at = 0; at < units.length; at++) {
    const unit = units[at] as Unit;
    if (unit.naming) price = typicalPrice(unit.naming.symbol);
    const near = price ?? usual;
    const joined = joinedAt(units, at, near);
    settled.push(joined ?? settle(unit, near));
    if (joined) at++;
  }
  return turnPercents(settled);
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
  if (distance(right.value, near) < PLAUSIBLE) return undefined;
  for (const text of [left.text + right.text, `${left.text}.${right.text}`]) {
    const value = Number(text.replace(',', '.'));
    if (distance(value, near) < PLAUSIBLE) return { ...left, text, value, end: right.end };
  }
  return undefined;
}

/** Two numbers with one space between them, as the groups of a long one are written. */
function areParts(left: Unit, right: Unit): boolean {
  if (left.kind !== 'number' || right.kind !== 'number') return false;
  if (right.glued || right.start !== left.end + 1) return false;
  return /^\d{1,3}$/.test(left.text) && /^\d{3}(?:[.,]\d+)?$/.test(right.text);
}
