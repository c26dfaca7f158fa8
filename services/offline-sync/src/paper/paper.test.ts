import { closingPrice, Decimal, openingPrice } from '@signalos/trading';
import { assert, constantFrom, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  findEntryFault,
  findFault,
  findHit,
  findLevelFault,
  isMarketable,
  profitOf,
  type Opening,
  type PaperPosition,
} from './paper.ts';
import { paperMarket } from './quote.ts';

const decimal = (text: string) => Decimal.parse(text);
const level = (text: string | null) => (text === null ? null : decimal(text));
const quote = { bid: decimal('2350.00'), ask: decimal('2350.20') };

const anOrder = (more: Partial<Opening> = {}): Opening => ({
  symbol: 'XAUUSD',
  side: 'buy',
  type: 'market',
  lots: decimal('0.10'),
  entryPrice: null,
  stopLoss: null,
  takeProfit: null,
  ...more,
});
const aPosition = (more: Partial<PaperPosition> = {}): PaperPosition => ({
  id: 'p1',
  accountId: 'a1',
  userId: 'u1',
  openedBy: 'x1',
  symbol: 'XAUUSD',
  side: 'buy',
  lots: decimal('0.10'),
  openPrice: decimal('2350.20'),
  stopLoss: null,
  takeProfit: null,
  openedAt: new Date(),
  ...more,
});

describe('an order', () => {
  it.each([
    { side: 'buy', type: 'market', entryPrice: null, filled: true },
    { side: 'buy', type: 'limit', entryPrice: '2350.20', filled: true },
    { side: 'buy', type: 'limit', entryPrice: '2350.19', filled: false },
    { side: 'buy', type: 'stop', entryPrice: '2350.20', filled: true },
    { side: 'buy', type: 'stop', entryPrice: '2350.21', filled: false },
    { side: 'sell', type: 'limit', entryPrice: '2350.00', filled: true },
    { side: 'sell', type: 'limit', entryPrice: '2350.01', filled: false },
    { side: 'sell', type: 'stop', entryPrice: '2350.00', filled: true },
    { side: 'sell', type: 'stop', entryPrice: '2349.99', filled: false },
  ] as const)(
    'to $side at $type $entryPrice at 2350.00/2350.20 is filled: $filled',
    ({ side, type, entryPrice, filled }) => {
      const order = anOrder({ side, type, entryPrice: level(entryPrice) });

      expect(isMarketable(order, quote)).toBe(filled);
    },
  );

  it.each([
    [{ symbol: 'DOGEUSD' }, 'unknown-symbol'],
    [{ lots: decimal('0.001') }, 'invalid-volume'],
    [{ lots: decimal('0.015') }, 'invalid-volume'],
    [{ symbol: 'AAPL', lots: decimal('0.5') }, 'invalid-volume'],
    [{}, undefined],
  ])('with %j has the fault %s', (more, code) => {
    expect(findFault(anOrder(more))?.code).toBe(code);
  });
});

describe('a stop order that arrives', () => {
  it.each([
    { side: 'buy', entryPrice: '2350.21', code: undefined },
    { side: 'buy', entryPrice: '2350.20', code: undefined },
    { side: 'buy', entryPrice: '2350.19', code: 'invalid-price' },
    { side: 'sell', entryPrice: '2349.99', code: undefined },
    { side: 'sell', entryPrice: '2350.00', code: undefined },
    { side: 'sell', entryPrice: '2350.01', code: 'invalid-price' },
  ] as const)('to $side at $entryPrice at 2350.00/2350.20: $code', (stop) => {
    const { side, entryPrice, code } = stop;
    const order = anOrder({ side, type: 'stop', entryPrice: level(entryPrice) });

    expect(findEntryFault(order, quote)?.code).toBe(code);
  });

  it.each(['limit', 'market'] as const)(
    'is no %s order, which gets its price or a better',
    (type) => {
      const order = anOrder({ type, entryPrice: type === 'limit' ? level('9000') : null });

      expect(findEntryFault(order, quote)).toBeUndefined();
    },
  );
});

