import { describe, expect, it } from 'vitest';
import { joinedWords, mendedWord } from './spelling.ts';
import { findPhrase } from './lexicon.ts';

describe('a word with a slip', () => {
  it.each([
    ['cllose', 'close'],
    ['buyyyyy', 'buy'],
    ['goold', 'gold'],
    ['uby', 'buy'],
    ['esll', 'sell'],
    ['ilmit', 'limit'],
  ])('is what was meant: %s is %s', (word, meant) => {
    expect(mendedWord(word)?.senses).toEqual(findPhrase(meant)?.senses);
    expect(mendedWord(word)?.symbol).toBe(findPhrase(meant)?.symbol);
  });

  it('names a coin whose quote has one', () => {
    expect(mendedWord('avaxudst')?.symbol).toBe('AVAXUSDT');
  });

  it.each(['loot', 'lss', 'own', 'soon', 'xqzust', 'hello'])('may be none: %s', (word) => {
    expect(mendedWord(word)).toBeUndefined();
  });
});

describe('two words without a space', () => {
  it.each([
    ['buygold', [3, undefined, 'XAUUSD']],
    ['goldbuy', [4, 'XAUUSD', undefined]],
    ['longavaxusdt', [4, undefined, 'AVAXUSDT']],
  ])('may be a direction and a name: %s', (word, expected) => {
    const [cut, first, second] = joinedWords(word, false) ?? [];

    expect([cut, first?.naming?.symbol, second?.naming?.symbol]).toEqual(expected);
  });

  it.each(['buyer', 'selling', 'longish', 'shortly', 'belonging'])('are not seen in %s', (word) => {
    expect(joinedWords(word, false)).toBeUndefined();
  });
});
