import type { Instrument } from '@signalos/trading';
import { describe, expect, it } from 'vitest';
import { anAccount, dec, NOW, quotesOf } from '../../test/situations.ts';
import { openMarket, type Market } from './market.ts';

const fresh = quotesOf({ EURUSD: ['1.1', '1.1'] });
const old = quotesOf({ GBPUSD: ['1.3', '1.3'] }, new Date(NOW.getTime() - 60_000));

const aMarket = () =>
  openMarket({
    account: anAccount(),
    limits: undefined,
    quotes: (symbol) => fresh(symbol) ?? old(symbol),
    now: NOW,
  });

describe('what is not known of a market', () => {
  it('is nothing while all was there', () => {
    const market = aMarket();

    expect(market.quoteOf('EURUSD')).toBeDefined();
    expect(market.gap()).toBeUndefined();
  });

  it.each([
    ['GBPUSD', 'XAUUSD', 'QUOTE_STALE'],
    ['XAUUSD', 'GBPUSD', 'INPUT_NO_QUOTE'],
  ])('is told by the first that was missed: %s before %s', (first, second, rule) => {
    const market = aMarket();

    expect([market.quoteOf(first), market.quoteOf(second)]).toEqual([undefined, undefined]);
    expect(market.gap()).toMatchObject({ ruleId: rule, inputs: { symbol: first } });
  });
});

const routes = quotesOf({ EURUSD: ['1.1', '1.1'], USDJPY: ['150', '150'] });
const direct = quotesOf({ EURJPY: ['165', '165'] }, new Date(NOW.getTime() - 60_000));
const routed = (symbol: string) => routes(symbol) ?? direct(symbol);

const index: Instrument = {
  symbol: 'UK100',
  base: undefined,
  quote: 'GBP',
  contractSize: dec('1'),
  tick: dec('1'),
  minLot: dec('1'),
  lotStep: dec('1'),
  assetClass: 'index-major',
  weeklyClose: true,
};
const pounds = {
  instrument: index,
  side: 'buy' as const,
  units: dec('1'),
  openPrice: dec('1'),
};
const yen = { ...pounds, instrument: { ...index, symbol: 'JP225', quote: 'JPY' } };

describe('a stale price that another route made up for', () => {
  const account = anAccount({ currency: 'EUR' });

  it.each<[string, (market: Market) => unknown]>([
    ['a price', ({ quoteOf }) => quoteOf('XAUUSD')],
    ['a profit', ({ profitAt }) => profitAt(dec('2'), pounds)],
    ['what is moved', ({ notional }) => notional({ ...pounds, price: dec('2') })],
  ])('is not why %s is not known', (_what, ask) => {
    const market = openMarket({ account, limits: undefined, quotes: routed, now: NOW });

    expect(market.profitAt(dec('2'), yen)).toBeDefined();
    expect(ask(market)).toBeUndefined();
    expect(market.gap()).toMatchObject({ ruleId: 'INPUT_NO_QUOTE' });
  });
});
