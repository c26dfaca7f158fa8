import { describe, expect, it } from 'vitest';
import { normalise } from './normalise.ts';
import { settleNumbers } from './scale.ts';
import { tokensOf } from './tokens.ts';
import { unitsOf } from './units.ts';

function numbersOf(text: string): string[] {
  const normalised = normalise(text);
  const units = settleNumbers(unitsOf(tokensOf(normalised.text), normalised));
  return units.filter(({ kind }) => kind === 'number').map(({ text: number }) => number);
}

describe('separators', () => {
  it.each([
    ['btc 104,250', ['104250']],
    ['us30 39.450', ['39450']],
    ['audusd 0,6120', ['0,6120']],
    ['usdjpy 149 820', ['149.820']],
    ['usdjpy 149.820', ['149.820']],
    ['btc 104 250', ['104250']],
    ['gold 2331 2327', ['2331', '2327']],
    ['gold 23 30.5 sl 2320', ['2330.5', '2320']],
    ['gold 2331. 5 to 2331.8', ['2331.5', '2331.8']],
    ['gold 2331 sl 2320. 5 pips', ['2331', '2320', '5']],
    ['eurusd 1. 0850', ['1.0850']],
    ['eurusd 1 0850', ['1.0850']],
    ['eurusd 1.08 50 sl 1.0820', ['1.0850', '1.0820']],
    ['gold 2720 tp 28 30', ['2720', '28', '30']],
    ['stx 9.875 out 1 9.6991 sl 10.1010', ['9.875', '1', '9.6991', '10.1010']],
  ])('mean what the instrument costs: %s is %j', (text, expected) => {
    expect(numbersOf(text)).toEqual(expected);
  });

  it('mean what the other numbers say where nobody knows the instrument', () => {
    expect(numbersOf('buy 39.450 sl 39200 tp 39800')).toEqual(['39450', '39200', '39800']);
  });

  it('of a lone number stay', () => {
    expect(numbersOf('buy 39.450')).toEqual(['39.450']);
  });
});
