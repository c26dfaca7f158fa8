import type { Violation } from '@signalos/contracts';
import {
  atRate,
  findRate,
  gainAt,
  minorDigits,
  type Decimal,
  type Instrument,
  type Quote,
  type Quotes,
  type Side,
} from '@signalos/trading';
import { violation } from './rule.ts';
import type { Situation, TimedQuote } from './situation.ts';

/** For accounts without a profile, which would say. */
const QUOTE_AGE_MAX_MS = 5_000;

/** Prices as far as they are known now, in the currency of one account. */
export interface Market {
  readonly currency: string;
  /** Quotes that are fresh. */
  readonly quotes: Quotes;
  /** The quote of an instrument that must have one. */
  readonly quoteOf: (symbol: string) => Quote | undefined;
  /**
   * What a position gains by being closed at this price, in the account's currency and rounded
   * against it: to the minor unit below.
   */
  readonly profitAt: (exitPrice: Decimal, holding: Holding) => Decimal | undefined;
  /** What is moved by so many units at this price, in the account's currency, rounded up. */
  readonly notional: (moved: Moved) => Decimal | undefined;
  /** A part of an amount of the account's currency, rounded up. */
  readonly divided: (amount: Decimal, by: Decimal) => Decimal;
  /** Notes that this is not known, and gives nothing. */
  readonly miss: (what: string) => undefined;
  /** The first thing that was not known. */
  readonly gap: () => Violation | undefined;
}

interface Holding {
  readonly instrument: Instrument;
  readonly side: Side;
  /** Lots times the contract size. */
  readonly units: Decimal;
  readonly openPrice: Decimal;
}

interface Moved extends Pick<Holding, 'instrument' | 'units'> {
  readonly price: Decimal;
}

export type View = Pick<Situation, 'quotes' | 'now' | 'limits'> & {
  readonly account: Pick<Situation['account'], 'currency'>;
};

export function openMarket({ quotes: newest, now, limits, account }: View): Market {
  const { currency } = account;
  const ageMaxMs = limits?.maxQuoteAgeMs ?? QUOTE_AGE_MAX_MS;
  const ageOf = ({ at }: TimedQuote) => now.getTime() - at.getTime();
  const digits = minorDigits(currency);
  const upwards = { digits, rounding: 'ceiling' } as const;
  const downwards = { digits, rounding: 'floor' } as const;
  /** Of what is being asked for. */
  let stale: Violation | undefined;
  let gap: Violation | undefined;

  function fresh(symbol: string): Quote | undefined {
    const quote = newest(symbol);
    return quote && ageOf(quote) <= ageMaxMs ? quote : undefined;
  }

  /** What an old price says is known still, if its pair has a fresh one the other way round. */
  function quotes(symbol: string): Quote | undefined {
    const quote = fresh(symbol);
    if (!quote && !fresh(inverseOf(symbol))) stale ??= staleness(symbol);
    return quote;
  }

  function staleness(symbol: string): Violation | undefined {
    const quote = newest(symbol);
    return quote && staleQuote(symbol, { ageMs: ageOf(quote), ageMaxMs });
  }

  function miss(what: string): undefined {
    gap ??= stale ?? noQuote(what);
  }

  return {
    currency,
    quotes,
    quoteOf(symbol) {
      const quote = fresh(symbol);
      if (quote) return quote;
      stale = staleness(symbol);
      return miss(symbol);
    },
    profitAt(exitPrice, holding) {
      stale = undefined;
      const { symbol, quote: from } = holding.instrument;
      const profit = gainAt(exitPrice, holding).times(holding.units);
      if (from === currency) return profit.rescaled(downwards);
      const rate = findRate({
        from,
        to: currency,
        outcome: profit.isNegative() ? 'loss' : 'profit',
        quotes,
        traded: { symbol, price: exitPrice },
      });
      return rate ? atRate(profit, rate, downwards) : miss(from + currency);
    },
    notional({ instrument: { base, quote: from }, units, price }) {
      stale = undefined;
      if (base === currency) return units.round(upwards);
      const rate = findRate({ from, to: currency, outcome: 'loss', quotes });
      return rate ? atRate(units.times(price), rate, upwards) : miss(from + currency);
    },
    divided: (amount, by) => amount.dividedBy(by, upwards),
    miss,
    gap: () => gap,
  };
}

const inverseOf = (pair: string) => pair.slice(3) + pair.slice(0, 3);

function noQuote(symbol: string): Violation {
  return violation('INPUT_NO_QUOTE', {
    message: `There is no price for ${symbol}`,
    limit: 'a quote',
    actual: 'none',
    unit: 'quote',
    formula: 'quote is missing',
    inputs: { symbol },
  });
}

function staleQuote(symbol: string, age: { ageMs: number; ageMaxMs: number }): Violation {
  const { ageMs, ageMaxMs } = age;
  return violation('QUOTE_STALE', {
    message: `The price of ${symbol} is ${ageMs} ms old`,
    limit: ageMaxMs,
    actual: ageMs,
    unit: 'ms',
    formula: 'quoteAge > maxQuoteAgeMs',
    inputs: { symbol, quoteAge: ageMs, maxQuoteAgeMs: ageMaxMs },
  });
}
