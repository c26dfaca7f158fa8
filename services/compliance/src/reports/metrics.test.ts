import * as fc from 'fast-check';
import { Decimal } from '@signalos/trading';
import { describe, expect, it } from 'vitest';
import golden from '../../test/metrics-golden.json' with { type: 'json' };
import { drawdownOf, type CurvePoint } from './drawdown.ts';
import { metricsOf, type Measured } from './metrics.ts';
import { bestDayOf, longestLosingRun, profitFactor, tallyOf, winRate } from './results.ts';
import {
  conditionalValueAtRisk,
  downsideDeviation,
  returnsOf,
  sampleDeviation,
  sharpeRatio,
  sortinoRatio,
  valueAtRisk,
} from './returns.ts';

const dec = (text: string) => Decimal.parse(text);
const at = new Date('2026-06-10T10:00:00.000Z');

function curveOf(values: readonly (string | number)[]): CurvePoint[] {
  return values.map((value) => ({ at, value: dec(String(value)), flow: Decimal.ZERO }));
}

const days = golden.dailyNet.map((net, day) => ({
  net: dec(net),
  startEquity: dec(String(golden.equity[day])),
}));

function aMeasure(overrides: Partial<Measured> = {}): Measured {
  const trades = days.map(({ net }) => ({ profit: net, risk: undefined }));
  const curve = curveOf(golden.equity);
  return { currency: 'USD', digits: 2, days, trades, equity: curve, balance: curve, ...overrides };
}

function valuesOf(measured: Measured): Record<string, string | null> {
  return Object.fromEntries(metricsOf(measured).map(({ id, value }) => [id, value]));
}

describe('the golden series', () => {
  const { expected } = golden;
  const values = valuesOf(aMeasure());
  const returns = returnsOf(days);

  it.each([
    'netProfit',
    'maxDrawdownAbs',
    'maxDrawdownPct',
    'meanDailyReturn',
    'stdevDailySample',
    'sharpeAnnual252',
    'downsideDevAllN',
    'sortinoAnnual252',
    'profitFactor',
    'winRateDays',
    'bestDayShareOfProfitPct',
    'bestDayShareOfPositiveDaysPct',
  ] as const)('has the expected %s', (id) => {
    expect(Number(values[id])).toBe(Number(expected[id]));
  });

  it.each([
    ['var95HistPct', valueAtRisk(returns, 95)],
    ['cvar95HistPct', conditionalValueAtRisk(returns, 95)],
    ['var80HistPct', valueAtRisk(returns, 80)],
    ['cvar80HistPct', conditionalValueAtRisk(returns, 80)],
  ] as const)('has the expected %s', (id, value) => {
    expect(Number(value?.times(dec('100')).toFixed(6))).toBe(expected[id]);
  });

  it('is too short for a report to tell its value at risk', () => {
    const tail = metricsOf(aMeasure()).find(({ id }) => id === 'var95HistPct');

    expect(tail).toMatchObject({ value: null, n: 10, reason: 'it takes 20 days' });
  });

  it('is long enough when it comes twice', () => {
    const twice = valuesOf(aMeasure({ days: [...days, ...days] }));

    expect(twice).toMatchObject({ var95HistPct: '1.188119', cvar95HistPct: '1.188119' });
  });
});

describe('a figure that there is none of', () => {
  it('is null, with the reason', () => {
    const none = metricsOf(aMeasure({ days: [], trades: [], equity: [], balance: [] }));

    expect(none.filter(({ value }) => value !== null).map(({ id }) => id)).toEqual([
      'netProfit',
      'longestLosingRun',
    ]);
    for (const { value, reason } of none) expect(reason === null).toBe(value !== null);
  });

  it('is not infinite: without losses there is no profit factor and no Sortino ratio', () => {
    const winners = days.filter(({ net }) => net.isPositive());
    const trades = winners.map(({ net }) => ({ profit: net, risk: undefined }));

    expect(valuesOf(aMeasure({ days: winners, trades }))).toMatchObject({
      profitFactor: null,
      profitFactorDays: null,
      sortinoAnnual252: null,
      downsideDevAllN: '0.0000000000',
      winRate: '1.000000',
      longestLosingRun: '0',
    });
  });

  it('is not infinite where all days are alike', () => {
    const alike = [days[0], days[0], days[0]].flatMap((day) => (day ? [day] : []));

    expect(valuesOf(aMeasure({ days: alike }))).toMatchObject({
      stdevDailySample: '0.0000000000',
      sharpeAnnual252: null,
    });
  });

  it('is no average R where no risk is known, and the mean of those that are', () => {
    const trades = [
      { profit: dec('200.00'), risk: dec('100.00') },
      { profit: dec('-50.00'), risk: dec('100.00') },
      { profit: dec('900.00'), risk: undefined },
    ];

    expect(valuesOf(aMeasure()).averageR).toBeNull();
    expect(metricsOf(aMeasure({ trades }))).toContainEqual(
      expect.objectContaining({ id: 'averageR', value: '0.750000', n: 2, unit: 'R' }),
    );
  });
});

describe('amounts', () => {
  it('have the digits of the currency', () => {
    const yen = valuesOf(aMeasure({ currency: 'JPY', digits: 0 }));

    expect(yen).toMatchObject({ netProfit: '600', maxDrawdownAbs: '1200', expectancy: '60' });
  });
});

