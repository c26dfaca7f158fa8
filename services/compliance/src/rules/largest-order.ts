import { Decimal } from '@signalos/trading';
import { assessRisk, withTrade } from './account-risk.ts';
import { share } from './amounts.ts';
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
 * It can be searched, because a smaller order of an allowed one is allowed.
 */
export function largestAllowed(situation: Situation): Decimal {
  const market = openMarket(situation);
  const context = contextOf(situation, market);
  if (!context) return Decimal.ZERO;
  const hard = ruleBookOf(context.limits).risk.filter(({ severity }) => severity === 'hard');
  const { minLot, lotStep } = context.order.instrument;
  const lotsOf = (steps: number) => lotStep.times(Decimal.integer(steps));
  const passes = (steps: number) => {
    const resized = withLots(context, lotsOf(steps), market);
    return resized !== undefined && !hard.some(({ check }) => check(resized));
  };

  const range = { first: stepsIn(minLot, lotStep), last: stepsIn(LOTS_MAX, lotStep) };
  const start = stepsIn(likelyLots(context), lotStep);
  const found = largest({ ...range, start }, passes);
  return found === undefined ? Decimal.ZERO : lotsOf(found);
}

const LOTS = { digits: 4, rounding: 'floor' } as const;

/**
 * Where the search begins: what the limits of size and loss leave room for. It need not be right, for
 * the rules are asked; it is most of the time, and then they are asked twice and not twenty times.
 */
function likelyLots({ order, risk, limits }: Context): Decimal {
  const { equity, worstEquity, tradeWorstLoss, daily, total, currency } = risk;
  const { maxLotsPerTrade, maxOrderVolume, riskPerTradePctEquity: pct } = limits;
  const before = worstEquity.plus(tradeWorstLoss);
  const rooms = [
    daily && before.minus(daily.floor),
    total && before.minus(total.floor),
    pct && share(equity, pct, currency),
  ];
  const sizes = tradeWorstLoss.isPositive()
    ? rooms.map((room) => room?.times(order.lots).dividedBy(tradeWorstLoss, LOTS))
    : [];
  const known = [...sizes, maxLotsPerTrade, maxOrderVolume].filter((lots) => lots !== undefined);
  const [first = order.lots, ...others] = known;
  return Decimal.min(first, ...others);
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

function stepsIn(lots: Decimal, lotStep: Decimal): number {
  return Number(lots.dividedBy(lotStep, { digits: 0, rounding: 'floor' }).units);
}

interface Range {
  readonly first: number;
  readonly last: number;
  readonly start: number;
}

/** The last that passes, where all before it do: found by strides that grow, and then by halves. */
function largest(
  { first, last, start }: Range,
  passes: (steps: number) => boolean,
): number | undefined {
  let good = first - 1;
  let bad = last + 1;
  let next = Math.min(Math.max(start, first), last);
  for (let stride = 1; bad - good > 1; stride *= 2) {
    const isGood = passes(next);
    if (isGood) good = next;
    else bad = next;
    const jump = isGood ? good + stride : bad - stride;
    next = good < jump && jump < bad ? jump : Math.floor((good + bad) / 2);
  }
  return good < first ? undefined : good;
}
