import { describe, expect, it } from 'vitest';
import { timeframeOf } from './timeframes.ts';

describe('a time frame', () => {
  it.each([
    ['h4', 'H4'],
    ['15m', 'M15'],
    ['30min', 'M30'],
    ['1-hour', 'H1'],
    ['60m', 'H1'],
    ['hourly', 'H1'],
    ['daily', 'D1'],
    ['weekly', 'W1'],
    ['1d', 'D1'],
    ['15м', 'M15'],
  ])('is %s, which is %s', (word, expected) => {
    expect(timeframeOf(word, false)).toBe(expected);
  });

  it('may be said in two words, if the second is one', () => {
    expect(timeframeOf('15minutes', true)).toBe('M15');
    expect(timeframeOf('5m', true)).toBeUndefined();
    expect(timeframeOf('1d', true)).toBeUndefined();
  });

  it.each(['7h', '45m', 'm', '15', 'gold', '100m'])('is not %s', (word) => {
    expect(timeframeOf(word, false)).toBeUndefined();
  });
});
