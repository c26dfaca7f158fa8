/** Where a value that does not fit goes: towards +∞, towards −∞, or to the nearest, ties to even. */
export type Rounding = 'ceiling' | 'floor' | 'half-even';

/**
 * An integer of any size: a number as long as that is exact, because a BigInt takes several times as
 * long, and a bigint beyond. The same integer is always the same kind of the two, so `===`, `<` and
 * `>` may be asked of any two.
 */
export type Units = number | bigint;

const SAFE_MAX = Number.MAX_SAFE_INTEGER;

/** What is inexact rounds to a number that is not below the true one, so it never looks exact. */
const isExact = (result: number) => result <= SAFE_MAX && result >= -SAFE_MAX;

export function unitsFrom(integer: Units): Units {
  if (typeof integer === 'number') {
    return Number.isSafeInteger(integer) ? integer + 0 : BigInt(integer); // −0 + 0 is 0.
  }
  const near = Number(integer);
  return isExact(near) ? near : integer;
}

export function added(a: Units, b: Units): Units {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (isExact(sum)) return sum;
  }
  return unitsFrom(BigInt(a) + BigInt(b));
}

export function subtracted(a: Units, b: Units): Units {
  if (typeof a === 'number' && typeof b === 'number') {
    const difference = a - b;
    if (isExact(difference)) return difference;
  }
  return unitsFrom(BigInt(a) - BigInt(b));
}

export function multiplied(a: Units, b: Units): Units {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b;
    if (isExact(product)) return product + 0;
  }
  return unitsFrom(BigInt(a) * BigInt(b));
}

/** By a divisor that is not zero. */
export function remainderOf(a: Units, b: Units): Units {
  if (typeof a === 'number' && typeof b === 'number') return (a % b) + 0;
  return unitsFrom(BigInt(a) % BigInt(b));
}

const POWERS = Float64Array.from({ length: 16 }, (_, exponent) => 10 ** exponent);

/** By so many digits to the left. */
export function shifted(units: Units, digits: number): Units {
  if (typeof units === 'number' && digits < POWERS.length) {
    const product = units * (POWERS[digits] ?? 0);
    if (isExact(product)) return product + 0;
  }
  return unitsFrom(BigInt(units) * 10n ** BigInt(digits));
}

/** By a divisor that is not zero. */
export function divided(numerator: Units, denominator: Units, rounding: Rounding): Units {
  if (typeof numerator === 'number' && typeof denominator === 'number') {
    const n = denominator < 0 ? -numerator : numerator;
    const d = Math.abs(denominator);
    if (Math.abs(n) + d <= SAFE_MAX) return dividedNumbers(n, d, rounding);
  }
  const [n, d] = [BigInt(numerator), BigInt(denominator)];
  return unitsFrom(d < 0n ? dividedBigInts(-n, -d, rounding) : dividedBigInts(n, d, rounding));
}

/**
 * A quotient of exact integers is never so near to the next integer that it rounds to it, so its floor
 * is exact; what remains is too, because the caller has seen to it that `n` and `d` are not too large.
 */
function dividedNumbers(n: number, d: number, rounding: Rounding): number {
  const floor = Math.floor(n / d) + 0;
  const remainder = n - floor * d;
  if (remainder === 0 || rounding === 'floor') return floor;
  if (rounding === 'ceiling') return floor + 1;
  const twice = 2 * remainder;
  const up = twice > d || (twice === d && floor % 2 !== 0);
  return up ? floor + 1 : floor;
}

/** BigInt's own division truncates towards zero. */
function dividedBigInts(n: bigint, d: bigint, rounding: Rounding): bigint {
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
