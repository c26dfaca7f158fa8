import { ProposedTrade } from '@signalos/contracts';
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

  const changes = [
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
    { leverage: '500' },
    { strategyId: 'robot' },
  ];

  it.each(changes)('are not the same with %o', (change) => {
    expect(isSameOrder(aTrade(), { ...aTrade(), ...change })).toBe(false);
  });

  it('are compared by all that makes an order', () => {
    const {
      clientTradeId: _id,
      accountId: _account,
      reserve: _reserve,
      ...content
    } = ProposedTrade.shape;
    const compared = new Set(changes.flatMap((change) => Object.keys(change)));
    expect(compared).toEqual(new Set(Object.keys(content)));
  });
});
