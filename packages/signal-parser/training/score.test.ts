import { describe, expect, it } from 'vitest';
import type { Labels } from './labels.ts';
import {
  areUpdatesRight,
  count,
  intervalOf,
  isCoreRight,
  isWhollyRight,
  newTally,
  show,
} from './score.ts';

type Signal = Labels['signals'][number];

const aSignal = (more: Partial<Signal> = {}): Signal => ({
  action: 'buy',
  orderType: 'market',
  symbol: 'XAUUSD',
  entry: { low: '2327', high: '2331' },
  stopLoss: { price: '2320' },
  takeProfits: [{ price: '2350' }],
  lots: null,
  riskPercent: null,
  leverage: null,
  timeframe: null,
  ...more,
});

const anOrder = (more: Partial<Signal> = {}): Labels => ({
  kind: 'signal',
  signals: [aSignal(more)],
  update: null,
});

const CLOSE = { type: 'close', symbol: 'XAUUSD', percent: null, price: null } as const;

describe('a tally', () => {
  it('counts what was asked and what was right', () => {
    const tally = newTally();
    for (const isRight of [true, true, false, true]) count(tally, isRight);

    expect(tally).toEqual({ right: 3, of: 4 });
    expect(show(tally)).toContain('75.0 %');
    expect(show(tally)).toContain('3 of 4');
  });

  it('has an interval around its share, narrower the more was asked', () => {
    const [low, high] = intervalOf({ right: 90, of: 100 });
    const [lower, higher] = intervalOf({ right: 9, of: 10 });

    expect(low).toBeCloseTo(0.826, 3);
    expect(high).toBeCloseTo(0.945, 3);
    expect(lower).toBeLessThan(low);
    expect(higher).toBeGreaterThan(high);
  });

  it('says nothing before anything was asked', () => {
    expect(intervalOf(newTally())).toEqual([0, 1]);
    expect(show(newTally())).toContain('0 of 0');
  });
});

describe('a reading', () => {
  it('is right if it says what the labels say', () => {
    expect(isWhollyRight(anOrder(), anOrder())).toBe(true);
  });

  it.each([
    { action: 'sell' },
    { orderType: 'limit' },
    { symbol: 'XAGUSD' },
    { entry: null },
    { stopLoss: null },
    { takeProfits: [] },
  ] as const)('is wrong at its core with %o', (difference) => {
    expect(isCoreRight(anOrder(difference), anOrder())).toBe(false);
    expect(isWhollyRight(anOrder(difference), anOrder())).toBe(false);
  });

  it.each([
    { lots: '0.1' },
    { riskPercent: '1' },
    { leverage: '10' },
    { timeframe: 'H4' },
  ] as const)('is right at its core, but not wholly, with %o', (difference) => {
    expect(isCoreRight(anOrder(difference), anOrder())).toBe(true);
    expect(isWhollyRight(anOrder(difference), anOrder())).toBe(false);
  });

  it('is wrong if it is of another kind', () => {
    const noise: Labels = { kind: 'noise', signals: [], update: null };

    expect(isCoreRight({ ...noise, kind: 'update' }, noise)).toBe(false);
  });

  it('must have all instructions, in their order', () => {
    const both = { ...anOrder(), update: CLOSE, moreUpdates: [{ ...CLOSE, symbol: null }] };

    expect(areUpdatesRight(both, both)).toBe(true);
    expect(areUpdatesRight({ ...anOrder(), update: CLOSE }, both)).toBe(false);
    expect(isWhollyRight(anOrder(), both)).toBe(false);
  });
});
