import { Decimal } from '@signalos/trading';
import { drawdownOf, type CurvePoint } from './drawdown.ts';
import { METRIC_CATALOGUE, VAR_DAYS_MIN, type MetricId } from './metric-catalogue.ts';
import { average, bestDayOf, longestLosingRun, profitFactor, tallyOf, winRate } from './results.ts';
import {
  conditionalValueAtRisk,
  downsideDeviation,
  meanReturn,
  returnsOf,
  sampleDeviation,
  sharpeRatio,
  sortinoRatio,
  valueAtRisk,
  type DayResult,
} from './returns.ts';

const CONFIDENCE_PCT = 95;
const RATIO_DIGITS = 6;
const RETURN_DIGITS = 10;
const QUOTIENT = { digits: 18, rounding: 'half-even' } as const;
const HUNDRED = Decimal.integer(100);

/** One figure of a report, with how it is worked out. */
export interface Metric {
  readonly id: MetricId;
  readonly name: string;
  /** Null where there is none; `reason` says why. */
  readonly value: string | null;
  readonly unit: string;
  readonly definition: string;
  /** How many days, trades or points it is made of. */
  readonly n: number;
  readonly reason: string | null;
}

/** A closed trade: all closed parts of one position, at the time of the last. */
export interface TradeResult {
  readonly profit: Decimal;
  /** What it could lose by the decision that allowed it; undefined where that is not known. */
  readonly risk: Decimal | undefined;
}

/** What the figures are made of, all of it in the order of time. */
export interface Measured {
  readonly currency: string;
  /** Digits after the point of an amount in that currency. */
  readonly digits: number;
  readonly days: readonly DayResult[];
  readonly trades: readonly TradeResult[];
  readonly equity: readonly CurvePoint[];
  readonly balance: readonly CurvePoint[];
}

/** A value as it is printed, and how many things it is made of. */
type Figure = readonly [value: string | undefined, n: number];
type Figures<Id extends MetricId> = Readonly<Record<Id, Figure>>;

/** Every figure of a report; amounts are exact but for averages, and all have fixed digits. */
export function metricsOf(measured: Measured): Metric[] {
  const figures: Figures<MetricId> = {
    ...drawdownFigures(measured),
    ...returnFigures(measured),
    ...tradeFigures(measured),
    ...dayFigures(measured),
  };
  return (Object.keys(METRIC_CATALOGUE) as MetricId[]).map((id) => {
    const { none, unit, ...definition } = METRIC_CATALOGUE[id];
    const [value, n] = figures[id];
    const unitOf = unit === 'money' ? measured.currency : unit;
    return {
      id,
      ...definition,
      unit: unitOf,
      n,
      value: value ?? null,
      reason: value === undefined ? none : null,
    };
  });
}

function drawdownFigures({ digits, equity, balance, trades }: Measured) {
  const ofEquity = drawdownOf(equity);
  const ofBalance = drawdownOf(balance);
  const net = Decimal.sum(trades.map(({ profit }) => profit));
  const recovery = ofEquity?.max.isPositive() ? net.dividedBy(ofEquity.max, QUOTIENT) : undefined;
  return {
    maxDrawdownAbs: [ofEquity?.max.toFixed(digits), equity.length],
    maxDrawdownPct: [ratio(ofEquity?.maxPct), equity.length],
    currentDrawdownAbs: [ofEquity?.current.toFixed(digits), equity.length],
    currentDrawdownPct: [ratio(ofEquity?.currentPct), equity.length],
    maxDrawdownBalanceAbs: [ofBalance?.max.toFixed(digits), balance.length],
    maxDrawdownBalancePct: [ratio(ofBalance?.maxPct), balance.length],
    recoveryFactor: [ratio(recovery), trades.length],
  } as const satisfies Partial<Figures<MetricId>>;
}

function returnFigures({ days }: Measured) {
  const returns = returnsOf(days);
  const n = returns.length;
  const tail = (value: Decimal | undefined) =>
    n < VAR_DAYS_MIN ? undefined : ratio(value?.times(HUNDRED));
  return {
    meanDailyReturn: [meanReturn(returns)?.toFixed(RETURN_DIGITS), n],
    stdevDailySample: [fixed(sampleDeviation(returns), RETURN_DIGITS), n],
    downsideDevAllN: [fixed(downsideDeviation(returns), RETURN_DIGITS), n],
    sharpeAnnual252: [fixed(sharpeRatio(returns), RATIO_DIGITS), n],
    sortinoAnnual252: [fixed(sortinoRatio(returns), RATIO_DIGITS), n],
    var95HistPct: [tail(valueAtRisk(returns, CONFIDENCE_PCT)), n],
    cvar95HistPct: [tail(conditionalValueAtRisk(returns, CONFIDENCE_PCT)), n],
  } as const satisfies Partial<Figures<MetricId>>;
}

function tradeFigures({ digits, trades }: Measured) {
  const profits = trades.map(({ profit }) => profit);
  const tally = tallyOf(profits);
  const multiples = trades.flatMap(({ profit, risk }) =>
    risk?.isPositive() ? [profit.dividedBy(risk, QUOTIENT)] : [],
  );
  const n = profits.length;
  return {
    netProfit: [Decimal.sum(profits).toFixed(digits), n],
    profitFactor: [ratio(profitFactor(tally)), n],
    winRate: [ratio(winRate(tally)), n - tally.flat],
    expectancy: [average(profits)?.toFixed(digits), n],
    averageR: [ratio(average(multiples)), multiples.length],
    longestLosingRun: [String(longestLosingRun(profits)), n],
  } as const satisfies Partial<Figures<MetricId>>;
}

function dayFigures({ days }: Measured) {
  const nets = days.map(({ net }) => net);
  const tally = tallyOf(nets);
  const best = bestDayOf(nets);
  const n = nets.length;
  return {
    profitFactorDays: [ratio(profitFactor(tally)), n],
    winRateDays: [ratio(winRate(tally)), n - tally.flat],
    bestDayShareOfProfitPct: [ratio(best.ofProfit), n],
    bestDayShareOfPositiveDaysPct: [ratio(best.ofWinningDays), n],
  } as const satisfies Partial<Figures<MetricId>>;
}

function ratio(value: Decimal | undefined): string | undefined {
  return value?.toFixed(RATIO_DIGITS);
}

/** Without the sign of a zero. */
function fixed(value: number | undefined, digits: number): string | undefined {
  return value?.toFixed(digits).replace(/^-(?=0\.?0*$)/, '');
}
