import type { Context } from './context.ts';
import { rule } from './rule.ts';

export const stopLossRequired = rule('SL_REQUIRED', ({ order, limits }: Context) => {
  if (order.stopLoss || limits.missingSl === 'allow') return undefined;
  return {
    message: 'An order without a stop may lose any amount',
    limit: 'a stop loss',
    actual: 'none',
    unit: 'price',
    formula: 'stopLoss is missing',
    inputs: {},
  };
});

export const maxLotsPerTrade = rule('LOT_MAX_PER_TRADE', ({ order, limits }: Context) => {
  const { lots } = order;
  const { maxLotsPerTrade: max } = limits;
  if (!max || lots.atMost(max)) return undefined;
  return {
    message: `${lots.toString()} lots are more than the ${max.toString()} allowed per trade`,
    limit: max,
    actual: lots,
    unit: 'lots',
    formula: 'lots > maxLotsPerTrade',
    inputs: { lots, maxLotsPerTrade: max },
  };
});
