import { describe, expect, it } from 'vitest';
import { answerFor } from './answer.ts';
import type { Reading, Signal } from './reading.ts';

const signal: Signal = {
  action: 'buy',
  orderType: 'limit',
  symbol: 'XAUUSD',
  entry: { low: '2327', high: '2331.5' },
  stopLoss: { price: '2323' },
  takeProfits: [{ price: '2335' }, { pips: '80' }, { open: true }],
  lots: '0.01',
  riskPercent: null,
  leverage: '10',
  timeframe: 'H4',
};
const reading: Reading = {
  kind: 'signal',
  signals: [signal],
  update: null,
  confidence: 0.97,
  abstained: null,
  evidence: [],
  warnings: [],
};
const line = (more: Partial<Reading>) => JSON.stringify(answerFor('a', { ...reading, ...more }));

describe('the answer for a message', () => {
  it('has all ten fields of an order, its decimals as numbers', () => {
    expect(line({})).toBe(
      '{"id":"a","labels":{"kind":"signal","signals":[{"action":"buy","orderType":"limit",' +
        '"symbol":"XAUUSD","entry":{"low":2327,"high":2331.5},"stopLoss":{"price":2323},' +
        '"takeProfits":[{"price":2335},{"pips":80},{"open":true}],"lots":0.01,"riskPercent":null,' +
        '"leverage":10,"timeframe":"H4"}],"update":null},"confidence":0.97,"abstained":false}',
    );
  });

  it('has the digits of the text, though no float could hold them', () => {
    const lots = '12345678901234567890.00000000000000000001';

    expect(line({ signals: [{ ...signal, lots }] })).toContain(`"lots":${lots}`);
  });

  it('has further instructions only where there are some', () => {
    const update = { type: 'breakeven', symbol: null, percent: null, price: null } as const;
    const moreUpdates = [{ ...update, type: 'closePartial', percent: '50' } as const];

    expect(line({ kind: 'update', signals: [], update, moreUpdates })).toContain(
      '"signals":[],"update":{"type":"breakeven","symbol":null,"percent":null,"price":null},' +
        '"moreUpdates":[{"type":"closePartial","symbol":null,"percent":50,"price":null}]}',
    );
    expect(line({})).not.toContain('moreUpdates');
  });

  it('says why a person must look first', () => {
    expect(line({ abstained: 'unsure' })).toMatch(/"abstained":true,"reason":"unsure"}$/);
  });

  it('is noise, and no answer to rely on, for a text that was not read', () => {
    const refusal = { kind: 'refused', reason: 'text-too-long', bytesMax: 8_192 } as const;

    expect(answerFor(7, refusal)).toEqual({
      id: 7,
      labels: { kind: 'noise', signals: [], update: null },
      confidence: 0,
      abstained: true,
      reason: 'text-too-long',
    });
  });
});
