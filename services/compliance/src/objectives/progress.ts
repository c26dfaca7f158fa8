import { Decimal, minorDigits } from '@signalos/trading';
import type { Limits, Objectives } from '../profiles/limits.ts';
import { money, roundedUp } from '../rules/amounts.ts';
import { objective, type Objective } from './objective.ts';
import { profitOf, tradedDays, type TradedDay, type TradeRecord } from './trade-record.ts';

const HUNDRED = Decimal.integer(100);
const PERCENT = { digits: 2, rounding: 'ceiling' } as const;

/** How far an account is with what its profile asks of it, in its phase. */
export function progressOf(record: TradeRecord, limits: Pick<Limits, 'day' | 'objectives'>) {
  const { objectives = {} } = limits;
  const days = tradedDays(record, limits.day);
  return [
    ...minTradingDays(objectives, record, days),
    ...profitTargets(objectives, record),
    ...bestDay(objectives, record, days),
    ...firmDuties(objectives),
  ];
}

/** A day counts when a trade was opened on it, or by what it brought, as the profile says. */
function minTradingDays(
  { minTradingDays: wanted }: Objectives,
  record: TradeRecord,
  days: readonly TradedDay[],
): Objective[] {
  const min = wanted?.[record.phase];
  if (!wanted || min === undefined) return [];
  const { minProfitPct } = wanted;
  const minProfit = minProfitPct && amountOf(record, minProfitPct);
  const counted = minProfit
    ? days.filter(({ profit }) => profit.atLeast(minProfit)).length
    : days.filter(({ opened }) => opened > 0).length;
  const kind = minProfit ? 'profitableDays' : 'tradingDays';
  const finding = {
    message: `${counted} of ${min} days`,
    limit: min,
    actual: counted,
    unit: 'days',
    formula: `${kind} >= minTradingDays`,
    inputs: { [kind]: counted, minTradingDays: min, ...(minProfit && { minProfit }) },
  };
  return [objective({ id: 'MIN_TRADING_DAYS', met: counted >= min }, finding)];
}

/** Of each step: an account does not know which one it is in. None is asked of a funded one. */
function profitTargets({ profitTargetPct = [] }: Objectives, record: TradeRecord): Objective[] {
  if (record.phase !== 'evaluation') return [];
  const { closings, openPositions, currency, initialBalance } = record;
  const show = shower(record);
  const profit = profitOf(closings);
  return profitTargetPct.map((pct, index) => {
    const target = amountOf(record, pct);
    const met = profit.atLeast(target) && openPositions === 0;
    return objective(
      { id: 'PROFIT_TARGET', step: index + 1, met },
      {
        message: `${show(profit)} of ${show(target)} ${currency} are closed, and ${openPositions} positions open`,
        limit: show(target),
        actual: show(profit),
        unit: currency,
        formula: 'profit >= initialBalance * profitTargetPct / 100 and openPositions == 0',
        inputs: {
          profit: show(profit),
          initialBalance: show(initialBalance),
          profitTargetPct: pct,
          openPositions,
        },
      },
    );
  });
}

/** Missing it is no failure: more profit on other days makes the share of the best one smaller. */
function bestDay(
  { consistency }: Objectives,
  record: TradeRecord,
  days: readonly TradedDay[],
): Objective[] {
  if (!consistency?.phases.includes(record.phase)) return [];
  const { bestDayPct, of } = consistency;
  const show = shower(record);
  const winning = days.filter(({ profit }) => profit.isPositive());
  const best = Decimal.max(Decimal.ZERO, ...winning.map(({ profit }) => profit));
  const base = profitOf(of === 'profit' ? days : winning);
  const share = base.isPositive() ? best.times(HUNDRED).dividedBy(base, PERCENT) : undefined;
  const actual = share?.toString() ?? 'none';
  const name = of === 'profit' ? 'profit' : 'positiveDays';
  const finding = {
    message: share
      ? `The best day brought ${actual} % of the profit, and ${bestDayPct.toString()} % are allowed`
      : 'There is no profit yet that a day could have a share of',
    limit: bestDayPct,
    actual,
    unit: '%',
    formula: `bestDay * 100 <= bestDayPct * ${name} and ${name} > 0`,
    inputs: { bestDay: show(best), [name]: show(base), bestDayPct },
  };
  const met = base.isPositive() && best.times(HUNDRED).atMost(bestDayPct.times(base));
  return [objective({ id: 'CONSISTENCY_BEST_DAY', met }, finding)];
}

function firmDuties({ firmDuties: duties = [] }: Objectives): Objective[] {
  return duties.map((id) =>
    objective(
      { id, met: null },
      {
        message: 'The firm answers for it: no data of the account tells',
        limit: 'done',
        actual: 'not known',
        unit: 'duty',
        formula: 'done by the firm',
        inputs: {},
      },
    ),
  );
}

/** What is asked for rounds up. */
function amountOf({ initialBalance, currency }: TradeRecord, pct: Decimal): Decimal {
  return roundedUp(initialBalance.times(pct).times(HUNDREDTH), currency);
}

const HUNDREDTH = Decimal.parse('0.01');

function shower({ currency }: TradeRecord) {
  const digits = minorDigits(currency);
  return (amount: Decimal) => money(amount, digits);
}
