import { describe, expect, it } from 'vitest';
import { quoteBook } from './quote-book.ts';

const NOON = new Date('2026-06-10T12:00:00.000Z');
const quote = (bid: string, at = NOON, symbol = 'EURUSD') => ({
  symbol,
  bid,
  ask: bid,
  at: at.toISOString(),
});
const later = (ms: number) => new Date(NOON.getTime() + ms);

describe('a quote book', () => {
  it('has the newest quote, in whatever order they come', () => {
    const book = quoteBook();

    book.keep(quote('1.10'), later(10));
    book.keep(quote('1.12', later(2)), later(10));
    book.keep(quote('1.11', later(1)), later(10));

    expect(book.find('EURUSD')).toMatchObject({ at: later(2) });
    expect(book.find('EURUSD')?.bid.toString()).toBe('1.12');
    expect(book.find('GBPUSD')).toBeUndefined();
    expect(book.hasAny()).toBe(true);
  });

  it('does not let a clock that is ahead keep a quote fresh, or later ones out', () => {
    const book = quoteBook();

    book.keep(quote('1.10', new Date('2099-01-01T00:00:00Z')), NOON);
    expect(book.find('EURUSD')?.at).toEqual(NOON);

    book.keep(quote('1.11', later(1)), later(1));
    expect(book.find('EURUSD')?.bid.toString()).toBe('1.11');
  });

  it.each([
    ['whose buyers pay less than sellers get', '1.2', '1.0'],
    ['of nothing', '0', '1.1'],
    ['below nothing', '-1.1', '1.1'],
    ['of ten digits before the point', '1.1', '1000000000'],
    ['of twenty', '1.1', '99999999999999999999'],
    ['of more than ten digits after it', '1.1', '1.10000000001'],
    ['of more than ten digits after it on the other side', '1.00000000001', '1.1'],
  ])('keeps no quote %s, and the one before it', (_what, bid, ask) => {
    const book = quoteBook();
    book.keep(quote('1.10'), NOON);

    expect(book.keep({ ...quote('1.10', later(1)), bid, ask }, later(1))).toBe(false);
    expect(book.find('EURUSD')?.at).toEqual(NOON);
  });

  it('says whether it has kept a quote', () => {
    const book = quoteBook();

    expect(book.keep({ ...quote('1.0000000000'), ask: '999999999.9999999999' }, NOON)).toBe(true);
    expect(book.keep(quote('1.11', later(-1)), NOON)).toBe(false);
    expect(book.keep(quote('0.2', NOON, 'DOGEUSD'), NOON)).toBe(false);
  });

  it('keeps nothing of instruments that are not traded here', () => {
    const book = quoteBook();

    book.keep(quote('0.2', NOON, 'DOGEUSD'), NOON);

    expect(book.find('DOGEUSD')).toBeUndefined();
    expect(book.hasAny()).toBe(false);
  });
});
