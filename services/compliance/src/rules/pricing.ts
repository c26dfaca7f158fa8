import type { Violation } from '@signalos/contracts';
import { openingPrice, type Decimal } from '@signalos/trading';
import type { Market } from './market.ts';
import type { Order } from './order.ts';
import { violation } from './rule.ts';
import type { AccountFigures } from './situation.ts';

/** Where an order opens, and what it loses when it runs to its stop. */
export interface Pricing {
  readonly entry: Decimal;
  /** Zero or more, commission included. Without a stop it is the commission: no more is known. */
  readonly worstLoss: Decimal;
}

/** Undefined when a price is not known; the market says which. */
export function priceOrder(
  order: Order,
  { commissionPerLot }: Pick<AccountFigures, 'commissionPerLot'>,
  market: Market,
): Pricing | undefined {
  const { instrument, side, lots, price, stopLoss } = order;
  const quote = market.quoteOf(instrument.symbol);
  if (!quote) return undefined;
  const entry = price ?? openingPrice(side, quote);
  const commission = lots.times(commissionPerLot);
  if (!stopLoss) return { entry, worstLoss: commission };

  const stopped = market.profitAt(stopLoss, { instrument, side, lots, openPrice: entry });
  return stopped && { entry, worstLoss: commission.minus(stopped) };
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
