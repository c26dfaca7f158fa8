import type { Violation } from '@signalos/contracts';
import {
  Decimal,
  DECIMAL_PATTERN,
  findInstrument,
  type Instrument,
  type Side,
} from '@signalos/trading';
import { violation, type Read } from './rule.ts';
import type { Trade } from './situation.ts';

/** A trade whose every word was understood. */
export interface Order {
  readonly instrument: Instrument;
  readonly side: Side;
  readonly lots: Decimal;
  /** The price it waits for; none when it takes the market's. */
  readonly price: Decimal | undefined;
  readonly stopLoss: Decimal | undefined;
  /** What it asks for; undefined for the highest that its class allows. */
  readonly leverage: Decimal | undefined;
  readonly reduceOnly: boolean;
  readonly positionId: string | undefined;
}

/** Beyond what any market has: what is computed from larger figures could not be written down. */
export const LOTS_MAX = Decimal.integer(1_000_000);
const PRICE_MAX = Decimal.integer(1_000_000);

/** Understands a trade, or tells what the first thing wrong with it is. */
export function readOrder(trade: Trade): Read<Order> {
  const lots = readDecimal(trade.lots);
  if (!lots?.isPositive() || lots.greaterThan(LOTS_MAX)) return invalidVolume(trade);
  const instrument = findInstrument(trade.symbol);
  if (!instrument) return unknownSymbol(trade);
  if (!isTradable(lots, instrument)) return wrongStep(lots, instrument);
  const invalid = invalidPrice(trade);
  if (invalid) return invalid;

  return {
    instrument,
    side: trade.side,
    lots,
    price: trade.type === 'market' ? undefined : readPrice(trade.entryPrice),
    stopLoss: readPrice(trade.slPrice),
    leverage: readPrice(trade.leverage),
    reduceOnly: trade.reduceOnly,
    positionId: trade.positionId ?? undefined,
  };
}

type PriceText = Trade['slPrice'];

/** No price at all, or zero, which traders' terminals send for none. */
function readPrice(text: PriceText): Decimal | undefined {
  const price = readDecimal(text ?? '0');
  return price?.isPositive() ? price : undefined;
}

function readDecimal(text: string): Decimal | undefined {
  return DECIMAL_PATTERN.test(text) ? Decimal.parse(text) : undefined;
}

function isTradable(lots: Decimal, { minLot, lotStep }: Instrument): boolean {
  return lots.atLeast(minLot) && lots.isMultipleOf(lotStep);
}

/** Which of its two bounds a figure breaks. */
function boundOf(name: string, text: string) {
  const max = name === 'lots' ? LOTS_MAX : PRICE_MAX;
  return readDecimal(text)?.isPositive()
    ? { limit: max, formula: `${name} > ${max.toString()}` }
    : { limit: '0', formula: `${name} <= 0` };
}

function invalidVolume({ lots }: Trade): Violation {
  return violation('INPUT_INVALID_VOLUME', {
    message: `${lots} is not a number of lots`,
    ...boundOf('lots', lots),
    actual: lots,
    unit: 'lots',
    inputs: { lots },
  });
}

function unknownSymbol({ symbol }: Trade): Violation {
  return violation('INPUT_UNKNOWN_SYMBOL', {
    message: `${symbol} is not an instrument of SignalOS`,
    limit: 'the instrument table',
    actual: symbol,
    unit: 'symbol',
    formula: 'symbol not in instruments',
    inputs: { symbol },
  });
}

function wrongStep(lots: Decimal, { symbol, minLot, lotStep }: Instrument): Violation {
  return violation('INPUT_VOLUME_STEP', {
    message: `${symbol} is traded from ${minLot.toString()} lots in steps of ${lotStep.toString()}, not ${lots.toString()}`,
    limit: lotStep,
    actual: lots,
    unit: 'lots',
    formula: 'lots < minLot or lots mod lotStep != 0',
    inputs: { lots, minLot, lotStep },
  });
}

const PRICES = ['entryPrice', 'slPrice', 'tpPrice', 'leverage'] as const;

function invalidPrice({ type, ...prices }: Trade): Violation | undefined {
  const name = PRICES.find((key) =>
    isWrong(prices[key], {
      needed: key === 'entryPrice' && type !== 'market',
      zero: key !== 'leverage',
    }),
  );
  if (!name) return undefined;
  const actual = prices[name] ?? 'none';
  return violation('INPUT_INVALID_PRICE', {
    message: `${actual} is no ${name} for a ${type} order`,
    ...boundOf(name, actual),
    actual,
    unit: 'price',
    inputs: { [name]: actual, type },
  });
}

/** A figure below zero, beyond any market’s, or that cannot be read; or none where one is needed. */
function isWrong(
  text: PriceText,
  { needed, zero }: { readonly needed: boolean; readonly zero: boolean },
): boolean {
  if (text === null || text === undefined) return needed;
  const price = readDecimal(text);
  if (!price || price.isNegative() || price.greaterThan(PRICE_MAX)) return true;
  return price.isZero() && (needed || !zero);
}
