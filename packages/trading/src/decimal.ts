import {
  added,
  divided,
  multiplied,
  remainderOf,
  shifted,
  subtracted,
  unitsFrom,
  type Rounding,
  type Units,
} from './units.ts';

/** What may stand on the wire: digits with an optional fraction; no exponent, no sign but a minus. */
export const DECIMAL_PATTERN = /^-?\d{1,20}(\.\d{1,18})?$/;

/**
 * An exact decimal number: `units / 10 ** scale`.
 *
 * Sums, differences and products are exact, whatever their size. Only `dividedBy` and `round` lose
 * digits, and both must be told how many to keep and which way to round.
 */
export class Decimal {
  static readonly ZERO = new Decimal(0, 0);

  // Declared only: as fields they would be set to undefined before every decimal is made.
  declare readonly scale: number;
  declare private readonly value: Units;

  private constructor(value: Units, scale: number) {
    this.value = value;
    this.scale = scale;
  }

  /** Reads `-12.50`; throws a RangeError for anything that is not a plain decimal. */
  static parse(text: string): Decimal {
    const decimal = Decimal.read(text);
    if (!decimal) throw new RangeError(`Not a decimal: ${text.slice(0, 60)}`);
    return decimal;
  }

  /** Reads `-12.50`; undefined for anything that is not a plain decimal. */
  static read(text: string): Decimal | undefined {
    if (text.length > EXACT_DIGITS) return Decimal.readLong(text);
    const start = text.charCodeAt(0) === MINUS ? 1 : 0;
    const point = text.indexOf('.');
    const scale = point < 0 ? 0 : text.length - point - 1;
    const whole = digitsIn(text, start, point < 0 ? text.length : point);
    const units = point < 0 ? whole : whole * 10 ** scale + digitsIn(text, point + 1, text.length);
    if (Number.isNaN(units)) return undefined;
    return new Decimal(start === 1 ? 0 - units : units, scale);
  }

  private static readLong(text: string): Decimal | undefined {
    if (!DECIMAL_PATTERN.test(text)) return undefined;
    const point = text.indexOf('.');
    const units = unitsFrom(BigInt(text.replace('.', '')));
    return new Decimal(units, point < 0 ? 0 : text.length - point - 1);
  }

  static integer(value: number | bigint): Decimal {
    return new Decimal(unitsFrom(value), 0);
  }

  static max(first: Decimal, ...others: readonly Decimal[]): Decimal {
    let best = first;
    for (const next of others) if (next.greaterThan(best)) best = next;
    return best;
  }

  static min(first: Decimal, ...others: readonly Decimal[]): Decimal {
    let best = first;
    for (const next of others) if (next.lessThan(best)) best = next;
    return best;
  }

  static sum(values: Iterable<Decimal>): Decimal {
    let total = Decimal.ZERO;
    for (const value of values) total = total.plus(value);
    return total;
  }

  /** The value times `10 ** scale`. */
  get units(): bigint {
    return BigInt(this.value);
  }

  plus(other: Decimal): Decimal {
    const scale = Math.max(this.scale, other.scale);
    return new Decimal(added(this.valueAt(scale), other.valueAt(scale)), scale);
  }

  minus(other: Decimal): Decimal {
    const scale = Math.max(this.scale, other.scale);
    return new Decimal(subtracted(this.valueAt(scale), other.valueAt(scale)), scale);
  }

  times(other: Decimal): Decimal {
    return new Decimal(multiplied(this.value, other.value), this.scale + other.scale);
  }

  /** The quotient, rounded to `digits` after the point. Throws a RangeError for a zero divisor. */
  dividedBy(divisor: Decimal, { digits, rounding }: Precision): Decimal {
    if (divisor.isZero()) throw new RangeError('Division by zero');
    const shift = digits + divisor.scale - this.scale;
    const numerator = shift > 0 ? shifted(this.value, shift) : this.value;
    const denominator = shift < 0 ? shifted(divisor.value, -shift) : divisor.value;
    return new Decimal(divided(numerator, denominator, rounding), digits);
  }

  /** At most `digits` after the point. */
  round({ digits, rounding }: Precision): Decimal {
    if (this.scale <= digits) return this;
    return new Decimal(divided(this.value, shifted(1, this.scale - digits), rounding), digits);
  }

  /** Exactly `digits` after the point. */
  rescaled(precision: Precision): Decimal {
    const { digits } = precision;
    return this.scale > digits ? this.round(precision) : new Decimal(this.valueAt(digits), digits);
  }

  negated(): Decimal {
    return new Decimal(subtracted(0, this.value), this.scale);
  }

  abs(): Decimal {
    return this.isNegative() ? this.negated() : this;
  }

  compare(other: Decimal): -1 | 0 | 1 {
    if (this.equals(other)) return 0;
    return this.lessThan(other) ? -1 : 1;
  }

  equals(other: Decimal): boolean {
    const scale = Math.max(this.scale, other.scale);
    return this.valueAt(scale) === other.valueAt(scale);
  }

  lessThan(other: Decimal): boolean {
    const scale = Math.max(this.scale, other.scale);
    return this.valueAt(scale) < other.valueAt(scale);
  }

  greaterThan(other: Decimal): boolean {
    return other.lessThan(this);
  }

  atMost(other: Decimal): boolean {
    return !other.lessThan(this);
  }

  atLeast(other: Decimal): boolean {
    return !this.lessThan(other);
  }

  isZero(): boolean {
    return this.value === 0;
  }

  isPositive(): boolean {
    return this.value > 0;
  }

  isNegative(): boolean {
    return this.value < 0;
  }

  /** Throws a RangeError for a step of zero. */
  isMultipleOf(step: Decimal): boolean {
    if (step.isZero()) throw new RangeError('Division by zero');
    const scale = Math.max(this.scale, step.scale);
    return remainderOf(this.valueAt(scale), step.valueAt(scale)) === 0;
  }

  /** As many digits as the value carries: `parse('1.50')` prints `1.50`. */
  toString(): string {
    if (this.scale === 0) return this.value.toString();
    const isNegative = this.isNegative();
    const digits = (isNegative ? -this.value : this.value).toString().padStart(this.scale + 1, '0');
    const point = digits.length - this.scale;
    return `${isNegative ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point)}`;
  }

  /** Exactly `digits` after the point; a value with more is rounded half to even. */
  toFixed(digits: number): string {
    return this.rescaled({ digits, rounding: 'half-even' }).toString();
  }

  toJSON(): string {
    return this.toString();
  }

  private valueAt(scale: number): Units {
    return scale === this.scale ? this.value : shifted(this.value, scale - this.scale);
  }
}

export interface Precision {
  readonly digits: number;
  readonly rounding: Rounding;
}

/** A text no longer than this has no more digits than a number holds exactly. */
const EXACT_DIGITS = 15;
const MINUS = 45;
const NOUGHT = 48;

/** The integer in a part of a text; NaN where there is none. */
function digitsIn(text: string, from: number, until: number): number {
  let integer = from < until ? 0 : Number.NaN;
  for (let at = from; at < until; at++) {
    const digit = text.charCodeAt(at) - NOUGHT;
    integer = digit >= 0 && digit <= 9 ? integer * 10 + digit : Number.NaN;
  }
  return integer;
}
