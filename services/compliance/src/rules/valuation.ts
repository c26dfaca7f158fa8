import { closingPrice, Decimal, findInstrument, type Instrument } from '@signalos/trading';
import type { Market } from './market.ts';
import type { Book, Position } from './situation.ts';

/** What an account is worth now, and what its open positions may still cost it. */
export interface Valuation {
  readonly equity: Decimal;
  /** What the positions bring when each runs to its stop, or stays where it is if that is worse. */
  readonly openWorst: Decimal;
  /** What they lose by that, each for itself: a gain of one is not set off against another. */
  readonly openRisk: Decimal;
  readonly positions: readonly PositionValue[];
}

export interface PositionValue {
  readonly position: Position;
  readonly instrument: Instrument;
  /** Lots times the contract size. */
  readonly units: Decimal;
  /** What it would be closed at now. */
  readonly price: Decimal;
  readonly floating: Decimal;
  readonly worst: Decimal;
  /** Zero or more: what it loses at worst. */
  readonly risk: Decimal;
}

/** Undefined when a price is not known; the market says which. */
export function valueAccount(
  { account, positions }: Pick<Book, 'account' | 'positions'>,
  market: Market,
): Valuation | undefined {
  let equity = account.balance;
  let openWorst = Decimal.ZERO;
  let openRisk = Decimal.ZERO;
  const values: PositionValue[] = [];
  for (const position of positions) {
    const value = valuePosition(position, market);
    if (!value) return undefined;
    values.push(value);
    equity = equity.plus(value.floating);
    openWorst = openWorst.plus(value.worst);
    openRisk = openRisk.plus(value.risk);
  }
  return { equity, openWorst, openRisk, positions: values };
}

/** A position without a stop counts with what it has lost so far: nobody knows more. */
function valuePosition(position: Position, market: Market): PositionValue | undefined {
  const { symbol, side, lots, openPrice, stopLoss, charges } = position;
  const instrument = findInstrument(symbol);
  if (!instrument) return market.miss(symbol);
  const quote = market.quoteOf(symbol);
  if (!quote) return undefined;

  const units = lots.times(instrument.contractSize);
  const holding = { instrument, side, units, openPrice };
  const price = closingPrice(side, quote);
  const floating = market.profitAt(price, holding)?.plus(charges);
  const stopped = stopLoss ? market.profitAt(stopLoss, holding)?.plus(charges) : floating;
  if (!floating || !stopped) return undefined;
  const worst = stopped.lessThan(floating) ? stopped : floating;
  const risk = worst.isNegative() ? worst.negated() : Decimal.ZERO;
  return { position, instrument, units, price, floating, worst, risk };
}
