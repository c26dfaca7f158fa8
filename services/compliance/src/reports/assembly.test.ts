import { describe, expect, it } from 'vitest';
import {
  aClosedPart,
  aDayRecord,
  aFoundViolation,
  aHistory,
  aPeriod,
  aRefusal,
  aSource,
  noonOf,
} from '../../test/report-sources.ts';
import { aPosition, dec, NOW } from '../../test/situations.ts';
import { reportOf, tradesOf, type ReportSource } from './assembly.ts';
import { assertComplete, TRADES_MAX } from './history.ts';
import { Report } from './report.ts';

function withBalance(balance: string, overrides: Partial<ReportSource> = {}): ReportSource {
  const source = aSource(overrides);
  const account = { ...source.book.account, balance: dec(balance) };
  return { ...source, book: { ...source.book, account } };
}

function valueOf(source: ReportSource, id: string): string | null | undefined {
  return reportOf(source).metrics.find((metric) => metric.id === id)?.value;
}

describe('a report', () => {
  it('fits its schema, and is the same for the same data', () => {
    const violationCounts = [
      { ruleId: 'SL_REQUIRED', severity: 'hard', day: 9, count: 1 } as const,
    ];
    const violations = [aFoundViolation()];
    const closed = [aClosedPart('10.00', NOW)];
    const source = aSource({ history: aHistory({ closed, violations, violationCounts }) });

    expect(Report.parse(reportOf(source))).toEqual(reportOf(source));
  });
});

describe('the days of a report', () => {
  it('are told from the opening of the account on, without weekends on which nothing was traded', () => {
    const { days } = reportOf(aSource({ period: aPeriod('2026-05-20', '2026-06-10') }));

    expect(days.map(({ date }) => date)).toEqual([
      '2026-06-01',
      '2026-06-02',
      '2026-06-03',
      '2026-06-04',
      '2026-06-05',
      '2026-06-08',
      '2026-06-09',
      '2026-06-10',
    ]);
  });

  it('have a Sunday on which something was traded', () => {
    const closed = [aClosedPart('10.00', noonOf('2026-06-07'))];
    const { days } = reportOf(withBalance('100010.00', { history: aHistory({ closed }) }));

    expect(days.map(({ date }) => date)).toContain('2026-06-07');
  });

  it('start with what was booked before, where nobody has seen them start', () => {
    const history = aHistory({
      before: { profit: dec('500.00'), flow: dec('-200.00') },
      closed: [aClosedPart('-50.00', noonOf('2026-06-09')), aClosedPart('25.00', NOW)],
    });
    const source = withBalance('100275.00', { history, period: aPeriod('2026-06-08') });

    expect(reportOf(source).days).toMatchObject([
      { startBalance: '100300.00', endBalance: '100300.00', net: '0.00' },
      { startBalance: '100300.00', endBalance: '100250.00', net: '-50.00', closed: 1 },
      { startBalance: '100250.00', endBalance: '100275.00', net: '25.00', isRunning: true },
    ]);
  });

  it('start with what their record says, so that what no trade tells is not lost', () => {
    const days = [aDayRecord('2026-06-09', ['99990.00', '99000.00'])];
    const source = withBalance('99990.00', {
      history: aHistory({ days }),
      period: aPeriod('2026-06-08'),
    });

    expect(reportOf(source).days).toMatchObject([
      { date: '2026-06-08', net: '-10.00', startEquity: null, dailyUsedPct: null },
      { date: '2026-06-09', net: '0.00', lowestEquity: '99000.00', dailyUsedPct: '19.80' },
      { date: '2026-06-10', startBalance: '99990.00' },
    ]);
  });

  it('do not take money that was paid in or out for a result', () => {
    const history = aHistory({
      flows: [{ amount: dec('-40000.00'), bookedAt: noonOf('2026-06-09') }],
      closed: [aClosedPart('100.00', noonOf('2026-06-09'))],
    });
    const source = withBalance('60100.00', { history, period: aPeriod('2026-06-09') });
    const report = reportOf(source);

    expect(report.days[0]).toMatchObject({ net: '100.00', cashFlow: '-40000.00' });
    expect(report.days[1]).toMatchObject({ startBalance: '60100.00', net: '0.00' });
    expect(valueOf(source, 'maxDrawdownBalanceAbs')).toBe('0.00');
    expect(valueOf(source, 'netProfit')).toBe('100.00');
  });
});

