import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
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

const EDGE = 2n ** 53n;
const RUNS = { numRuns: 3_000 };

/** Small, around where numbers stop being exact, and far beyond; of either sign. */
const integers = fc.oneof(
  fc.bigInt(-20n, 20n),
  fc.bigInt(-(10n ** 9n), 10n ** 9n),
  fc.bigInt(EDGE - 5n, EDGE + 5n),
  fc.bigInt(-EDGE - 5n, 5n - EDGE),
  fc.bigInt(-(10n ** 40n), 10n ** 40n),
);
const divisors = integers.filter((integer) => integer !== 0n);

/** Which kind it is is part of it: one value in two kinds would differ from itself. */
const shown = (units: Units) => `${typeof units} ${Object.is(units, -0) ? '-0' : String(units)}`;
const isSmall = (integer: bigint) => integer > -EDGE && integer < EDGE;
const right = (integer: bigint) => `${isSmall(integer) ? 'number' : 'bigint'} ${integer}`;

describe('units of any size', () => {
  it('are added, subtracted and multiplied as BigInts are', () => {
    fc.assert(
      fc.property(integers, integers, (a, b) => {
        const [one, other] = [unitsFrom(a), unitsFrom(b)];
        expect(shown(one)).toBe(right(a));
        expect(shown(added(one, other))).toBe(right(a + b));
        expect(shown(subtracted(one, other))).toBe(right(a - b));
        expect(shown(multiplied(one, other))).toBe(right(a * b));
      }),
      RUNS,
    );
  });

  it('are compared as BigInts are', () => {
    fc.assert(
      fc.property(integers, integers, (a, b) => {
        const [one, other] = [unitsFrom(a), unitsFrom(b)];
        expect([one < other, one > other, one === other]).toEqual([a < b, a > b, a === b]);
        expect(unitsFrom(a) === one).toBe(true);
      }),
      RUNS,
    );
  });

  it('are divided to the nearest integer on the asked side', () => {
    fc.assert(
      fc.property(integers, divisors, (a, b) => {
        const [one, other] = [unitsFrom(a), unitsFrom(b)];
        for (const rounding of ['floor', 'ceiling', 'half-even'] as const) {
          expect(shown(divided(one, other, rounding))).toBe(right(quotient(a, b, rounding)));
        }
        expect(shown(remainderOf(one, other))).toBe(right(a % b));
      }),
      RUNS,
    );
  });

  it('are not rounded the wrong way where a product would no longer be exact', () => {
    const [n, d] = [-9_007_199_254_740_987n, 3_602_879_701_896_395n];

    expect(divided(unitsFrom(n), unitsFrom(d), 'half-even')).toBe(
      Number(quotient(n, d, 'half-even')),
    );
  });

  it('are shifted by digits as BigInts are', () => {
    fc.assert(
      fc.property(integers, fc.integer({ min: 0, max: 40 }), (a, digits) => {
        expect(shown(shifted(unitsFrom(a), digits))).toBe(right(a * 10n ** BigInt(digits)));
      }),
      RUNS,
    );
  });

  it('are read from numbers that are whole', () => {
    expect([unitsFrom(-0), unitsFrom(2 ** 53), unitsFrom(5)]).toEqual([0, EDGE, 5]);
    expect(() => unitsFrom(1.5)).toThrow(RangeError);
  });
});

/** The definition: the greatest integer not above, the least not below, the even one of two as near. */
function quotient(a: bigint, b: bigint, rounding: Rounding): bigint {
  const [n, d] = b < 0n ? [-a, -b] : [a, b];
  let floor = n / d;
  while (floor * d > n) floor -= 1n;
  const ceiling = floor * d === n ? floor : floor + 1n;
  if (rounding === 'floor') return floor;
  if (rounding === 'ceiling') return ceiling;
  const [below, above] = [n - floor * d, ceiling * d - n];
  if (below === above) return floor % 2n === 0n ? floor : ceiling;
  return below < above ? floor : ceiling;
}
