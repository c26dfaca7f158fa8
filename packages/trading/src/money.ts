import { Decimal, type Precision } from './decimal.ts';
import type { Instrument } from './instrument.ts';
import type { Side } from './order.ts';
import type { Rounding } from './units.ts';

export interface Quote {
  readonly bid: Decimal;
  readonly ask: Decimal;
}

/** The quote of a symbol, if one is known and fresh. */
export type Quotes = (symbol: string) => Quote | undefined;

/** A currency conversion kept as a fraction, so that the one rounding comes at the very end. */
export interface Rate {
  readonly numerator: Decimal;
  readonly denominator: Decimal;
}

const ONE = Decimal.integer(1);
const PAR: Rate = { numerator: ONE, denominator: ONE };
const PIVOT = 'USD';

/** Digits after the point of an amount in this currency (ISO 4217): 2 for USD, 0 for JPY. */
export function minorDigits(currency: string): number {
  let digits = digitsOf.get(currency);
  if (digits === undefined) {
    const format = new Intl.NumberFormat('en', { style: 'currency', currency });
    digits = format.resolvedOptions().maximumFractionDigits ?? 2;
    digitsOf.set(currency, digits);
  }
  return digits;
}
const digitsOf = new Map<string, number>();

/** The price at which a position is opened now: a buyer pays the ask, a seller gets the bid. */
export function openingPrice(side: Side, { bid, ask }: Quote): Decimal {
  return side === 'buy' ? ask : bid;
}

/** The price at which a position is closed now: a long sells at the bid, a short buys at the ask. */
export function closingPrice(side: Side, { bid, ask }: Quote): Decimal {
  return side === 'buy' ? bid : ask;
}

export interface Exposure {
  readonly instrument: Instrument;
  readonly side: Side;
  readonly lots: Decimal;
  readonly openPrice: Decimal;
}

/**
 * What a position gains (negative: loses) between its opening and `exitPrice`, in the instrument's
 * quote currency, exact: ±(exit − open) × lots × contract size.
 */
export function profitAt(exitPrice: Decimal, exposure: Exposure): Decimal {
  const { instrument, lots } = exposure;
  return gainAt(exitPrice, exposure).times(lots).times(instrument.contractSize);
}

/** What one unit of a position gains between its opening and `exitPrice`. */
export function gainAt(
  exitPrice: Decimal,
  { side, openPrice }: Pick<Exposure, 'side' | 'openPrice'>,
): Decimal {
  return side === 'buy' ? exitPrice.minus(openPrice) : openPrice.minus(exitPrice);
}

export interface Conversion {
  readonly from: string;
  readonly to: string;
  /** A loss is converted on the side of the quote that costs more, a profit on the other. */
  readonly outcome: 'profit' | 'loss';
  readonly quotes: Quotes;
  /** Where the converted amount arises by trading the very pair, its exit price is the rate. */
  readonly traded?: { readonly symbol: string; readonly price: Decimal } | undefined;
}

/**
 * The rate from one currency to another: by their direct pair, else through USD, else undefined.
 *
 * For a loss: with the pair TO/FROM divide by its bid, with FROM/TO multiply by its ask; a profit
 * takes the other side.
 */
export function findRate(conversion: Conversion): Rate | undefined {
  const { from, to } = conversion;
  if (from === to) return PAR;
  const direct = findLeg(conversion, from, to);
  if (direct || from === PIVOT || to === PIVOT) return direct;

  const first = findLeg(conversion, from, PIVOT);
  const second = findLeg(conversion, PIVOT, to);
  return first && second ? product(first, second) : undefined;
}

function findLeg(conversion: Conversion, from: string, to: string): Rate | undefined {
  const isLoss = conversion.outcome === 'loss';
  const divisor = priceOf(conversion, pairOf(to, from), isLoss ? 'bid' : 'ask');
  if (divisor) return { numerator: ONE, denominator: divisor };
  const factor = priceOf(conversion, pairOf(from, to), isLoss ? 'ask' : 'bid');
  return factor && { numerator: factor, denominator: ONE };
}

function priceOf(
  { quotes, traded }: Conversion,
  symbol: string,
  side: keyof Quote,
): Decimal | undefined {
  return traded?.symbol === symbol ? traded.price : quotes(symbol)?.[side];
}

/** Kept, because a text that was just put together is slow to look up by. */
function pairOf(base: string, quote: string): string {
  let pairs = pairsOf.get(base);
  if (!pairs) pairsOf.set(base, (pairs = new Map<string, string>()));
  let pair = pairs.get(quote);
  if (!pair) pairs.set(quote, (pair = base + quote));
  return pair;
}
const pairsOf = new Map<string, Map<string, string>>();

function product(a: Rate, b: Rate): Rate {
  return {
    numerator: a.numerator.times(b.numerator),
    denominator: a.denominator.times(b.denominator),
  };
}

/** An amount at a rate, rounded once, to the minor unit of `currency`. */
export function convert(
  amount: Decimal,
  rate: Rate,
  { currency, rounding }: { currency: string; rounding: Rounding },
): Decimal {
  return atRate(amount, rate, { digits: minorDigits(currency), rounding });
}

/** An amount at a rate, rounded once. */
export function atRate(amount: Decimal, rate: Rate, precision: Precision): Decimal {
  if (rate === PAR) return amount.rescaled(precision);
  return amount.times(rate.numerator).dividedBy(rate.denominator, precision);
}
