import { describe, expect, it } from 'vitest';
import { dec } from '../../test/situations.ts';
import type { Objectives } from '../profiles/limits.ts';
import { tradingDays } from '../profiles/trading-day.ts';
import { progressOf } from './progress.ts';
import { tradedDays, type TradeRecord } from './trade-record.ts';

const prague = tradingDays({ tz: 'Europe/Prague', at: '00:00' });
const at = (text: string) => new Date(`2026-${text}Z`);

const record: TradeRecord = {
  currency: 'USD',
  initialBalance: dec('100000.00'),
  phase: 'evaluation',
  openedAt: at('06-01T00:00:00'),
  openPositions: 0,
  openings: [],
  closings: [],
};

/** One closing a day, at noon of June’s first days. */
function results(...profits: readonly string[]) {
  return profits.map((profit, index) => ({
    at: new Date(Date.UTC(2026, 5, index + 1, 12)),
    profit: dec(profit),
  }));
}

function progress(objectives: Objectives, change: Partial<TradeRecord> = {}) {
  return progressOf({ ...record, ...change }, { day: prague, objectives });
}

describe('the days of a record', () => {
  it('are those of the profile, with what was opened and closed on them', () => {
    const openings = [at('06-08T21:59:59'), at('06-08T22:00:00'), at('06-09T10:00:00')];
    const closings = [
      { at: at('06-09T21:59:59'), profit: dec('10.00') },
      { at: at('06-09T12:00:00'), profit: dec('-4.00') },
      { at: at('06-11T12:00:00'), profit: dec('1.00') },
    ];

    const days = tradedDays({ openings, closings }, prague);

    expect(
      days.map(({ start, opened, profit }) => [start.toISOString(), opened, profit.toString()]),
    ).toEqual([
      ['2026-06-07T22:00:00.000Z', 1, '0'],
      ['2026-06-08T22:00:00.000Z', 2, '6.00'],
      ['2026-06-10T22:00:00.000Z', 0, '1.00'],
    ]);
  });
});

describe('the minimum of trading days', () => {
  const wanted = { minTradingDays: { evaluation: 2 } };

  it('counts days on which a trade was opened, not those on which one was closed', () => {
    const openings = [at('06-08T10:00:00'), at('06-08T11:00:00')];

    expect(progress(wanted, { openings, closings: results('1', '1', '1') })).toEqual([
      {
        id: 'MIN_TRADING_DAYS',
        step: null,
        met: false,
        message: '1 of 2 days',
        limit: '2',
        actual: '1',
        unit: 'days',
        formula: 'tradingDays >= minTradingDays',
        inputs: { tradingDays: '1', minTradingDays: '2' },
      },
    ]);
    expect(progress(wanted, { openings: [...openings, at('06-08T22:00:00')] })).toMatchObject([
      { met: true, actual: '2' },
    ]);
  });

  it('counts profitable days where the profile says what they must bring', () => {
    const profitable = { minTradingDays: { evaluation: 2, minProfitPct: dec('0.5') } };

    expect(progress(profitable, { closings: results('500.00', '499.99') })).toMatchObject([
      { met: false, actual: '1', inputs: { minProfit: '500.00' } },
    ]);
    expect(progress(profitable, { closings: results('500.00', '900.00') })).toMatchObject([
      { met: true },
    ]);
  });

  it('is asked for in its phase only', () => {
    expect(progress(wanted, { phase: 'funded' })).toEqual([]);
    expect(progress({ minTradingDays: { funded: 1 } }, { phase: 'funded' })).toHaveLength(1);
  });
});

describe('a profit target', () => {
  const wanted = { profitTargetPct: [dec('10'), dec('5')] };

  it('is met by closed profit, to the cent, with nothing open', () => {
    const closings = results('4000.00', '5999.99');

    expect(progress(wanted, { closings })).toMatchObject([
      {
        id: 'PROFIT_TARGET',
        step: 1,
        met: false,
        limit: '10000.00',
        actual: '9999.99',
        unit: 'USD',
      },
      { id: 'PROFIT_TARGET', step: 2, met: true, limit: '5000.00' },
    ]);
    const enough = [...closings, ...results('0.01')];
    expect(progress(wanted, { closings: enough })).toMatchObject([{ met: true }, { met: true }]);
    expect(progress(wanted, { closings: enough, openPositions: 1 })).toMatchObject([
      { met: false, inputs: { openPositions: '1' } },
      { met: false },
    ]);
  });

  it('rounds up to the currency’s minor unit', () => {
    const change = { currency: 'JPY', initialBalance: dec('1000001') };

    expect(progress({ profitTargetPct: [dec('10')] }, change)).toMatchObject([{ limit: '100001' }]);
  });

  it('is none of a funded account', () => {
    expect(progress(wanted, { phase: 'funded' })).toEqual([]);
  });
});

describe('the best day', () => {
  const phases: ('evaluation' | 'funded')[] = ['evaluation'];
  const of = (kind: 'profit' | 'positiveDays', pct = '50') => ({
    consistency: { bestDayPct: dec(pct), of: kind, phases },
  });

  it('has its share of all profit, or of the winning days’ only', () => {
    const closings = results('600.00', '-500.00', '300.00');

    expect(progress(of('profit'), { closings })).toMatchObject([
      {
        met: false,
        actual: '150.00',
        limit: '50',
        inputs: { bestDay: '600.00', profit: '400.00' },
      },
    ]);
    expect(progress(of('positiveDays', '70'), { closings })).toMatchObject([
      { met: true, actual: '66.67', inputs: { positiveDays: '900.00' } },
    ]);
  });

  it('is met to the cent', () => {
    expect(progress(of('profit'), { closings: results('500', '500') })).toMatchObject([
      { met: true, actual: '50.00' },
    ]);
    expect(progress(of('profit'), { closings: results('500.01', '500') })).toMatchObject([
      { met: false, actual: '50.01' },
    ]);
  });

  it.each([[[]], [['-5.00']], [['5.00', '-5.00']]])('has no share of no profit: %o', (profits) => {
    expect(progress(of('profit'), { closings: results(...profits) })).toMatchObject([
      { met: false, actual: 'none' },
    ]);
  });

  it('is asked for in its phases only', () => {
    expect(progress(of('profit'), { phase: 'funded', closings: results('5') })).toEqual([]);
  });
});

describe('the duties of a firm', () => {
  it('are named, and not judged', () => {
    expect(progress({ firmDuties: ['RISK_WARNING_SHOWN'] })).toMatchObject([
      { id: 'RISK_WARNING_SHOWN', met: null },
    ]);
  });
});
