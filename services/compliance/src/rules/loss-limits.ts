import { minorDigits, type Decimal } from '@signalos/trading';
import type { Limits } from '../profiles/limits.ts';
import type { AccountRisk, LossLimit } from './account-risk.ts';
import { money } from './amounts.ts';
import type { Context } from './context.ts';
import { profileRule, type Finding } from './rule.ts';

type Which = 'daily' | 'total';

/** The lowest that counts: a day’s limit that was broken once is broken until the next day. */
const SEEN = {
  daily: { name: 'lowestEquity', of: ({ lowestEquity }: AccountRisk) => lowestEquity },
  total: { name: 'equity', of: ({ equity }: AccountRisk) => equity },
} as const;

const breachRule = (id: string, which: Which) =>
  profileRule(id, (limits) => {
    if (!limits[which]) return undefined;
    return ({ risk }: Context) => breachOf(which, risk, limits);
  });

/** What is broken already cannot be broken by an order: only the breach is told then. */
const limitRule = (id: string, which: Which) =>
  profileRule(id, (limits) => {
    if (!limits[which]) return undefined;
    return ({ risk }: Context) =>
      breachOf(which, risk, limits) ? undefined : excessOf(which, risk, limits);
  });

export const dailyLossBreached = breachRule('DAILY_LOSS_BREACHED', 'daily');
export const totalLossBreached = breachRule('TOTAL_LOSS_BREACHED', 'total');
export const dailyLossLimit = limitRule('DAILY_LOSS_LIMIT', 'daily');
export const totalLossLimit = limitRule('TOTAL_LOSS_LIMIT', 'total');

/** A limit that is broken whatever is ordered, by equity that was seen. */
export function breachOf(which: Which, risk: AccountRisk, limits: Limits): Finding | undefined {
  const limit = risk[which];
  const { name, of } = SEEN[which];
  const lowest = of(risk);
  if (!limit || !isBeyond(lowest, limit, limits)) return undefined;
  const show = shower(risk);
  return {
    message: `Equity has been at ${show(lowest)} ${risk.currency}, ${where(limits)} the ${which} floor of ${show(limit.floor)}`,
    limit: show(limit.floor),
    actual: show(lowest),
    unit: risk.currency,
    formula: `${name} ${comparison(limits)} ${floorFormula(limit)}`,
    inputs: { [name]: show(lowest), ...floorInputs(limit, show) },
  };
}

function excessOf(which: Which, risk: AccountRisk, limits: Limits): Finding | undefined {
  const limit = risk[which];
  const { worstEquity, currency } = risk;
  if (!limit || !isBeyond(worstEquity, limit, limits)) return undefined;
  const show = shower(risk);
  return {
    message: `Equity may fall to ${show(worstEquity)} ${currency}, ${where(limits)} the ${which} floor of ${show(limit.floor)}`,
    limit: show(limit.floor),
    actual: show(worstEquity),
    unit: currency,
    formula: `balance + openWorst - reserved - tradeWorstLoss ${comparison(limits)} ${floorFormula(limit)}`,
    inputs: {
      balance: show(risk.balance),
      openWorst: show(risk.openWorst),
      reserved: show(risk.reserved),
      tradeWorstLoss: show(risk.tradeWorstLoss),
      ...floorInputs(limit, show),
    },
  };
}

function isBeyond(equity: Decimal, { floor }: LossLimit, { boundary }: Limits): boolean {
  return boundary === 'touch' ? equity.atMost(floor) : equity.lessThan(floor);
}

const comparison = ({ boundary }: Limits) => (boundary === 'touch' ? '<=' : '<');
const where = ({ boundary }: Limits) => (boundary === 'touch' ? 'at or below' : 'below');

const floorFormula = ({ lock }: LossLimit) =>
  lock ? 'min(reference - allowance, lock)' : 'reference - allowance';

type Show = (amount: Decimal) => string;

function shower({ currency }: AccountRisk): Show {
  const digits = minorDigits(currency);
  return (amount) => money(amount, digits);
}

function floorInputs({ reference, allowance, lock }: LossLimit, show: Show) {
  const base = { reference: show(reference), allowance: show(allowance) };
  return lock ? { ...base, lock: show(lock) } : base;
}