describe('the metrics of a report', () => {
  it('measure equity by what was seen, and by what it is now', () => {
    const days = [aDayRecord('2026-06-09', ['100000.00', '98000.00'])];
    const positions = [aPosition({ openPrice: dec('1.11500') })];
    const source = aSource({ history: aHistory({ days }) });
    const open = { ...source, book: { ...source.book, positions } };

    expect(valueOf(source, 'maxDrawdownAbs')).toBe('2000.00');
    expect(valueOf(source, 'currentDrawdownAbs')).toBe('0.00');
    expect(valueOf(open, 'currentDrawdownAbs')).toBe('1500.00');
  });

  it('of the past say nothing of what equity is now', () => {
    const days = [aDayRecord('2026-06-03', ['100000.00', '99500.00'])];
    const source = aSource({
      history: aHistory({ days }),
      period: aPeriod('2026-06-02', '2026-06-05'),
    });

    expect(valueOf(source, 'currentDrawdownAbs')).toBe('500.00');
  });

  it('take a withdrawal for no drawdown of equity', () => {
    const days = [
      aDayRecord('2026-06-08', ['100000.00', '99800.00']),
      aDayRecord('2026-06-09', ['60000.00', '59900.00']),
    ];
    const flows = [{ amount: dec('-40000.00'), bookedAt: noonOf('2026-06-09') }];
    const source = withBalance('60000.00', { history: aHistory({ days, flows }) });

    expect(valueOf(source, 'maxDrawdownAbs')).toBe('200.00');
    expect(valueOf(source, 'maxDrawdownBalanceAbs')).toBe('0.00');
    expect(reportOf(source).days.slice(-3)).toMatchObject([
      { endBalance: '100000.00', net: '0.00' },
      { startBalance: '60000.00', net: '0.00', cashFlow: '-40000.00', dailyUsedPct: '2.00' },
      { startBalance: '60000.00', net: '0.00' },
    ]);
  });

  it('take money that was paid in when nobody looked for no profit', () => {
    const days = [
      aDayRecord('2026-06-05', ['100000.00', '99000.00']),
      aDayRecord('2026-06-10', ['150000.00', '149000.00']),
    ];
    const flows = [{ amount: dec('50000.00'), bookedAt: noonOf('2026-06-08') }];
    const source = withBalance('150000.00', { history: aHistory({ days, flows }) });

    expect(valueOf(source, 'maxDrawdownAbs')).toBe('1000.00');
    expect(valueOf(source, 'meanDailyReturn')).toBe('0.0000000000');
  });
});

describe('trades', () => {
  it('are whole positions, in the order in which they were done with', () => {
    const [a, b] = [aClosedPart('-10.00', NOW), aClosedPart('5.00', NOW)];
    const rest = { ...a, profit: dec('40.00') };

    expect(tradesOf([a, b, rest]).map(({ profit }) => profit.toString())).toEqual([
      '5.00',
      '30.00',
    ]);
  });
});

