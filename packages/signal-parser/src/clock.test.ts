import { describe, expect, it } from 'vitest';
import { isTimeAt, timeframeAt } from './clock.ts';
import { normalise } from './normalise.ts';
import { tokensOf } from './tokens.ts';

const tokens = (text: string) => tokensOf(normalise(text).text);

describe('a time frame', () => {
  it.each([
    ['H4', 'H4', 2],
    ['15 min', 'M15', 2],
    ['1-hour', 'H1', 3],
    ['15мин', 'M15', 2],
    ['15 Minuten', 'M15', 2],
    ['30-minuten', 'M30', 3],
    ['4小时', 'H4', 2],
    ['4 ساعات', 'H4', 2],
  ])('is written %s', (text, timeframe, count) => {
    expect(timeframeAt(tokens(text), 0)).toEqual({ timeframe, count });
  });

  it.each(['5 m', '7 hours', '15', '15-', '30 euros', '4-fold'])('is not %s', (text) => {
    expect(timeframeAt(tokens(text), 0)).toBeUndefined();
  });
});

describe('a time of day', () => {
  it('has an hour, a colon and two digits', () => {
    expect(isTimeAt(tokens('18:30'), 0)).toBe(true);
    expect(isTimeAt(tokens('18:75'), 0)).toBe(false);
    expect(isTimeAt(tokens('18: 30'), 0)).toBe(false);
  });
});
