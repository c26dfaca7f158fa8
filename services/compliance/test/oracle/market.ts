import { activeProfile, instrumentOf, type Case, type Position, type Quote } from './case.ts';
import { fraction, floor, minus, over, plus, times, type Fraction } from './fraction.ts';

const QUOTE_AGE_DEFAULT_MS = 5_000;
const DIGITS_DEFAULT = 2;
const DIGITS: Readonly<Record<string, number>> = { JPY: 0, KRW: 0, KWD: 3 };

export type QuoteFault = 'INPUT_NO_QUOTE' | 'QUOTE_STALE';

/** A trade of this symbol ends at this price, which is then the rate of its own pair. */
interface Exit {
  readonly symbol: string;
  readonly price: Fraction;
}

export const minorUnits = (currency: string): number => DIGITS[currency] ?? DIGITS_DEFAULT;

export function quoteFault(situation: Case, symbol: string): QuoteFault | undefined {
  const quote = quoteNamed(situation, symbol);
  if (!quote) return 'INPUT_NO_QUOTE';
  return isStale(situation, quote) ? 'QUOTE_STALE' : undefined;
}

function quoteOf(situation: Case, symbol: string): { bid: Fraction; ask: Fraction } {
  const quote = quoteNamed(situation, symbol);
  if (!quote) throw new Error(`There is no quote of ${symbol}`);
  return { bid: fraction(quote.bid), ask: fraction(quote.ask) };
}

/** Why an amount cannot be converted, if it cannot. */
export function conversionFault(situation: Case, from: string, to: string): QuoteFault | undefined {
  if (from === to || hasPair(situation, from, to)) return undefined;
  if (from !== 'USD' && to !== 'USD') {
    const toDollar = conversionFault(situation, from, 'USD');
    const fromDollar = conversionFault(situation, 'USD', to);
    if (!toDollar && !fromDollar) return undefined;
    if (toDollar === 'QUOTE_STALE' || fromDollar === 'QUOTE_STALE') return 'QUOTE_STALE';
  }
  const isThere = [to + from, from + to].some((pair) => quoteNamed(situation, pair));
  return isThere ? 'QUOTE_STALE' : 'INPUT_NO_QUOTE';
}

export interface Conversion {
  readonly from: string;
  readonly to: string;
  readonly exit?: Exit;
}

/** A loss is converted on the side that costs more, a profit on the side that brings less. */
export function convert(situation: Case, amount: Fraction, conversion: Conversion): Fraction {
  const { from, to, exit } = conversion;
  if (from === to) return amount;
  const isLoss = amount.top < 0n;
  if (isUsable(situation, to + from)) {
    const { bid, ask } = rateOf(situation, to + from, exit);
    return over(amount, isLoss ? bid : ask);
  }
  if (isUsable(situation, from + to)) {
    const { bid, ask } = rateOf(situation, from + to, exit);
    return times(amount, isLoss ? ask : bid);
  }
  const dollars = convert(situation, amount, { ...conversion, to: 'USD' });
  return convert(situation, dollars, { ...conversion, from: 'USD' });
}

/** Profit (or loss, below zero) of a position that ends at this price, rounded down. */
export function profitAt(
  situation: Case,
  { symbol, side, lots, openPrice }: Pick<Position, 'symbol' | 'side' | 'lots' | 'openPrice'>,
  price: Fraction,
): Fraction {
  const { contractSize, quote } = instrumentOf(symbol);
  const { currency } = situation.account;
  const gain =
    side === 'buy' ? minus(price, fraction(openPrice)) : minus(fraction(openPrice), price);
  const profit = times(times(gain, fraction(lots)), fraction(contractSize));
  const converted = convert(situation, profit, {
    from: quote,
    to: currency,
    exit: { symbol, price },
  });
  return floor(converted, minorUnits(currency));
}

/** What a position could be closed at now. */
export function closingPrice(situation: Case, symbol: string, side: string): Fraction {
  const { bid, ask } = quoteOf(situation, symbol);
  return side === 'buy' ? bid : ask;
}

export function middleOf(situation: Case, symbol: string): Fraction {
  const { bid, ask } = quoteOf(situation, symbol);
  return over(plus(bid, ask), fraction('2'));
}

function hasPair(situation: Case, from: string, to: string): boolean {
  return isUsable(situation, to + from) || isUsable(situation, from + to);
}

const isUsable = (situation: Case, symbol: string) => !quoteFault(situation, symbol);

function rateOf(situation: Case, pair: string, exit: Exit | undefined) {
  if (exit?.symbol === pair) return { bid: exit.price, ask: exit.price };
  return quoteOf(situation, pair);
}

function quoteNamed({ market }: Case, symbol: string): Quote | undefined {
  return Object.hasOwn(market.quotes, symbol) ? market.quotes[symbol] : undefined;
}

function isStale(situation: Case, { ts }: Quote): boolean {
  if (ts === undefined) return false;
  const maxAgeMs = activeProfile(situation)?.maxQuoteAgeMs ?? QUOTE_AGE_DEFAULT_MS;
  return Date.parse(situation.now) - Date.parse(ts) > maxAgeMs;
}
