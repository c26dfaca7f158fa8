import { NO_LIMITS } from '../profiles/limits.ts';
import type { Context, Standing } from './context.ts';
import { openExposure, orderExposure } from './exposure.ts';
import type { Market } from './market.ts';
import { priceOrder } from './pricing.ts';
import { valueAccount } from './valuation.ts';

export type Prices = Pick<Context, 'pricing' | 'valuation' | 'exposure'>;

/** Everything that prices say about an order; undefined when one is missing, which the market says. */
export function readPrices({ situation, order }: Standing, market: Market): Prices | undefined {
  const { account, limits = NO_LIMITS } = situation;
  const pricing = priceOrder(order, { account, limits }, market);
  const valuation = pricing && valueAccount(situation, market);
  const open = valuation && openExposure(valuation, limits, market);
  const exposure = open && orderExposure(order, pricing, { limits, market, open });
  return exposure && { pricing, valuation, exposure };
}
