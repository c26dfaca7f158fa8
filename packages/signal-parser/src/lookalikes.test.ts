import { describe, expect, it } from 'vitest';
import {
  asCyrillic,
  asLatin,
  digitsAsLetters,
  inOneAlphabet,
  isMixed,
  lettersAsDigits,
} from './lookalikes.ts';

describe('letters that look alike', () => {
  it('are noticed where a word mixes alphabets', () => {
    expect(isMixed('ѕеll')).toBe(true);
    expect(isMixed('sell')).toBe(false);
    expect(isMixed('продажа')).toBe(false);
  });

  it('are read as the alphabet that is meant', () => {
    expect(asLatin('ѕеll')).toBe('sell');
    expect(asCyrillic('cтoп')).toBe('стоп');
  });

  it.each([
    ['ѕеll', 'sell'],
    ['cтoп', 'стоп'],
    ['sell', 'sell'],
    ['sтrж', 'sтrж'],
  ])('are put into one alphabet where all of the word has it: %s is %s', (word, expected) => {
    expect(inOneAlphabet(word)).toBe(expected);
  });

  it('may stand for digits, and digits for letters', () => {
    expect(lettersAsDigits('l.O85O'.toLowerCase())).toBe('1.0850');
    expect(digitsAsLetters('5e11')).toBe('sell');
    expect(digitsAsLetters('st0p')).toBe('stop');
  });
});
