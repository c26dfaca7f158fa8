import { describe, expect, it } from 'vitest';
import { FLAG_BASE, INDEX_BASE, normalise, originalSpan } from './normalise.ts';

const index = (number: number) => String.fromCharCode(INDEX_BASE + number);
const textOf = (text: string) => normalise(text).text;

describe('a folded text', () => {
  it.each([
    ['BUY', 'buy'],
    ['ＸＡＵＵＳＤ', 'xauusd'],
    ['𝐁𝐔𝐘 𝟐𝟑𝟑𝟏', 'buy 2331'],
    ['٢٣٣١٫٥', '2331.5'],
    ['۲۳۳۱', '2331'],
    ['२३३१', '2331'],
    ['Cañón', 'canon'],
    ['STRAẞE', 'strasse'],
    ['2331–2327', '2331-2327'],
    ['a\u200bb', 'ab'],
    ['مُشْتَرِي', 'مشتري'],
  ])('has one spelling: %s is %s', (text, expected) => {
    expect(textOf(text)).toBe(expected);
  });

  it('tells the number of an item from a digit', () => {
    expect(textOf('TP1️⃣')).toBe(`tp${index(1)}`);
    expect(textOf('TP² ➌')).toBe(`tp${index(2)} ${index(3)}`);
  });

  it('takes keys in a row for a price, unless they count', () => {
    expect(textOf('2️⃣3️⃣3️⃣0️⃣.5️⃣')).toBe('2330.5');
    expect(textOf('TP1️⃣2️⃣3️⃣')).toBe(`tp${index(1)}${index(2)}${index(3)}`);
  });

  it('takes regional letters one by one for letters', () => {
    expect(textOf('🇧 🇺 🇾')).toBe('b u y');
  });

  it.each([
    ['ЕUR/СНF', 'eur/chf'],
    ['#DОТ', '#dot'],
    ['cтoп', 'стоп'],
    ['продажа gold', 'продажа gold'],
  ])('has each word in one alphabet: %s is %s', (text, expected) => {
    expect(textOf(text)).toBe(expected);
  });

  it('has spaces where nothing shows', () => {
    expect(textOf('buy\u2800gold\u3164now')).toBe('buy gold now');
  });

  it('keeps flags as letters of their own', () => {
    expect(textOf('🇺🇸')).toBe(
      String.fromCharCode(FLAG_BASE + 20) + String.fromCharCode(FLAG_BASE + 18),
    );
  });

  it.each([
    ['sl l.0850', 'sl 1.0850'],
    ['1.O885', '1.0885'],
    ['23O0', '2300'],
    ['23S0', '2350'],
    ['sl 2B30, tp', 'sl 2830, tp'],
    ['1.0Z50', '1.0250'],
    ['2330·5', '2330.5'],
  ])('has the digits that a camera misread: %s is %s', (text, expected) => {
    expect(textOf(text)).toBe(expected);
  });

  it.each([
    'oil',
    'sol.io',
    'b.o.b',
    'lobos',
    '3713.5sl 3607.5',
    '41.80so',
    '2330s2320',
    '2330·2340',
  ])('leaves %s what it is', (text) => {
    expect(textOf(text)).toBe(text);
  });
});

describe('the offsets of a folded text', () => {
  it.each(['BUY', 'ＢＵＹ', '𝐁𝐔𝐘'])('lead back to %s', (word) => {
    const original = `🔥é ﷺ… ${word} now`;
    const normalised = normalise(original);
    const start = normalised.text.indexOf('buy');

    const span = originalSpan(normalised, start, start + 3);

    expect(original.slice(span.start, span.end)).toBe(word);
  });

  it('reach the end of the text', () => {
    const normalised = normalise('tp 2335');

    expect(originalSpan(normalised, 3, 7)).toEqual({ start: 3, end: 7 });
  });
});
