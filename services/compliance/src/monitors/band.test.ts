import {
  closingPrice,
  convert,
  Decimal,
  findInstrument,
  findRate,
  profitAt,
  type Quote,
} from '@signalos/trading';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AccountBook } from '../accounts/book.ts';
import { bandsOf, REACH_MAX, toNumber, type QuoteOf } from './band.ts';

const PRICES = {
  EURUSD: 1.1,
  GBPUSD: 1.3,
  USDJPY: 150,
  EURGBP: 0.85,
  EURJPY: 162,
  GBPJPY: 190,
  USDCHF: 0.88,
  XAUUSD: 2350,
} as const;
const SYMBOLS = Object.keys(PRICES) as (keyof typeof PRICES)[];
const digits = (symbol: string) => (symbol.endsWith('JPY') ? 3 : symbol === 'XAUUSD' ? 2 : 5);
const price = (symbol: string, value: number) => Decimal.parse(value.toFixed(digits(symbol)));

/** Evenly spread, which fast-check's doubles are not. */
const share = (of: number) =>
  fc.integer({ min: 0, max: 10_000 }).map((part) => (part * of) / 10_000);

const aPosition = fc
  .record({
    symbol: fc.constantFrom(...SYMBOLS),
    side: fc.constantFrom('buy', 'sell'),
    lots: fc.integer({ min: 1, max: 500 }),
    away: share(0.06).map((away) => away - 0.03),
    charges: fc.integer({ min: -5_000, max: 500 }),
  })
  .map(({ symbol, side, lots, away, charges }) => ({
    symbol,
    side,
    id: 'p',
    lots: Decimal.parse((lots / 100).toFixed(2)),
    openPrice: price(symbol, PRICES[symbol] * (1 + away)),
    stopLoss: undefined,
    charges: Decimal.parse((charges / 100).toFixed(2)),
    initialMargin: undefined,
  }));

const aBook = fc
  .record({
    currency: fc.constantFrom('USD', 'EUR', 'JPY', 'GBP', 'CHF'),
    positions: fc.array(aPosition, { minLength: 1, maxLength: 6 }),
  })
  .map(({ currency, positions }) => {
    const balance = Decimal.integer(currency === 'JPY' ? 10_000_000 : 100_000);
    return { account: { currency, balance }, positions } as unknown as AccountBook;
  });

/** Where prices stand, with spreads. */
const aMarket = fc
  .array(fc.integer({ min: 0, max: 30 }), {
    minLength: SYMBOLS.length,
    maxLength: SYMBOLS.length,
  })
  .map((spreads): QuoteOf => {
    const quotes = new Map<string, Quote>(
      SYMBOLS.map((symbol, index) => {
        const bid = price(symbol, PRICES[symbol]);
        const tick = Decimal.parse((10 ** -digits(symbol)).toFixed(digits(symbol)));
        const ask = bid.plus(tick.times(Decimal.integer(spreads[index] ?? 0)));
        return [symbol, { bid, ask }];
      }),
    );
    return (symbol) => quotes.get(symbol);
  });

const aPlace = fc.oneof(fc.constantFrom(0, 1), share(1));

const exact = (value: number) => Decimal.parse(value.toFixed(12));

/** Prices anywhere within their bands, often at their very ends. */
function within(bands: ReturnType<typeof bandsOf>, places: readonly [number, number][]): QuoteOf {
  const quotes = new Map(
    bands.map(({ symbol, low, high }, index) => {
      const [from, width] = places[index] ?? [0, 0];
      const bid = low + (high - low) * from;
      return [symbol, { bid: exact(bid), ask: exact(bid + (high - bid) * width) }];
    }),
  );
  return (symbol) => quotes.get(symbol);
}

function equityOf({ account, positions }: AccountBook, quotes: QuoteOf): number {
  const { currency } = account;
  return positions.reduce((sum, { symbol, side, lots, openPrice, charges }) => {
    const [instrument, quote] = [findInstrument(symbol), quotes(symbol)];
    if (!instrument || !quote) throw new Error(symbol);
    const exit = closingPrice(side, quote);
    const profit = profitAt(exit, { instrument, side, lots, openPrice });
    const outcome = profit.isNegative() ? 'loss' : 'profit';
    const traded = { symbol, price: exit };
    const rate = findRate({ from: instrument.quote, to: currency, outcome, quotes, traded });
    if (!rate) throw new Error(`${instrument.quote}${currency}`);
    return sum + toNumber(convert(profit, rate, { currency, rounding: 'floor' }).plus(charges));
  }, toNumber(account.balance));
}

describe('while every price stays within its band', () => {
  it('equity stays between the thresholds, however positions and prices are', () => {
    let stayed = 0;
    const places = fc.array(fc.tuple(aPlace, aPlace), { minLength: 12, maxLength: 12 });
    const room = fc.record({ down: share(0.3), up: share(0.3) });
    fc.assert(
      fc.property(fc.tuple(aBook, aMarket), places, room, ([book, before], there, { down, up }) => {
        const equity = equityOf(book, before);
        const balance = toNumber(book.account.balance);
        const thresholds = { below: equity - balance * down, above: equity + balance * up };
        const bands = bandsOf(book, before, thresholds);
        if (bands.some(({ low, high }) => low > high)) return;
        stayed++;
        const moved = equityOf(book, within(bands, there));
        expect(moved).toBeGreaterThan(thresholds.below);
        expect(moved).toBeLessThan(thresholds.above);
      }),
      { numRuns: 3_000 },
    );
    expect(stayed).toBeGreaterThan(1_500);
  });
});

const long = (lots: string, openPrice = '1.10000') =>
  ({
    account: { currency: 'USD', balance: Decimal.integer(100_000) },
    positions: [
      {
        symbol: 'EURUSD',
        side: 'buy',
        lots: Decimal.parse(lots),
        openPrice: Decimal.parse(openPrice),
        charges: Decimal.ZERO,
      },
    ],
  }) as unknown as AccountBook;
const flat: QuoteOf = (symbol) =>
  symbol === 'EURUSD' ? { bid: Decimal.parse('1.1'), ask: Decimal.parse('1.1') } : undefined;

describe('a band', () => {
  it('reaches nearly as far as the threshold, so that few ticks leave it', () => {
    const [band] = bandsOf(long('2.00'), flat, { below: 98_000, above: Infinity });

    expect(band?.low).toBeGreaterThan(1.09);
    expect(band?.low).toBeLessThan(1.0906);
  });

  it('is never wider than its reach', () => {
    const [band] = bandsOf(long('0.01'), flat, { below: 0, above: Infinity });

    expect(band).toEqual({
      symbol: 'EURUSD',
      low: 1.1 * (1 - REACH_MAX),
      high: 1.1 * (1 + REACH_MAX),
    });
  });

  it.each([
    ['equity is at a threshold', flat, { below: 100_000, above: Infinity }],
    ['a price is not known', () => undefined, { below: 0, above: Infinity }],
  ])('lets every price be looked at where %s', (_case, quotes, thresholds) => {
    const [band] = bandsOf(long('1.00'), quotes, thresholds);

    expect(band).toEqual({ symbol: 'EURUSD', low: Infinity, high: -Infinity });
  });
});
