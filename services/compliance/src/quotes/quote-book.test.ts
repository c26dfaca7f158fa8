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

  it('keeps nothing of instruments that are not traded here', () => {
    const book = quoteBook();

    book.keep(quote('0.2', NOON, 'DOGEUSD'), NOON);

    expect(book.find('DOGEUSD')).toBeUndefined();
    expect(book.hasAny()).toBe(false);
  });
});
