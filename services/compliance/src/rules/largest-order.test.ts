import { describe, expect, it } from 'vitest';
import { anAccount, aSituation, aTrade, dec, limitsOf } from '../../test/situations.ts';
import { largestAllowed } from './largest-order.ts';

const rich = anAccount({
  initialBalance: dec('100000000000.00'),
  balance: dec('100000000000.00'),
});
const { maxLotsPerTrade: _max, ...unlimited } = limitsOf('ftmo');
const trade = aTrade({ lots: '0.01', slPrice: '1.09999' });

describe('the largest order that would pass', () => {
  it('is no larger than any order may be, whatever room there is', () => {
    const situation = aSituation({ account: rich, limits: unlimited, trade });

    expect(largestAllowed(situation).toString()).toBe('1000000.00');
  });

  it('is none where the room is gone', () => {
    const account = anAccount({ balance: dec('90000.00') });

    expect(largestAllowed(aSituation({ account, limits: unlimited })).isZero()).toBe(true);
  });

  it('is what the limit of size says where that is the strictest', () => {
    expect(largestAllowed(aSituation({ account: rich, trade })).toString()).toBe('2.00');
  });
});
