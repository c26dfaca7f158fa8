import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimal, DECIMAL_PATTERN } from './decimal.ts';
import type { Rounding } from './units.ts';

const d = (text: string) => Decimal.parse(text);

/** Decimals of up to 12 digits, with up to 6 after the point. */
const decimals = fc
  .tuple(fc.bigInt(-(10n ** 12n), 10n ** 12n), fc.integer({ min: 0, max: 6 }))
  .map(([units, scale]) => {
    const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
    const point = digits.length - scale;
    const text = scale === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
    return d(`${units < 0n ? '-' : ''}${text}`);
  });

const roundings: readonly Rounding[] = ['ceiling', 'floor', 'half-even'];

describe('reading', () => {
  it.each(['0', '-0.5', '1.50', '007', '12345678901234567890.123456789012345678'])(
    'takes %s',
    (text) => {
      expect(d(text).toString()).toBe(text.replace(/^00/, ''));
    },
  );

  it('is exact for any number of digits', () => {
    for (let digits = 1; digits <= 20; digits++) {
      const nines = '9'.repeat(digits);
      expect([d(nines), d(`-${nines}`), d(`0.${nines}`.slice(0, 20))].map(String)).toEqual([
        nines,
        `-${nines}`,
        `0.${nines}`.slice(0, 20),
      ]);
    }
    expect(d('-0.00').toString()).toBe('0.00');
  });

  it.each([
    '',
    ' 1',
    '1.',
    '.5',
    '1e3',
    '+1',
    '1,5',
    'NaN',
    'Infinity',
    '--1',
    '١',
    '1'.repeat(21),
  ])('refuses %j', (text) => {
    expect(() => d(text)).toThrow(RangeError);
  });
});

describe('reading anything', () => {
  const soup = fc.string({
    unit: fc.constantFrom(...Array.from('0123456789-.+e١ ')),
    maxLength: 24,
  });

  it('takes what the pattern takes, and nothing else', () => {
    fc.assert(
      fc.property(soup, (text) => {
        expect(Decimal.read(text) !== undefined).toBe(DECIMAL_PATTERN.test(text));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('arithmetic', () => {
  it('is exact where floats are not', () => {
    expect(d('0.1').plus(d('0.2')).toString()).toBe('0.3');
    expect(d('35.00').times(d('0.01')).equals(d('0.35'))).toBe(true);
    expect(d('1.005').minus(d('1')).toString()).toBe('0.005');
  });

  it('obeys its laws', () => {
    fc.assert(
      fc.property(decimals, decimals, decimals, (a, b, c) => {
        expect(a.plus(b).equals(b.plus(a))).toBe(true);
        expect(a.times(b.plus(c)).equals(a.times(b).plus(a.times(c)))).toBe(true);
        expect(a.plus(b).minus(b).equals(a)).toBe(true);
        expect(a.minus(b).isNegative()).toBe(a.lessThan(b));
        expect(a.abs().isNegative()).toBe(false);
      }),
    );
  });

  it('divides to the asked digits: the true quotient lies within one unit, on the asked side', () => {
    const digits = fc.integer({ min: 0, max: 8 });
    const divisor = decimals.filter((value) => !value.isZero());
    fc.assert(
      fc.property(decimals, divisor, digits, (a, b, places) => {
        const unit = Decimal.integer(1).dividedBy(Decimal.integer(10n ** BigInt(places)), {
          digits: places,
          rounding: 'floor',
        });
        const [up, down, near] = roundings.map((rounding) =>
          a.dividedBy(b, { digits: places, rounding }),
        );
        if (!up || !down || !near) throw new Error('unreachable');
        // b × floor ≤ a ≤ b × ceiling, for a positive divisor; the other way round for a negative.
        const [low, high] = b.isNegative() ? [up, down] : [down, up];
        expect(b.times(low).atMost(a)).toBe(true);
        expect(b.times(high).atLeast(a)).toBe(true);
        expect(up.minus(down).atMost(unit)).toBe(true);
        expect(near.equals(up) || near.equals(down)).toBe(true);
      }),
    );
  });

  it.each([
    ['2.345', 'ceiling', '2.35'],
    ['2.341', 'ceiling', '2.35'],
    ['-2.349', 'ceiling', '-2.34'],
    ['2.349', 'floor', '2.34'],
    ['-2.341', 'floor', '-2.35'],
    ['2.345', 'half-even', '2.34'],
    ['2.355', 'half-even', '2.36'],
    ['-2.345', 'half-even', '-2.34'],
    ['-2.346', 'half-even', '-2.35'],
  ] as const)('rounds %s by %s to %s', (value, rounding, expected) => {
    expect(d(value).round({ digits: 2, rounding }).toString()).toBe(expected);
  });

  it('refuses to divide by zero', () => {
    expect(() => d('1').dividedBy(d('0.00'), { digits: 2, rounding: 'floor' })).toThrow(RangeError);
  });
});

describe('comparing', () => {
  it('does not care for trailing zeros', () => {
    expect(d('1.50').equals(d('1.5'))).toBe(true);
    expect(d('1.50').compare(d('1.5'))).toBe(0);
  });

  it('orders', () => {
    expect(Decimal.max(d('1'), d('3.1'), d('3.05')).toString()).toBe('3.1');
    expect(Decimal.min(d('1'), d('-3'), d('3')).toString()).toBe('-3');
    expect(d('2').greaterThan(d('1.99')) && d('1').isPositive() && !d('0').isPositive()).toBe(true);
  });

  it.each([
    ['0.03', '0.01', true],
    ['0.035', '0.01', false],
    ['1.5', '1', false],
    ['0', '0.01', true],
  ])('knows whether %s is a multiple of %s', (value, step, expected) => {
    expect(d(value).isMultipleOf(d(step))).toBe(expected);
  });
});

describe('printing', () => {
  it('keeps the digits it was given, and fixes them when asked', () => {
    expect(d('1.50').toString()).toBe('1.50');
    expect(d('1.5').toFixed(4)).toBe('1.5000');
    expect(d('-0.05').toFixed(1)).toBe('0.0');
    expect(JSON.stringify({ lots: d('0.10') })).toBe('{"lots":"0.10"}');
    expect(Decimal.sum([d('0.1'), d('0.25')]).toString()).toBe('0.35');
  });
});
