import type { Violation } from '@signalos/contracts';
import { Decimal, openingPrice } from '@signalos/trading';
import type { Limits } from '../profiles/limits.ts';
import { roundedUp } from './amounts.ts';
import type { Market } from './market.ts';
import type { Order } from './order.ts';
import { violation } from './rule.ts';
import type { AccountFigures } from './situation.ts';

/** Where an order opens, and what it loses when it runs to its stop. */
export interface Pricing {
  readonly entry: Decimal;
  /** Lots times the contract size. */
  readonly units: Decimal;
  /** Halfway between bid and ask. */
  readonly mid: Decimal;
  /** Zero or more, commission included. Without a stop it is the commission: no more is known. */
  readonly worstLoss: Decimal;
}

type Costs = Pick<AccountFigures, 'commissionPerLot' | 'currency'>;

/** Undefined when a price is not known; the market says which. */
export function priceOrder(
  order: Order,
  { account, limits }: { account: Costs; limits: Limits | undefined },
  market: Market,
): Pricing | undefined {
  const { instrument, side, lots, price } = order;
  const quote = market.quoteOf(instrument.symbol);
  if (!quote) return undefined;
  const entry = price ?? openingPrice(side, quote);
  const mid = quote.bid.plus(quote.ask).times(HALF);
  const commission = roundedUp(lots.times(account.commissionPerLot), account.currency);
  const stop = order.stopLoss ?? assumedStop(order, entry, limits);
  const units = lots.times(instrument.contractSize);
  if (!stop) return { entry, units, mid, worstLoss: commission };

  const stopped = market.profitAt(stop, { instrument, side, units, openPrice: entry });
  return stopped && { entry, units, mid, worstLoss: commission.minus(stopped) };
}

const HALF = Decimal.parse('0.5');
const HUNDREDTH = Decimal.parse('0.01');

/** Where the profile says that an order without a stop is taken to have one. */
function assumedStop(
  { side }: Order,
  entry: Decimal,
  limits: Limits | undefined,
): Decimal | undefined {
  if (limits?.missingSl !== 'assume' || !limits.assumeSlPct) return undefined;
  const distance = entry.times(limits.assumeSlPct).times(HUNDREDTH);
  return side === 'buy' ? entry.minus(distance) : entry.plus(distance);
}

/** A stop that an order would reach by winning, or at once, limits no loss. */
export function stopOnWrongSide(
  { side, stopLoss }: Order,
  { entry }: Pricing,
): Violation | undefined {
  if (!stopLoss) return undefined;
  const right = side === 'buy' ? stopLoss.lessThan(entry) : stopLoss.greaterThan(entry);
  if (right) return undefined;
  const [word, comparison] = side === 'buy' ? ['below', '>='] : ['above', '<='];
  return violation('SL_WRONG_SIDE', {
    message: `The stop of a ${side} at ${entry.toString()} must be ${word} it, not at ${stopLoss.toString()}`,
    limit: entry,
    actual: stopLoss,
    unit: 'price',
    formula: `stopLoss ${comparison} entry`,
    inputs: { side, stopLoss, entry },
  });
}
