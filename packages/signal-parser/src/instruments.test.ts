import { describe, expect, it } from 'vitest';
import {
  classOf,
  instrumentOf,
  pairOf,
  pairOfFlags,
  taggedCoin,
  typicalPrice,
} from './instruments.ts';

describe('the class of an instrument', () => {
  it.each([
    ['EURUSD', 'currency'],
    ['USDTRY', 'currency'],
    ['XAUUSD', 'known'],
    ['US30', 'known'],
    ['BTCUSDT', 'coin'],
    ['SOLUSD', 'coin'],
    ['ETHBTC', 'coin'],
    ['FOOUSDT', 'coin'],
    ['FOO', 'unknown'],
  ])('of %s is %s', (symbol, expected) => {
    expect(classOf(symbol)).toBe(expected);
  });
});

describe('an instrument', () => {
  it.each([
    ['eurusd', 'EURUSD'],
    ['xauusdm', 'XAUUSD'],
    ['gbpjpy', 'GBPJPY'],
    ['eurusdpro', 'EURUSD'],
    ['btcusdt', 'BTCUSDT'],
    ['btcusdtperp', 'BTCUSDT'],
    ['1000pepeusdt', '1000PEPEUSDT'],
    ['btcusd', 'BTCUSD'],
    ['btc', 'BTCUSDT'],
  ])('is named %s: %s', (word, symbol) => {
    expect(instrumentOf(word)?.symbol).toBe(symbol);
  });

  it.each(['hello', 'usdusd', 'abcxyz', 'usdt', 'constructor', '__proto__', 'tostring'])(
    'is not %s',
    (word) => {
      expect(instrumentOf(word)).toBeUndefined();
    },
  );

  it('may be a coin that nobody knows, where it is tagged as one', () => {
    expect(taggedCoin('foo')).toEqual({ symbol: 'FOOUSDT', isDoubtful: true });
    expect(taggedCoin('1')).toBeUndefined();
    expect(taggedCoin('verylongtagname')).toBeUndefined();
  });

  it('is the pair of two names, or of two flags', () => {
    expect(pairOf('xau', 'usd')).toBe('XAUUSD');
    expect(pairOf('sol', 'usdt')).toBe('SOLUSDT');
    expect(pairOf('usd', 'usd')).toBeUndefined();
    expect(pairOf('constructor', 'usd')).toBeUndefined();
    expect(pairOfFlags('us', 'ch')).toBe('USDCHF');
    expect(pairOfFlags('us', 'zz')).toBeUndefined();
  });
});

describe('what an instrument costs', () => {
  it.each([
    ['EURUSD', 1, 1.3],
    ['USDJPY', 100, 200],
    ['XAUUSD', 1_500, 6_000],
    ['BTCUSDT', 20_000, 300_000],
    ['US30', 20_000, 80_000],
  ])('is about right for %s', (symbol, low, high) => {
    expect(typicalPrice(symbol)).toBeGreaterThan(low);
    expect(typicalPrice(symbol)).toBeLessThan(high);
  });

  it('is unknown of what is unknown', () => {
    expect(typicalPrice('FOOUSDT')).toBeUndefined();
    expect(typicalPrice('')).toBeUndefined();
  });
});
