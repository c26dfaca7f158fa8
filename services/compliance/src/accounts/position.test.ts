import { describe, expect, it } from 'vitest';
import { dec } from '../../test/situations.ts';
import { commissionPerLot, reduced, type OpenPosition } from './position.ts';

const position: OpenPosition = {
  id: 'p1',
  symbol: 'EURUSD',
  side: 'buy',
  lots: dec('0.90'),
  openPrice: dec('1.1'),
  stopLoss: undefined,
  takeProfit: undefined,
  commission: dec('7.00'),
  swap: dec('0.00'),
  openedAt: new Date(0),
};

describe('a position that is closed in part', () => {
  it('keeps its share of the commission, rounded against the account', () => {
    const left = reduced(position, dec('0.30'), 'USD');

    expect(left?.lots.toString()).toBe('0.30');
    expect(left?.commission.toString()).toBe('2.34');
    expect(reduced(position, dec('0.30'), 'JPY')?.commission.toString()).toBe('3');
  });

  it('is gone when nothing is left', () => {
    expect(reduced(position, dec('0.00'), 'USD')).toBeUndefined();
  });
});

describe('commissionPerLot', () => {
  it('rounds up, so that it is never too little for as many lots', () => {
    expect(commissionPerLot(dec('1.00'), dec('0.03')).toString()).toBe('33.33333334');
  });
});