describe('the drawdown', () => {
  it('does not take money that was withdrawn for a loss', () => {
    const curve = [
      { at, value: dec('100'), flow: Decimal.ZERO },
      { at, value: dec('60'), flow: dec('-40') },
      { at, value: dec('54'), flow: Decimal.ZERO },
    ];

    expect(drawdownOf(curve)?.max.toString()).toBe('6');
    expect(drawdownOf(curve)?.maxPct.toFixed(2)).toBe('10.00');
  });

  it('does not take money that was paid in for a profit', () => {
    const curve = [
      { at, value: dec('100'), flow: Decimal.ZERO },
      { at, value: dec('90'), flow: Decimal.ZERO },
      { at, value: dec('190'), flow: dec('100') },
    ];

    expect(drawdownOf(curve)).toMatchObject({ current: dec('10'), max: dec('10') });
  });

  it('now is measured from the highest, not from the last peak', () => {
    const now = drawdownOf(curveOf(['100', '120', '90', '110', '105']));

    expect([now?.max, now?.current].map(String)).toEqual(['30', '15']);
    expect(now?.currentPct.toFixed(2)).toBe('12.50');
  });
});

describe('a losing run', () => {
  it.each([
    [['-1', '-1', '1', '-1'], 2],
    [['-1', '0', '-1'], 2],
    [['1', '0'], 0],
    [['-1', '1', '-1', '-1', '-1'], 3],
  ])('of %j is %i long', (results, expected) => {
    expect(longestLosingRun(results.map(dec))).toBe(expected);
  });
});

/** Amounts of cents, up to 10,000.00 either way. */
const amounts = fc.integer({ min: -1_000_000, max: 1_000_000 }).map((cents) => {
  return Decimal.integer(cents).dividedBy(Decimal.integer(100), { digits: 2, rounding: 'floor' });
});
const manyDays = fc.array(
  amounts.map((net) => ({ net, startEquity: dec('100000.00') })),
  { minLength: 2, maxLength: 60 },
);
const shuffled = (size: number) =>
  fc.shuffledSubarray(
    Array.from({ length: size }, (_, index) => index),
    { minLength: size, maxLength: size },
  );

describe('the laws', () => {
  it('the order of days changes no statistic, to the last bit', () => {
    const property = fc.property(
      manyDays.chain((list) => fc.tuple(fc.constant(list), shuffled(list.length))),
      ([list, order]) => {
        const one = returnsOf(list);
        const other = returnsOf(order.flatMap((index) => list[index] ?? []));
        for (const statistic of [sampleDeviation, downsideDeviation, sharpeRatio, sortinoRatio]) {
          expect(statistic(other)).toBe(statistic(one));
        }
        expect(String(valueAtRisk(other, 95))).toBe(String(valueAtRisk(one, 95)));
        expect(String(conditionalValueAtRisk(other, 80))).toBe(
          String(conditionalValueAtRisk(one, 80)),
        );
      },
    );
    fc.assert(property);
  });

  it('a deeper confidence never tells less, and the mean beyond it is no better', () => {
    fc.assert(
      fc.property(manyDays, (list) => {
        const returns = returnsOf(list);
        const [var80, var95] = [valueAtRisk(returns, 80), valueAtRisk(returns, 95)];
        if (!var80 || !var95) throw new Error('There are two days at least');
        expect(var95.atLeast(var80)).toBe(true);
        const slack = dec('0.000000000000000001');
        expect(conditionalValueAtRisk(returns, 80)?.plus(slack).atLeast(var80)).toBe(true);
      }),
    );
  });

  it('exactly k = n / 20 days lie beyond 95 % where n is a multiple of 20', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), (twenties) => {
        const list = Array.from({ length: twenties * 20 }, (_, index) =>
          Decimal.integer(index - 1000),
        );
        expect(valueAtRisk(list, 95)?.toString()).toBe(String(1000 - twenties + 1));
      }),
    );
  });

  it('a drawdown is never negative, never below the current one, and never beyond the peak', () => {
    const curves = fc.array(
      amounts.map((value) => ({ at, value: value.abs(), flow: Decimal.ZERO })),
      { minLength: 1, maxLength: 60 },
    );
    fc.assert(
      fc.property(curves, (curve) => {
        const drawdown = drawdownOf(curve);
        if (!drawdown) throw new Error('There is a point');
        expect(drawdown.current.isNegative()).toBe(false);
        expect(drawdown.max.atLeast(drawdown.current)).toBe(true);
        expect(drawdown.maxPct.atMost(dec('100'))).toBe(true);
      }),
    );
  });

  it('what is paid in or out shifts a curve and changes no drawdown', () => {
    fc.assert(
      fc.property(fc.array(amounts, { minLength: 2, maxLength: 40 }), amounts, (values, paid) => {
        const plain = values.map((value) => ({ at, value, flow: Decimal.ZERO }));
        const moved = plain.map((point, index) =>
          index === 0 ? point : { at, value: point.value.plus(paid), flow: Decimal.ZERO },
        );
        const [first, second, ...rest] = moved;
        const shifted = [first, second && { ...second, flow: paid }, ...rest].flatMap(
          (point) => point ?? [],
        );
        expect(drawdownOf(shifted)?.max.equals(drawdownOf(plain)?.max ?? Decimal.ZERO)).toBe(true);
      }),
    );
  });

  it('wins and losses are told apart, and the best day is a whole share of one winning day', () => {
    fc.assert(
      fc.property(fc.array(amounts, { maxLength: 40 }), (results) => {
        const tally = tallyOf(results);
        expect(tally.wins + tally.losses + tally.flat).toBe(results.length);
        expect(tally.won.minus(tally.lost).equals(Decimal.sum(results))).toBe(true);
        expect(winRate(tally)?.atMost(dec('1')) ?? true).toBe(true);
        expect(profitFactor(tally) === undefined).toBe(tally.losses === 0);
        const share = bestDayOf(results).ofWinningDays;
        expect(share?.atMost(dec('100')) ?? true).toBe(true);
        const isWhole = share?.equals(dec('100')) ?? false;
        expect(isWhole).toBe(tally.wins === 1);
      }),
    );
  });
});
