import { typicalPrice } from './instruments.ts';
import type { Unit } from './units.ts';

/** A price is no further than this from what its instrument usually costs. */
const PLAUSIBLE = Math.log(3);

/** Joins `149 820` and `104 250` where the space stands for a point or groups thousands. */
export function joinSpacedNumbers(units: readonly Unit[]): readonly Unit[] {
  const typical = typicalOf(units);
  if (typical === undefined || !units.some((_unit, at) => isSpaced(units, at))) return units;
  const joined: Unit[] = [];
  for (let at = 0; at < units.length; at++) {
    const unit = units[at] as Unit;
    const whole = isSpaced(units, at) ? join(unit, units[at + 1] as Unit, typical) : undefined;
    joined.push(whole ?? unit);
    if (whole) at++;
  }
  return joined;
}

function typicalOf(units: readonly Unit[]): number | undefined {
  const symbol = units.find(({ naming }) => naming)?.naming?.symbol;
  return symbol === undefined ? undefined : typicalPrice(symbol);
}

function isSpaced(units: readonly Unit[], at: number): boolean {
  const [left, right] = [units[at], units[at + 1]];
  if (left?.kind !== 'number' || right?.kind !== 'number') return false;
  return !right.glued && right.start === left.end + 1 && /^\d{1,3}$/.test(left.text) && /^\d{3}(?:[.,]\d+)?$/.test(right.text);
}

/** One number, if that is what the instrument may cost while the second alone is not. */
function join(left: Unit, right: Unit, typical: number): Unit | undefined {
  const isFar = (value: number) => !(Math.abs(Math.log(value / typical)) < PLAUSIBLE);
  if (!isFar(right.value)) return undefined;
  for (const text of [left.text + right.text, `${left.text}.${right.text}`]) {
    const value = Number(text.replace(',', '.'));
    if (!isFar(value)) return { ...left, text, value, end: right.end };
  }
  return undefined;
}
