import { describe, expect, it } from 'vitest';
import { Decimal } from './decimal.ts';
import { findInstrument, listInstruments, type Instrument } from './instrument.ts';
import {
  closingPrice,
  convert,
  findRate,
  minorDigits,
  openingPrice,
  profitAt,
  type Conversion,
  type Quote,
} from './money.ts';
import { opposite } from './order.ts';

const d = (text: string) => Decimal.parse(text);
const quote = (bid: string, ask: string): Quote => ({ bid: d(bid), ask: d(ask) });

const market = new Map([
  ['EURUSD', quote('1.1000', '1.1002')],
  ['USDJPY', quote('150.00', '150.02')],
  ['GBPUSD', quote('1.2500', '1.2503')],
]);
const quotes = (symbol: string) => market.get(symbol);

function converted(amount: string, conversion: Omit<Conversion, 'quotes'>): string | undefined {
  const rate = findRate({ ...conversion, quotes });
  const rounding = conversion.outcome === 'loss' ? 'ceiling' : 'floor';
  return rate && convert(d(amount), rate, { currency: conversion.to, rounding }).toString();
}

describe('the instrument table', () => {
  it('knows the contract of each symbol', () => {
    expect(findInstrument('XAUUSD')).toMatchObject({
      base: 'XAU',
      quote: 'USD',
      assetClass: 'gold',
    });
    expect(findInstrument('XAUUSD')?.contractSize.toString()).toBe('100');
    expect(findInstrument('US30')?.base).toBeUndefined();
    expect(findInstrument('eurusd')).toBeUndefined();
  });

  it('has a positive contract size, tick, smallest lot and step for all', () => {
    for (const { symbol, contractSize, tick, minLot, lotStep } of listInstruments()) {
      for (const value of [contractSize, tick, minLot, lotStep]) {
        expect(value.isPositive(), symbol).toBe(true);
      }
      expect(minLot.isMultipleOf(lotStep), symbol).toBe(true);
    }
  });
});

describe('prices', () => {
  it('are paid and got on the side that costs', () => {
    const eurusd = quote('1.1000', '1.1002');

    expect(openingPrice('buy', eurusd).toString()).toBe('1.1002');
    expect(openingPrice('sell', eurusd).toString()).toBe('1.1000');
    expect(closingPrice('buy', eurusd).toString()).toBe('1.1000');
    expect(closingPrice(opposite('buy'), eurusd).toString()).toBe('1.1002');
  });
});

describe('profit', () => {
  const instrument = findInstrument('EURUSD') as Instrument;
  const long = { instrument, side: 'buy', lots: d('2.00'), openPrice: d('1.10000') } as const;

  it('is the move times lots times contract size', () => {
    expect(profitAt(d('1.09900'), long).equals(d('-200'))).toBe(true);
    expect(profitAt(d('1.09900'), { ...long, side: 'sell' }).equals(d('200'))).toBe(true);
  });
});

describe('conversion', () => {
  it('needs no rate between equal currencies', () => {
    expect(converted('1.005', { from: 'USD', to: 'USD', outcome: 'loss' })).toBe('1.01');
  });

  it('takes the side of the quote that costs', () => {
    // 15,000 JPY lost: USDJPY is TO/FROM, so divide by its bid; a profit by its ask.
    expect(converted('15000', { from: 'JPY', to: 'USD', outcome: 'loss' })).toBe('100.00');
    expect(converted('15000', { from: 'JPY', to: 'USD', outcome: 'profit' })).toBe('99.98');
    // 100 EUR: EURUSD is FROM/TO, so multiply by its ask; a profit by its bid.
    expect(converted('100', { from: 'EUR', to: 'USD', outcome: 'loss' })).toBe('110.02');
    expect(converted('100', { from: 'EUR', to: 'USD', outcome: 'profit' })).toBe('110.00');
  });

  it('goes through USD where no direct pair is quoted, and rounds once', () => {
    // 1,000 JPY / 150.00 / 1.2500 = 5.3333… GBP.
    expect(converted('1000', { from: 'JPY', to: 'GBP', outcome: 'loss' })).toBe('5.34');
  });

  it('rounds once, however little is missing', () => {
    const rate = { numerator: d('0.00999999999'), denominator: d('1') };

    expect(convert(d('1'), rate, { currency: 'USD', rounding: 'floor' }).toString()).toBe('0.00');
    expect(convert(d('-1'), rate, { currency: 'USD', rounding: 'ceiling' }).isZero()).toBe(true);
  });

  it('uses the exit price of the very pair that is traded', () => {
    const traded = { symbol: 'USDJPY', price: d('149.00') };

    expect(converted('14900', { from: 'JPY', to: 'USD', outcome: 'loss', traded })).toBe('100.00');
  });

  it('is unknown where a quote is missing', () => {
    expect(converted('1', { from: 'CHF', to: 'USD', outcome: 'loss' })).toBeUndefined();
    expect(converted('1', { from: 'CHF', to: 'GBP', outcome: 'loss' })).toBeUndefined();
  });

  it('knows the minor unit of a currency', () => {
    expect([minorDigits('USD'), minorDigits('JPY'), minorDigits('KWD')]).toEqual([2, 0, 3]);
    expect(converted('1', { from: 'USD', to: 'JPY', outcome: 'loss' })).toBe('151');
  });
});
