import type { Violation } from '@signalos/contracts';
import { Decimal, findInstrument, isTradable, type Instrument, type Side } from '@signalos/trading';
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
  const lots = Decimal.read(trade.lots);
  if (!lots?.isPositive() || lots.greaterThan(LOTS_MAX)) return invalidVolume(trade);
  const instrument = findInstrument(trade.symbol);
  if (!instrument) return unknownSymbol(trade);
  if (!isTradable(lots, instrument)) return wrongStep(lots, instrument);
  const figures = readFigures(trade);
  if (typeof figures === 'string') return invalidPrice(trade, figures);
  const { price, stopLoss, leverage } = figures;
  const { side, reduceOnly } = trade;
  const positionId = trade.positionId ?? undefined;
  return { instrument, side, lots, price, stopLoss, leverage, reduceOnly, positionId };
}

type Figures = Pick<Order, 'price' | 'stopLoss' | 'leverage'>;
type FigureName = 'entryPrice' | 'slPrice' | 'tpPrice' | 'leverage';

/** The figures of a trade, or which of them is the first that is none. */
function readFigures({
  type,
  entryPrice,
  slPrice,
  tpPrice,
  leverage,
}: Trade): Figures | FigureName {
  const isMarket = type === 'market';
  const price = readPrice(entryPrice);
  if (!price || (price.isZero() && !isMarket)) return 'entryPrice';
  const stop = readPrice(slPrice);
  if (!stop) return 'slPrice';
  if (!readPrice(tpPrice)) return 'tpPrice';
  const asked = readPrice(leverage);
  if (!asked || (asked.isZero() && isGiven(leverage))) return 'leverage';
  return {
    price: isMarket ? undefined : price,
    stopLoss: ifPositive(stop),
    leverage: ifPositive(asked),
  };
}

type PriceText = Trade['slPrice'];

const isGiven = (text: PriceText) => text !== null && text !== undefined;

/** No price is zero, as traders' terminals send it; undefined for what no market has as a price. */
function readPrice(text: PriceText): Decimal | undefined {
  if (text === null || text === undefined) return Decimal.ZERO;
  const price = Decimal.read(text);
  return !price || price.isNegative() || price.greaterThan(PRICE_MAX) ? undefined : price;
}

const ifPositive = (price: Decimal) => (price.isPositive() ? price : undefined);

/** Which of its two bounds a figure breaks. */
function boundOf(name: string, text: string) {
  const max = name === 'lots' ? LOTS_MAX : PRICE_MAX;
  return Decimal.read(text)?.isPositive()
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

/** A figure below zero, beyond any market’s, or that cannot be read; or none where one is needed. */
function invalidPrice(trade: Trade, name: FigureName): Violation {
  const given = trade[name] ?? undefined;
  const actual = given ?? 'none';
  const { type } = trade;
  return violation('INPUT_INVALID_PRICE', {
    message:
      given === undefined
        ? `A ${type} order needs an ${name}`
        : `${given} is no ${name} for a ${type} order`,
    ...boundOf(name, actual),
    actual,
    unit: 'price',
    inputs: { [name]: actual, type },
  });
}
