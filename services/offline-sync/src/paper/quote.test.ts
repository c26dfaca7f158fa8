import { Decimal, findInstrument, findRate, listInstruments } from '@signalos/trading';
import { assert, constantFrom, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACCOUNT_CURRENCIES } from '../accounts/account.ts';
import { paperMarket, quotesAt, QUOTE_STEP_MS, type Market } from './quote.ts';

const market = paperMarket('test');
const at = new Date('2026-11-21T09:30:00.000Z');
const symbols = listInstruments().map(({ symbol }) => symbol);

const quotes = (symbol: string) => market.quoteAt(symbol, at);

function quote(of: Market, symbol: string, time: Date) {
  const found = of.quoteAt(symbol, time);
  if (!found) throw new Error(`No price for ${symbol}`);
  return found;
}

describe('the paper market', () => {
  it('has a price for every instrument, and for no other', () => {
    expect(quotesAt(market, at).map(({ symbol }) => symbol)).toEqual(symbols);
    expect(market.quoteAt('DOGE', at)).toBeUndefined();
  });

  it('shows the same prices whenever it is asked about the same moment', () => {
    expect(quotesAt(paperMarket('test'), at)).toEqual(quotesAt(market, at));
    expect(quotesAt(paperMarket('other'), at)).not.toEqual(quotesAt(market, at));
  });

  it('keeps every price within a percent of where it belongs, on its ticks, asks above bids', () => {
    const anyTime = integer({ min: 0, max: 4_102_444_800_000 });
    assert(
      property(constantFrom(...symbols), anyTime, anyTime, (symbol, first, second) => {
        const one = quote(market, symbol, new Date(first));
        const other = quote(market, symbol, new Date(second));
        const tick = findInstrument(symbol)?.tick ?? Decimal.ZERO;

        expect(one.ask.greaterThan(one.bid)).toBe(true);
        expect(one.bid.isMultipleOf(tick) && one.ask.isMultipleOf(tick)).toBe(true);
        const apart = one.bid.minus(other.bid).abs().times(Decimal.integer(50));
        expect(apart.atMost(one.bid)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it('moves, but only from step to step, and never far', () => {
    const prices = Array.from(
      { length: 1_200 },
      (_, step) => quote(market, 'XAUUSD', new Date(at.getTime() + step * QUOTE_STEP_MS)).bid,
    );
    const justBefore = new Date(at.getTime() + QUOTE_STEP_MS - 1);

    expect(quote(market, 'XAUUSD', justBefore).bid).toEqual(prices[0]);
    expect(new Set(prices.map(String)).size).toBeGreaterThan(100);
    const steps = prices.slice(1).map((price, index) => price.minus(prices[index] ?? price).abs());
    expect(Decimal.max(Decimal.ZERO, ...steps).atMost(Decimal.parse('1.50'))).toBe(true);
  });

  it('can convert what any instrument brings into any account’s currency', () => {
    for (const { quote: from } of listInstruments()) {
      for (const to of ACCOUNT_CURRENCIES) {
        for (const outcome of ['profit', 'loss'] as const) {
          expect(findRate({ from, to, outcome, quotes }), `${from} to ${to}`).toBeDefined();
        }
      }
    }
  });
});
