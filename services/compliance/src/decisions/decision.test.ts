import { describe, expect, it } from 'vitest';
import { aTrade } from '../../test/situations.ts';
import { isSameOrder } from './decision.ts';

describe('two orders', () => {
  it.each([
    ['spelled alike', {}],
    ['with other digits for the same numbers', { lots: '1', slPrice: '1.09' }],
    ['with nothing instead of null', { entryPrice: undefined, positionId: undefined }],
  ])('are the same %s', (_how, change) => {
    expect(isSameOrder(aTrade(), aTrade(change))).toBe(true);
  });

  it.each([
    { symbol: 'GBPUSD' },
    { side: 'sell' as const },
    { type: 'limit' as const },
    { lots: '1.01' },
    { entryPrice: '1.1' },
    { slPrice: '1.09001' },
    { slPrice: null },
    { tpPrice: '1.2' },
    { reduceOnly: true },
    { positionId: 'p1' },
  ])('are not the same with %o', (change) => {
    expect(isSameOrder(aTrade(), aTrade(change))).toBe(false);
  });
});