describe('what a report lists', () => {
  it('says how much of it is left out', () => {
    const count = { ruleId: 'SL_REQUIRED', severity: 'hard', day: 0, count: 12_000 } as const;
    const history = aHistory({
      violationCounts: [count, { ...count, day: 9, count: 5 }, { ...count, severity: 'warn' }],
      violations: [aFoundViolation()],
      decisions: { allowed: 3, refused: 2_000 },
      refusals: [aRefusal()],
    });

    expect(reportOf(aSource({ history }))).toMatchObject({
      violations: {
        total: 24_005,
        omitted: 24_004,
        byRule: [
          { severity: 'hard', count: 12_005 },
          { severity: 'warn', count: 12_000 },
        ],
        byDay: [
          { date: '2026-06-01', hard: 12_000, warn: 12_000 },
          { date: '2026-06-10', hard: 5, warn: 0 },
        ],
      },
      refusals: { decisions: 2_003, omitted: 1_999 },
    });
  });

  it('is all of what was traded, or there is no report', () => {
    const part = aClosedPart('1.00', NOW);
    const closed = Array.from({ length: TRADES_MAX }, () => part);

    expect(() => assertComplete(aHistory({ closed }))).not.toThrow();
    expect(() => assertComplete(aHistory({ closed: [...closed, part] }))).toThrow(
      expect.objectContaining({ code: 'report-too-large' }),
    );
  });
});

function atStopOf(refusal: ReturnType<typeof aRefusal>) {
  const history = aHistory({ refusals: [refusal] });
  return reportOf(aSource({ history })).refusals.items[0]?.atStop;
}

describe('what a refused order would have done', () => {
  it('is told from the decision', () => {
    expect(atStopOf(aRefusal())).toEqual({
      worstLoss: '5002.00',
      worstEquity: '94998.00',
      daily: { floor: '95000.00', room: '-2.00', broken: true },
      total: { floor: '90000.00', room: '4998.00', broken: false },
    });
  });

  it('is a broken floor too where touching it breaks it', () => {
    const touching = aRefusal();
    const { risk } = touching.decision;
    const decision = { ...touching.decision, risk: risk && { ...risk, worstEquity: '95000.00' } };

    expect(atStopOf({ ...touching, decision })?.daily).toEqual({
      floor: '95000.00',
      room: '0.00',
      broken: true,
    });
  });

  it('is not known where its risk was not', () => {
    expect(atStopOf(aRefusal({}, { risk: null }))).toBeNull();
  });
});

describe('what is open', () => {
  const positions = [
    aPosition({ lots: dec('1.50') }),
    aPosition({ id: 'p2', side: 'sell', lots: dec('0.50'), stopLoss: dec('1.11000') }),
    aPosition({ id: 'p3', symbol: 'USDJPY', openPrice: dec('150.000'), stopLoss: undefined }),
  ];
  const source = aSource();
  const { exposure } = reportOf({ ...source, book: { ...source.book, positions } });

  it('is told by symbol, long and short apart', () => {
    expect(exposure?.bySymbol).toMatchObject([
      { symbol: 'EURUSD', longLots: '1.50', shortLots: '0.50', notional: '220000.00' },
      { symbol: 'USDJPY', longLots: '1.00', shortLots: '0', notional: '100000.00' },
    ]);
    expect(exposure?.bySymbol[0]?.risk).toBe('2000.00');
  });

  it('is told by currency, long and short against each other', () => {
    expect(exposure?.byCurrency).toEqual([
      { currency: 'EUR', net: '110000.00' },
      { currency: 'USD', net: '-10000.00' },
      { currency: 'JPY', net: '-100000.00' },
    ]);
  });

  it('moves so many times the equity', () => {
    expect(exposure).toMatchObject({ notional: '320000.00', effectiveLeverage: '3.200000' });
  });

  it('has no leverage without equity', () => {
    const broke = withBalance('0.00').book;

    expect(reportOf({ ...source, book: broke }).exposure).toMatchObject({
      notional: '0.00',
      effectiveLeverage: null,
    });
  });

  it('is unknown while a price is', () => {
    const unknown = { ...source, moment: { ...source.moment, quotes: () => undefined } };

    expect(reportOf({ ...unknown, book: { ...source.book, positions } }).exposure).toBeNull();
  });
});
