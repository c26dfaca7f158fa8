/** Where a value that does not fit goes: towards +∞, towards −∞, or to the nearest, ties to even. */
export type Rounding = 'ceiling' | 'floor' | 'half-even';

/** What may stand on the wire: digits with an optional fraction; no exponent, no sign but a minus. */
export const DECIMAL_PATTERN = /^-?\d{1,20}(\.\d{1,18})?$/;

/**
 * An exact decimal number: `units / 10 ** scale`.
 *
 * Sums, differences and products are exact, whatever their size. Only `dividedBy` and `round` lose
 * digits, and both must be told how many to keep and which way to round.
 */
export class Decimal {
  static readonly ZERO = new Decimal(0n, 0);

  readonly units: bigint;
  readonly scale: number;

  private constructor(units: bigint, scale: number) {
    this.units = units;
    this.scale = scale;
  }

  /** Reads `-12.50`; throws a RangeError for anything that is not a plain decimal. */
  static parse(text: string): Decimal {
    if (!DECIMAL_PATTERN.test(text)) throw new RangeError(`Not a decimal: ${text.slice(0, 60)}`);
    const point = text.indexOf('.');
    return new Decimal(unitsOf(text), point < 0 ? 0 : text.length - point - 1);
  }

  static integer(value: number | bigint): Decimal {
    return new Decimal(BigInt(value), 0);
  }

  static max(first: Decimal, ...others: readonly Decimal[]): Decimal {
    return others.reduce((best, next) => (next.greaterThan(best) ? next : best), first);
  }

  static min(first: Decimal, ...others: readonly Decimal[]): Decimal {
    return others.reduce((best, next) => (next.lessThan(best) ? next : best), first);
  }

  static sum(values: Iterable<Decimal>): Decimal {
    let total = Decimal.ZERO;
    for (const value of values) total = total.plus(value);
    return total;
  }

  plus(other: Decimal): Decimal {
    const scale = Math.max(this.scale, other.scale);
    return new Decimal(this.unitsAt(scale) + other.unitsAt(scale), scale);
  }

  minus(other: Decimal): Decimal {
    const scale = Math.max(this.scale, other.scale);
    return new Decimal(this.unitsAt(scale) - other.unitsAt(scale), scale);
  }

  times(other: Decimal): Decimal {
    return new Decimal(this.units * other.units, this.scale + other.scale);
  }

  /** The quotient, rounded to `digits` after the point. Throws a RangeError for a zero divisor. */
  dividedBy(divisor: Decimal, { digits, rounding }: Precision): Decimal {
    if (divisor.units === 0n) throw new RangeError('Division by zero');
    const shift = digits + divisor.scale - this.scale;
    const numerator = shift >= 0 ? this.units * powerOfTen(shift) : this.units;
    const denominator = shift >= 0 ? divisor.units : divisor.units * powerOfTen(-shift);
    return new Decimal(divide(numerator, denominator, rounding), digits);
  }

  /** At most `digits` after the point. */
  round({ digits, rounding }: Precision): Decimal {
    if (this.scale <= digits) return this;
    return new Decimal(divide(this.units, powerOfTen(this.scale - digits), rounding), digits);
  }

  negated(): Decimal {
    return new Decimal(-this.units, this.scale);
  }

  abs(): Decimal {
    return this.units < 0n ? this.negated() : this;
  }

  compare(other: Decimal): -1 | 0 | 1 {
    const scale = Math.max(this.scale, other.scale);
    const [a, b] = [this.unitsAt(scale), other.unitsAt(scale)];
    if (a === b) return 0;
    return a < b ? -1 : 1;
  }

  equals(other: Decimal): boolean {
    return this.compare(other) === 0;
  }

  lessThan(other: Decimal): boolean {
    return this.compare(other) < 0;
  }

  greaterThan(other: Decimal): boolean {
    return this.compare(other) > 0;
  }

  atMost(other: Decimal): boolean {
    return this.compare(other) <= 0;
  }

  atLeast(other: Decimal): boolean {
    return this.compare(other) >= 0;
  }

  isZero(): boolean {
    return this.units === 0n;
  }

  isPositive(): boolean {
    return this.units > 0n;
  }

  isNegative(): boolean {
    return this.units < 0n;
  }

  isMultipleOf(step: Decimal): boolean {
    const scale = Math.max(this.scale, step.scale);
    return this.unitsAt(scale) % step.unitsAt(scale) === 0n;
  }

  /** As many digits as the value carries: `parse('1.50')` prints `1.50`. */
  toString(): string {
    if (this.scale === 0) return this.units.toString();
    const digits = (this.units < 0n ? -this.units : this.units)
      .toString()
      .padStart(this.scale + 1, '0');
    const point = digits.length - this.scale;
    return `${this.units < 0n ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point)}`;
  }

  /** Exactly `digits` after the point; a value with more is rounded half to even. */
  toFixed(digits: number): string {
    const rounded = this.round({ digits, rounding: 'half-even' });
    return new Decimal(rounded.unitsAt(digits), digits).toString();
  }

  toJSON(): string {
    return this.toString();
  }

  private unitsAt(scale: number): bigint {
    return scale === this.scale ? this.units : this.units * powerOfTen(scale - this.scale);
  }
}

export interface Precision {
  readonly digits: number;
  readonly rounding: Rounding;
}

/** So many digits are exact in a number, which is read three times as fast as a BigInt. */
const EXACT_DIGITS = 15;
const MINUS = 45;
const POINT = 46;
const NOUGHT = 48;

/** What a decimal is without its point. */
function unitsOf(text: string): bigint {
  if (text.length > EXACT_DIGITS) return BigInt(text.replace('.', ''));
  const isNegative = text.charCodeAt(0) === MINUS;
  let units = 0;
  for (let at = isNegative ? 1 : 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code !== POINT) units = units * 10 + (code - NOUGHT);
  }
  return BigInt(isNegative ? -units : units);
}

const POWERS = Array.from({ length: 64 }, (_, exponent) => 10n ** BigInt(exponent));

function powerOfTen(exponent: number): bigint {
  return POWERS[exponent] ?? 10n ** BigInt(exponent);
}

/** Integer division; BigInt's own truncates towards zero. */
function divide(numerator: bigint, denominator: bigint, rounding: Rounding): bigint {
  const [n, d] = denominator < 0n ? [-numerator, -denominator] : [numerator, denominator];
  const truncated = n / d;
  const remainder = n % d;
  if (remainder === 0n) return truncated;

  const floor = n < 0n ? truncated - 1n : truncated;
  if (rounding === 'floor') return floor;
  if (rounding === 'ceiling') return floor + 1n;
  const twice = 2n * (n - floor * d);
  const up = twice > d || (twice === d && floor % 2n !== 0n);
  return up ? floor + 1n : floor;
}
