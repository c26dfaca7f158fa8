import { findInstrument, minorDigits, type Decimal, type Quote } from '@signalos/trading';
import type { AccountBook } from '../accounts/book.ts';

// Exact money is too slow to be counted anew on every tick for every account. So for each account it is
// worked out once how far prices may move before its equity can reach a threshold at all. Only when
// one of its prices leaves that band is its equity counted again, exactly. The arithmetic here is of
// floating point and may err on one side only: a band may be too narrow, and never too wide.

/** Between which equity means nothing new. */
export interface Thresholds {
  readonly below: number;
  readonly above: number;
}

/** While bid and ask of a symbol stay within, nothing happens. */
export interface Band {
  readonly symbol: string;
  readonly low: number;
  readonly high: number;
}

export type QuoteOf = (symbol: string) => Quote | undefined;

interface Range {
  readonly low: number;
  readonly high: number;
}

/** A conversion multiplies by the price of a pair, or divides by it. */
interface Leg {
  readonly symbol: string;
  readonly inverse: boolean;
}

interface Holding {
  readonly symbol: string;
  /** Lots times contract size; negative for a sale. */
  readonly units: number;
  readonly openPrice: number;
  readonly legs: readonly Leg[];
}

const PIVOT = 'USD';
/** Prices within one band move no further than this, as a share of themselves. */
export const REACH_MAX = 0.05;
const ATTEMPTS_MAX = 4;
/** What a straight line promises is taken with care: equity is not quite straight in prices. */
const CAUTION = 0.95;

export const toNumber = (amount: Decimal): number => Number(amount.toString());

/** The symbols whose prices an account's equity takes, each with its band; an empty one where unknown. */
export function bandsOf(book: AccountBook, quoteOf: QuoteOf, thresholds: Thresholds): Band[] {
  const holdings = holdingsOf(book, quoteOf);
  const symbols = symbolsOf(holdings);
  const reach = reachOf(book, { holdings, quoteOf, thresholds });
  return symbols.map((symbol) => {
    const range = reach === undefined ? undefined : rangeOf(quoteOf(symbol), reach);
    return { symbol, ...(range ?? NOWHERE) };
  });
}

/** Whether equity is surely between the thresholds now, so that there is no need to count it. */
export const isInside = (bands: readonly Band[]): boolean =>
  bands.every(({ low, high }) => low <= high);

const known = new WeakMap<AccountBook['positions'], readonly Holding[]>();

/** Read once for each list of positions, as soon as there is a price for every conversion. */
function holdingsOf(book: AccountBook, quoteOf: QuoteOf): readonly Holding[] {
  const before = known.get(book.positions);
  if (before) return before;
  const holdings = book.positions.map((position) => holdingOf(position, book, quoteOf));
  if (symbolsOf(holdings).every(quoteOf)) known.set(book.positions, holdings);
  return holdings;
}

/** No price is within, so that every one is looked at. */
const NOWHERE: Range = { low: Infinity, high: -Infinity };

function holdingOf(
  { symbol, side, lots, openPrice }: AccountBook['positions'][number],
  { account }: AccountBook,
  quoteOf: QuoteOf,
): Holding {
  const instrument = findInstrument(symbol);
  const units = toNumber(lots) * (instrument ? toNumber(instrument.contractSize) : NaN);
  return {
    symbol,
    units: side === 'buy' ? units : -units,
    openPrice: toNumber(openPrice),
    legs: legsOf(instrument?.quote ?? account.currency, account.currency, quoteOf),
  };
}

/** The way that the exact conversion takes: the direct pair, else through USD. */
function legsOf(from: string, to: string, quoteOf: QuoteOf): Leg[] {
  if (from === to) return [];
  const direct = legOf(from, to, quoteOf);
  if (direct || from === PIVOT || to === PIVOT) return [direct ?? missing(from, to)];
  return [
    legOf(from, PIVOT, quoteOf) ?? missing(from, PIVOT),
    legOf(PIVOT, to, quoteOf) ?? missing(PIVOT, to),
  ];
}

function legOf(from: string, to: string, quoteOf: QuoteOf): Leg | undefined {
  if (quoteOf(to + from)) return { symbol: to + from, inverse: true };
  return quoteOf(from + to) && { symbol: from + to, inverse: false };
}

/** Whichever of the two names the pair has: its first price will be looked at. */
function missing(from: string, to: string): Leg {
  const inverse = findInstrument(to + from) !== undefined;
  return { symbol: inverse ? to + from : from + to, inverse };
}

function symbolsOf(holdings: readonly Holding[]): string[] {
  const all = holdings.flatMap(({ symbol, legs }) => [symbol, ...legs.map((leg) => leg.symbol)]);
  return [...new Set(all)];
}

interface Reaching {
  readonly holdings: readonly Holding[];
  readonly quoteOf: QuoteOf;
  readonly thresholds: Thresholds;
}

/** How far all prices may move at once, as a share of them; undefined where not at all. */
function reachOf(book: AccountBook, reaching: Reaching): number | undefined {
  const { below, above } = reaching.thresholds;
  const still = equityRange(book, reaching, 0);
  if (!still || still.low <= below || still.high >= above) return undefined;
  let reach = REACH_MAX;
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const moved = equityRange(book, reaching, reach);
    if (!moved) return undefined;
    if (moved.low > below && moved.high < above) return reach;
    const down = (still.low - below) / (still.low - moved.low);
    const up = (above - still.high) / (moved.high - still.high);
    reach *= CAUTION * Math.min(1, down, up);
  }
  return undefined;
}

/** All that equity may be while every price moves no further than `reach`. */
function equityRange(
  { account, positions }: AccountBook,
  { holdings, quoteOf }: Reaching,
  reach: number,
): Range | undefined {
  // Each position is rounded to the minor unit; and one unit of it for floating point.
  const slack = (positions.length + 1) * 10 ** -minorDigits(account.currency);
  const fixed = positions.reduce((sum, { charges }) => sum + toNumber(charges), 0);
  let low = toNumber(account.balance) + fixed - slack;
  let high = low + 2 * slack;
  for (const holding of holdings) {
    const profit = profitRange(holding, quoteOf, reach);
    if (!profit) return undefined;
    low += profit.low;
    high += profit.high;
  }
  return { low, high };
}

function profitRange(
  { symbol, units, openPrice, legs }: Holding,
  quoteOf: QuoteOf,
  reach: number,
): Range | undefined {
  const price = rangeOf(quoteOf(symbol), reach);
  if (!price) return undefined;
  let range = span((price.low - openPrice) * units, (price.high - openPrice) * units);
  for (const leg of legs) {
    const rate = rangeOf(quoteOf(leg.symbol), reach);
    if (!rate) return undefined;
    const [least, most] = leg.inverse ? [1 / rate.high, 1 / rate.low] : [rate.low, rate.high];
    range = span(range.low * least, range.low * most, range.high * least, range.high * most);
  }
  return range;
}

function span(...values: number[]): Range {
  return { low: Math.min(...values), high: Math.max(...values) };
}

function rangeOf(quote: Quote | undefined, reach: number): Range | undefined {
  return (
    quote && { low: toNumber(quote.bid) * (1 - reach), high: toNumber(quote.ask) * (1 + reach) }
  );
}
