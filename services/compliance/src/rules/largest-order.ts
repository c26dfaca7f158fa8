import { Decimal } from '@signalos/trading';
import { assessRisk, withTrade } from './account-risk.ts';
import { PERMISSION_RULES, ruleBookOf, SOLVENCY_RULES, STANDING_RULES } from './catalogue.ts';
import type { Context } from './context.ts';
import { orderExposure } from './exposure.ts';
import { openMarket, type Market } from './market.ts';
import { LOTS_MAX, readOrder } from './order.ts';
import { readPrices } from './prices.ts';
import { priceOrder, stopOnWrongSide } from './pricing.ts';
import { firstBroken, isViolation } from './rule.ts';
import type { Situation } from './situation.ts';

/**
 * The largest order that the rules about risk would let through, otherwise like this one: a multiple
 * of the instrument’s step, so that one step more is refused. Zero where none passes.
 *
 * It can be searched by halves, because a smaller order of an allowed one is allowed.
 */
export function largestAllowed(situation: Situation): Decimal {
  const market = openMarket(situation);
  const context = contextOf(situation, market);
  if (!context) return Decimal.ZERO;
  const hard = ruleBookOf(context.limits).risk.filter(({ severity }) => severity === 'hard');
  const passes = (lots: Decimal) => {
    const resized = withLots(context, lots, market);
    return resized !== undefined && !hard.some(({ check }) => check(resized));
  };

  const { minLot, lotStep } = context.order.instrument;
  const first = stepsIn(minLot, lotStep);
  const lotsOf = (steps: bigint) => lotStep.times(Decimal.integer(steps));
  const found = largest({ first, last: stepsIn(LOTS_MAX, lotStep) }, (steps) =>
    passes(lotsOf(steps)),
  );
  return found === undefined ? Decimal.ZERO : lotsOf(found);
}

/** What the rules look at; undefined for an order that is refused whatever its size. */
function contextOf(situation: Situation, market: Market): Context | undefined {
  const order = readOrder(situation.trade);
  const { limits, now } = situation;
  if (isViolation(order) || order.reduceOnly || !limits) return undefined;
  const standing = { situation, order };
  const prices = readPrices(standing, market);
  if (!prices || stopOnWrongSide(order, prices.pricing)) return undefined;
  const { valuation, pricing } = prices;
  const { worstLoss: tradeWorstLoss } = pricing;
  const risk = assessRisk({ book: situation, limits, valuation, tradeWorstLoss, now });
  const context = { ...standing, ...prices, limits, risk };
  const barred =
    firstBroken(STANDING_RULES, standing) ??
    firstBroken(SOLVENCY_RULES, context) ??
    firstBroken(PERMISSION_RULES, standing);
  return barred ? undefined : context;
}

function withLots(context: Context, lots: Decimal, market: Market): Context | undefined {
  const { situation, limits, exposure: open } = context;
  const order = { ...context.order, lots };
  const pricing = priceOrder(order, { account: situation.account, limits }, market);
  const exposure = pricing && orderExposure(order, pricing, { limits, market, open });
  if (!exposure) return undefined;
  return { ...context, order, pricing, exposure, risk: withTrade(context.risk, pricing.worstLoss) };
}

function stepsIn(lots: Decimal, lotStep: Decimal): bigint {
  return lots.dividedBy(lotStep, { digits: 0, rounding: 'floor' }).units;
}

/** The last that passes, where all before it do; undefined where the first does not. */
function largest(
  { first, last }: { readonly first: bigint; readonly last: bigint },
  passes: (steps: bigint) => boolean,
): bigint | undefined {
  if (!passes(first)) return undefined;
  let good = first;
  let bad = last + 1n;
  for (let next = first * 2n; next < bad; next = good * 2n) {
    if (passes(next)) good = next;
    else bad = next;
  }
  while (bad - good > 1n) {
    const middle = (good + bad) / 2n;
    if (passes(middle)) good = middle;
    else bad = middle;
  }
  return good;
}