describe('a stop or target', () => {
  it.each([
    { side: 'buy', stop: '2350.00', target: null, hit: 'stop_loss' },
    { side: 'buy', stop: '2349.99', target: null, hit: undefined },
    { side: 'buy', stop: null, target: '2350.00', hit: 'take_profit' },
    { side: 'buy', stop: null, target: '2350.01', hit: undefined },
    { side: 'sell', stop: '2350.20', target: null, hit: 'stop_loss' },
    { side: 'sell', stop: '2350.21', target: null, hit: undefined },
    { side: 'sell', stop: null, target: '2350.20', hit: 'take_profit' },
    { side: 'sell', stop: null, target: '2350.19', hit: undefined },
  ] as const)(
    'of a $side with stop $stop and target $target is hit: $hit',
    ({ side, stop, target, hit }) => {
      const levels = { side, stopLoss: level(stop), takeProfit: level(target) };

      expect(findHit(levels, quote)).toBe(hit);
      expect(findLevelFault(levels, quote)?.code).toBe(hit && 'invalid-stops');
    },
  );

  it('is hit one at a time, when both were on their right sides', () => {
    const market = paperMarket('test');
    const anyTime = integer({ min: 1_700_000_000_000, max: 1_800_000_000_000 });
    const anyDistance = integer({ min: 1, max: 2_000 });
    assert(
      property(anyTime, anyDistance, constantFrom('buy', 'sell'), (time, distance, side) => {
        const opened = market.quoteAt('XAUUSD', new Date(time)) ?? quote;
        const later = market.quoteAt('XAUUSD', new Date(time + 3_600_000)) ?? quote;
        const away = Decimal.integer(distance).times(decimal('0.01'));
        const price = closingPrice(side, opened);
        const [stopLoss, takeProfit] =
          side === 'buy'
            ? [price.minus(away), price.plus(away)]
            : [price.plus(away), price.minus(away)];

        expect(findLevelFault({ side, stopLoss, takeProfit }, opened)).toBeUndefined();
        const hit = findHit({ side, stopLoss, takeProfit }, later);
        const open = { side, openPrice: openingPrice(side, opened) };
        const gain = profitOf(aPosition(open), {
          lots: decimal('0.10'),
          price: closingPrice(side, later),
          currency: 'USD',
          commissionPerLot: Decimal.ZERO,
          quotes: () => undefined,
        });
        // The spread is paid before anything is won.
        const spread = decimal('2.00');
        const worst = { stop_loss: gain.isNegative(), take_profit: gain.plus(spread).isPositive() };
        expect(hit === undefined || worst[hit]).toBe(true);
      }),
    );
  });
});

describe('the profit of a position', () => {
  const exit = {
    lots: decimal('0.10'),
    price: decimal('2352.20'),
    currency: 'USD',
    commissionPerLot: Decimal.ZERO,
    quotes: () => undefined,
  };

  it('is the move times what is held', () => {
    expect(profitOf(aPosition(), exit).toString()).toBe('20.00');
    expect(profitOf(aPosition({ side: 'sell' }), exit).toString()).toBe('-20.00');
  });

  it('is less by the commission on what is closed', () => {
    const commissionPerLot = decimal('7.00');

    expect(profitOf(aPosition(), { ...exit, commissionPerLot }).toString()).toBe('19.30');
  });

  it('is converted at the side that costs, a profit rounded down and a loss up', () => {
    const eurusd = { bid: decimal('1.08000'), ask: decimal('1.08010') };
    const quotes = (symbol: string) => (symbol === 'EURUSD' ? eurusd : undefined);
    const inEuro = { ...exit, currency: 'EUR', quotes };

    // 20 / 1.0801 = 18.5168…; 20 / 1.08 = 18.5185…
    expect(profitOf(aPosition(), inEuro).toString()).toBe('18.51');
    expect(profitOf(aPosition({ side: 'sell' }), inEuro).toString()).toBe('-18.52');
  });

  it('of a pair in its own currency is converted at its own exit price', () => {
    const yen = { symbol: 'USDJPY', openPrice: decimal('150.000'), lots: decimal('1') };
    const position = aPosition(yen);
    const closing = { ...exit, lots: decimal('1'), price: decimal('151.000') };

    // 100,000 yen at 151.000.
    expect(profitOf(position, closing).toString()).toBe('662.25');
  });
});
