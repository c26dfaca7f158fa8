import { describe, expect, it } from 'vitest';
import { Decimal } from './decimal.ts';
import { isTradable, listInstruments } from './instrument.ts';

const [first] = listInstruments();
if (!first) throw new Error('The table of instruments is empty');
const minLot = Decimal.parse('0.10');
const lotStep = Decimal.parse('0.01');

describe('the size of an order', () => {
  it.each([
    ['0.09', false],
    ['0.10', true],
    ['0.11', true],
    ['0.105', false],
    ['-0.10', false],
  ])('is from the smallest lot on, in steps: %s is %s', (lots, expected) => {
    expect(isTradable(Decimal.parse(lots), { ...first, minLot, lotStep })).toBe(expected);
  });
});
