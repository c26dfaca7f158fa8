import { closingPrice, Decimal, findInstrument } from '@signalos/trading';
import type { Market } from './market.ts';
import type { Book, Position } from './situation.ts';

/** What an account is worth now, and what its open positions may still cost it. */
export interface Valuation {
  readonly equity: Decimal;
  /** What the positions bring when each runs to its stop, or stays where it is if that is worse. */
  readonly openWorst: Decimal;
}

/** Undefined when a price is not known; the market says which. */
export function valueAccount(
  { account, positions }: Pick<Book, 'account' | 'positions'>,
  market: Market,
): Valuation | undefined {
  let equity = account.balance;
  let openWorst = Decimal.ZERO;
  for (const position of positions) {
    const value = valuePosition(position, market);
    if (!value) return undefined;
    equity = equity.plus(value.floating);
    openWorst = openWorst.plus(value.worst);
  }
  return { equity, openWorst };
}

interface PositionValue {
  readonly floating: Decimal;
  readonly worst: Decimal;
}

/** A position without a stop counts with what it has lost so far: nobody knows more. */
function valuePosition(position: Position, market: Market): PositionValue | undefined {
  const { symbol, side, lots, openPrice, stopLoss, charges } = position;
  const instrument = findInstrument(symbol);
  if (!instrument) return market.miss(symbol);
  const quote = market.quoteOf(symbol);
  if (!quote) return undefined;

  const exposure = { instrument, side, lots, openPrice };
  const floating = market.profitAt(closingPrice(side, quote), exposure)?.plus(charges);
  if (!floating || !stopLoss) return floating && { floating, worst: floating };
  const stopped = market.profitAt(stopLoss, exposure)?.plus(charges);
  return stopped && { floating, worst: Decimal.min(floating, stopped) };
}
