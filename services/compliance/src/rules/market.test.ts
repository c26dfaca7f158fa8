import { describe, expect, it } from 'vitest';
import { anAccount, NOW, quotesOf } from '../../test/situations.ts';
import { openMarket } from './market.ts';

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
