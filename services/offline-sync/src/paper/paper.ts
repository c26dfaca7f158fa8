import {
  closingPrice,
  convert,
  Decimal,
  findInstrument,
  findRate,
  openingPrice,
  profitAt,
  type OrderType,
  type Quote,
  type Quotes,
  type Side,
} from '@signalos/trading';

export interface PaperAccount {
  readonly accountId: string;
  readonly userId: string;
  readonly currency: string;
  readonly balance: Decimal;
}

export interface PaperPosition {
  readonly id: string;
  readonly accountId: string;
  readonly userId: string;
  readonly openedBy: string;
  readonly symbol: string;
  readonly side: Side;
  readonly lots: Decimal;
  readonly openPrice: Decimal;
  readonly stopLoss: Decimal | null;
  readonly takeProfit: Decimal | null;
  readonly openedAt: Date;
}

/** What an order to open asks for. */
export interface Opening {
  readonly symbol: string;
  readonly side: Side;
  readonly type: OrderType;
  readonly lots: Decimal;
  readonly entryPrice: Decimal | null;
  readonly stopLoss: Decimal | null;
  readonly takeProfit: Decimal | null;
}

export interface Rejection {
  readonly code: string;
  readonly message: string;
}

/** Why a broker would not take an order, whatever the price. */
export function findFault({ symbol, lots }: Opening): Rejection | undefined {
  const instrument = findInstrument(symbol);
  if (!instrument) return { code: 'unknown-symbol', message: `${symbol} is not traded here` };
  return findLotsFault(symbol, lots);
}

export function findLotsFault(symbol: string, lots: Decimal): Rejection | undefined {
  const instrument = findInstrument(symbol);
  if (!instrument) return undefined;
  const { minLot, lotStep } = instrument;
  if (lots.atLeast(minLot) && lots.isMultipleOf(lotStep)) return undefined;
  const message = `${symbol} is traded in steps of ${lotStep.toString()} lots from ${minLot.toString()} on, not ${lots.toString()}`;
  return { code: 'invalid-volume', message };
}

/** Whether an order is filled at these prices: a limit at its price or better, a stop or worse. */
export function isMarketable({ side, type, entryPrice }: Opening, quote: Quote): boolean {
  if (type === 'market' || entryPrice === null) return true;
  const price = openingPrice(side, quote);
  const wantsLess = (side === 'buy') === (type === 'limit');
  return wantsLess ? price.atMost(entryPrice) : price.atLeast(entryPrice);
}

/**
 * A stop order is refused when its price has been passed already as it arrives: a broker would have to
 * fill it at once, at a price for which nobody has judged what it may lose. One that is passed while it
 * waits is filled, for that is what it waits for.
 */
export function findEntryFault(
  { side, type, entryPrice }: Opening,
  quote: Quote,
): Rejection | undefined {
  if (type !== 'stop' || entryPrice === null) return undefined;
  const price = openingPrice(side, quote);
  const isPassed = side === 'buy' ? price.greaterThan(entryPrice) : price.lessThan(entryPrice);
  if (!isPassed) return undefined;
  const message = `${price.toString()} is beyond ${entryPrice.toString()} already, where the stop order was to ${side}`;
  return { code: 'invalid-price', message };
}

type Levels = Pick<PaperPosition, 'side' | 'stopLoss' | 'takeProfit'>;

/** A stop or target that the price has already passed would close the position at once. */
export function findLevelFault(levels: Levels, quote: Quote): Rejection | undefined {
  const hit = findHit(levels, quote);
  if (!hit) return undefined;
  const [name, level] =
    hit === 'stop_loss' ? ['stop', levels.stopLoss] : ['target', levels.takeProfit];
  const price = closingPrice(levels.side, quote).toString();
  return {
    code: 'invalid-stops',
    message: `The ${name} ${level?.toString()} is on the wrong side of ${price}`,
  };
}

export type Hit = 'stop_loss' | 'take_profit';

/** Which of its levels the price has reached: on one quote, never both. */
export function findHit({ side, stopLoss, takeProfit }: Levels, quote: Quote): Hit | undefined {
  const price = closingPrice(side, quote);
  const isLong = side === 'buy';
  if (stopLoss && (isLong ? price.atMost(stopLoss) : price.atLeast(stopLoss))) return 'stop_loss';
  const reached = takeProfit && (isLong ? price.atLeast(takeProfit) : price.atMost(takeProfit));
  return reached ? 'take_profit' : undefined;
}

export interface Exit {
  readonly lots: Decimal;
  readonly price: Decimal;
  readonly currency: string;
  readonly commissionPerLot: Decimal;
  readonly quotes: Quotes;
}

/**
 * What closing these lots brings, after commission, in the account's currency. Rounded against the
 * account: a profit down, a loss up.
 */
export function profitOf(position: PaperPosition, exit: Exit): Decimal {
  const { symbol, side, openPrice } = position;
  const { lots, price, currency, commissionPerLot, quotes } = exit;
  const instrument = findInstrument(symbol);
  if (!instrument) throw new Error(`A position in ${symbol}, which is not traded`);
  const gross = profitAt(price, { instrument, side, lots, openPrice });
  const outcome = gross.isNegative() ? 'loss' : 'profit';
  const rate = findRate({
    from: instrument.quote,
    to: currency,
    outcome,
    quotes,
    traded: { symbol, price },
  });
  if (!rate) throw new Error(`No rate from ${instrument.quote} to ${currency}`);
  const rounded = { currency, rounding: 'floor' } as const;
  const fee = convert(commissionPerLot.times(lots).negated(), ONE_TO_ONE, rounded);
  return convert(gross, rate, rounded).plus(fee);
}

const ONE = Decimal.integer(1);
const ONE_TO_ONE = { numerator: ONE, denominator: ONE };
