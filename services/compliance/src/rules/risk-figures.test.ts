import { describe, expect, it } from 'vitest';
import { dec } from '../../test/situations.ts';
import { usedShare } from './risk-figures.ts';

const limit = (reference: string, allowance: string) => ({
  reference: dec(reference),
  allowance: dec(allowance),
  lock: undefined,
  floor: dec(reference).minus(dec(allowance)),
});

describe('the share of a limit that is in use', () => {
  it.each([
    ['100000.00', '0.00'],
    ['101000.00', '0.00'],
    ['99999.99', '0.01'],
    ['97500.00', '50.00'],
    ['94998.00', '100.04'],
  ])('of five thousand below a hundred thousand at %s is %s percent', (equity, expected) => {
    expect(usedShare(limit('100000.00', '5000.00'), dec(equity))).toBe(expected);
  });

  it('is all of it where nothing may be lost', () => {
    expect(usedShare(limit('0.10', '0.00'), dec('0.10'))).toBe('100.00');
  });
});
