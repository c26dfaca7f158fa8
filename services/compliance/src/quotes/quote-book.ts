import { Decimal, findInstrument, type Quote } from '@signalos/trading';
import type { TimedQuote, TimedQuotes } from '../rules/situation.ts';

/** No price has ten digits before the point, or more than ten after it. */
const PRICE_BELOW = Decimal.integer(1_000_000_000);
const FRACTION_MAX = 10;

/** A price as it comes over the feed. */
export interface QuoteMessage {
  readonly symbol: string;
  readonly bid: string;
  readonly ask: string;
  readonly at: string;
}

/** The newest quote of every instrument, in memory: after a start there is none until the first comes. */
export interface QuoteBook {
  /** Whether it was kept: one that cannot be a price is not, nor one that is older than that known. */
  readonly keep: (message: QuoteMessage, now: Date) => boolean;
  readonly find: TimedQuotes;
  /** Whether any came since the start. */
  readonly hasAny: () => boolean;
}

export function quoteBook(): QuoteBook {
  const newest = new Map<string, TimedQuote>();
  return {
    find: (symbol) => newest.get(symbol),
    hasAny: () => newest.size > 0,
    keep({ symbol, bid, ask, at }, now) {
      const quote = { bid: Decimal.parse(bid), ask: Decimal.parse(ask), at: earlier(at, now) };
      if (!findInstrument(symbol) || !isPossible(quote)) return false;
      const known = newest.get(symbol);
      if (known && known.at.getTime() > quote.at.getTime()) return false;
      newest.set(symbol, quote);
      return true;
    },
  };
}

/** A buyer never pays less than a seller gets: to believe it would value every position too high. */
function isPossible({ bid, ask }: Quote): boolean {
  return bid.isPositive() && bid.atMost(ask) && isShort(bid) && isShort(ask);
}

const isShort = (price: Decimal) => price.lessThan(PRICE_BELOW) && price.scale <= FRACTION_MAX;

/** A quote from the future, by a clock that is ahead, would otherwise stay fresh for too long. */
function earlier(at: string, now: Date): Date {
  return new Date(Math.min(Date.parse(at), now.getTime()));
}
