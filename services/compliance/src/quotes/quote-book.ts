import { Decimal, findInstrument } from '@signalos/trading';
import type { TimedQuote, TimedQuotes } from '../rules/situation.ts';

/** A price as it comes over the feed. */
export interface QuoteMessage {
  readonly symbol: string;
  readonly bid: string;
  readonly ask: string;
  readonly at: string;
}

/** The newest quote of every instrument, in memory: after a start there is none until the first comes. */
export interface QuoteBook {
  readonly keep: (message: QuoteMessage, now: Date) => void;
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
      if (!findInstrument(symbol)) return;
      const quote = { bid: Decimal.parse(bid), ask: Decimal.parse(ask), at: earlier(at, now) };
      const known = newest.get(symbol);
      if (!known || known.at.getTime() <= quote.at.getTime()) newest.set(symbol, quote);
    },
  };
}

/** A quote from the future, by a clock that is ahead, would otherwise stay fresh for too long. */
function earlier(at: string, now: Date): Date {
  return new Date(Math.min(Date.parse(at), now.getTime()));
}
