import { describe, expect, it } from 'vitest';
import { readPlain, shorthandOf, splitNumber, tidy, timesThousand } from './numbers.ts';

describe('a run of digits and separators', () => {
  it.each([
    ['2331', ['2331']],
    ['2331.5', ['2331.5']],
    ['1,234,567.8', ['1,234,567.8']],
    ["104'250", ["104'250"]],
    ['1.10,1.12', ['1.10', '1.12']],
    ['2331,2327', ['2331', '2327']],
    ['1.2331.5', ['1', '2331.5']],
  ])('%s is %j', (text, expected) => {
    expect(splitNumber(text).map((part) => part.text)).toEqual(expected);
  });

  it('begins with the number of its item', () => {
    expect(splitNumber('1.2331.5').map(({ kind }) => kind)).toEqual(['index', 'number']);
  });

  it.each(['12.03.2025', '2025-03-12', '14:35:22'])('is no price as a date or time: %s', (text) => {
    expect(splitNumber(text)).toEqual([{ kind: 'index', text, value: NaN }]);
  });

  it.each([
    ['1.085', 1.085],
    ['0,6120', 0.612],
    ['2.655,50', 2655.5],
    ['1,234,567', 1_234_567],
    ['.0850', 0.085],
  ])('%s is about %s', (text, value) => {
    expect(splitNumber(text).at(0)?.value).toBeCloseTo(value);
  });
});

describe('a number by itself', () => {
  it.each([
    ['2331.50', '2331.5'],
    ['0,6120', '0.612'],
    ['2.655,50', '2655.5'],
    ['1,234,567', '1234567'],
    ["104'250", '104250'],
    ['007', '7'],
    ['0.10', '0.1'],
    ['2331', '2331'],
  ])('%s is read as %s', (text, expected) => {
    expect(readPlain(text)).toBe(expected);
  });

  it.each([
    ['000', '0'],
    ['1.000', '1'],
    ['00.50', '0.5'],
  ])('%s has no needless zeros: %s', (text, expected) => {
    expect(tidy(text)).toBe(expected);
  });

  it.each([
    ['63.5', '63500'],
    ['63', '63000'],
    ['1.23456', '1234.56'],
    ['0.5', '500'],
  ])('%s thousand are %s', (text, expected) => {
    expect(timesThousand(text)).toBe(expected);
  });
});

describe('the last digits of a price', () => {
  it.each([
    ['58', '2655', '2658'],
    ['35', '164.30', '164.35'],
    ['.0850', '1.0820', '1.085'],
    ['62.5', '2655', '2662.5'],
  ])('%s after %s are %s', (text, full, expected) => {
    expect(shorthandOf(text, full)).toBe(expected);
  });

  it.each([
    ['12345', '2655'],
    ['2700', '2655'],
    ['.', '2655'],
    ['99', '100'],
    ["7'20", '0.7490'],
    ["1'01", '1.0868'],
  ])('are not %s after %s', (text, full) => {
    expect(shorthandOf(text, full)).toBeUndefined();
  });
});
