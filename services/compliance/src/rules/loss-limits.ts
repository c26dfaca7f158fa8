import { minorDigits, type Decimal } from '@signalos/trading';
import type { Limits } from '../profiles/limits.ts';
import type { AccountRisk, LossLimit } from './account-risk.ts';
import type { Context } from './context.ts';
import { money } from './risk-figures.ts';
import { rule, type Finding } from './rule.ts';

export const dailyLossBreached = rule('DAILY_LOSS_BREACHED', ({ limits, risk }: Context) =>
  risk.daily && isBeyond(risk.lowestEquity, risk.daily, limits)
    ? breach('daily', { limit: risk.daily, lowest: risk.lowestEquity, risk, limits })
    : undefined,
);

export const totalLossBreached = rule('TOTAL_LOSS_BREACHED', ({ limits, risk }: Context) =>
  risk.total && isBeyond(risk.equity, risk.total, limits)
    ? breach('total', { limit: risk.total, lowest: risk.equity, risk, limits })
    : undefined,
);

/** What is broken already cannot be broken by an order: only the breach is told then. */
export const dailyLossLimit = rule('DAILY_LOSS_LIMIT', ({ limits, risk }: Context) =>
  risk.daily && !isBeyond(risk.lowestEquity, risk.daily, limits)
    ? excess('daily', { limit: risk.daily, risk, limits })
    : undefined,
);

export const totalLossLimit = rule('TOTAL_LOSS_LIMIT', ({ limits, risk }: Context) =>
  risk.total && !isBeyond(risk.equity, risk.total, limits)
    ? excess('total', { limit: risk.total, risk, limits })
    : undefined,
);

function isBeyond(equity: Decimal, { floor }: LossLimit, { boundary }: Limits): boolean {
  return boundary === 'touch' ? equity.atMost(floor) : equity.lessThan(floor);
}

type Which = 'daily' | 'total';

interface Measured {
  readonly limit: LossLimit;
  readonly risk: AccountRisk;
  readonly limits: Limits;
}

const comparison = ({ boundary }: Limits) => (boundary === 'touch' ? '<=' : '<');

function breach(which: Which, measured: Measured & { readonly lowest: Decimal }): Finding {
  const { limit, lowest, risk, limits } = measured;
  const digits = minorDigits(risk.currency);
  const show = (amount: Decimal) => money(amount, digits);
  const name = which === 'daily' ? 'lowestEquity' : 'equity';
  return {
    message: `Equity has been at ${show(lowest)} ${risk.currency}, and the ${which} loss limit is ${show(limit.floor)}`,
    limit: show(limit.floor),
    actual: show(lowest),
    unit: risk.currency,
    formula: `${name} ${comparison(limits)} reference - allowance`,
    inputs: {
      [name]: show(lowest),
      reference: show(limit.reference),
      allowance: show(limit.allowance),
    },
  };
}

function excess(which: Which, { limit, risk, limits }: Measured): Finding | undefined {
  const { worstEquity, currency } = risk;
  if (!isBeyond(worstEquity, limit, limits)) return undefined;
  const digits = minorDigits(currency);
  const show = (amount: Decimal) => money(amount, digits);
  return {
    message: `Equity may fall to ${show(worstEquity)} ${currency}, and the ${which} loss limit is ${show(limit.floor)}`,
    limit: show(limit.floor),
    actual: show(worstEquity),
    unit: currency,
    formula: `balance + openWorst - reserved - tradeWorstLoss ${comparison(limits)} reference - allowance`,
    inputs: {
      balance: show(risk.balance),
      openWorst: show(risk.openWorst),
      reserved: show(risk.reserved),
      tradeWorstLoss: show(risk.tradeWorstLoss),
      reference: show(limit.reference),
      allowance: show(limit.allowance),
    },
  };
}
