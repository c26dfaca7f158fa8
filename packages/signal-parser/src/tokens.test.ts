import { describe, expect, it } from 'vitest';
import { normalise } from './normalise.ts';
import { tokensOf } from './tokens.ts';

const tokens = (text: string) => tokensOf(normalise(text).text);
const kinds = (text: string) => tokens(text).map(({ kind }) => kind);
const texts = (text: string) => tokens(text).map((token) => token.text);

describe('the tokens of a text', () => {
  it.each([
    ['buy gold 2331', ['buy', 'gold', '2331']],
    ['sl:2323.5', ['sl', ':', '2323.5']],
    ["don't", ["don't"]],
    ["104'250,5", ["104'250,5"]],
    ['2331-27', ['2331', '-', '27']],
    ['tp1', ['tp', '1']],
    [':.0850', [':', '.0850']],
    ['end.', ['end', '.']],
    ['12.03.2025', ['12.03.2025']],
    ['12/03/2025', ['12/03/2025']],
    ['2025-03-12T14:35:22', ['2025-03-12', 't', '14:35:22']],
    ['25/30/35', ['25', '/', '30', '/', '35']],
    ['2025/30', ['2025', '/', '30']],
    ['a\n\n\nb', ['a', '\n\n\n', 'b']],
    [
      '🇺🇸🇨🇭',
      tokens('🇺🇸')
        .concat(tokens('🇨🇭'))
        .map(({ text }) => text),
    ],
  ])('of %j are %j', (text, expected) => {
    expect(texts(text)).toEqual(expected);
  });

  it('have a kind', () => {
    expect(kinds('買い gold 2331 ¹ 🇺🇸 🔥 %\n')).toEqual([
      'script',
      'word',
      'number',
      'index',
      'flag',
      'mark',
      'punct',
      'line',
    ]);
  });

  it('know whether a space stood before them', () => {
    expect(tokens('tp 1.1 x').map(({ glued }) => glued)).toEqual([false, false, false]);
    expect(tokens('10x').map(({ glued }) => glued)).toEqual([false, true]);
    expect(tokens('a\nb').map(({ glued }) => glued)).toEqual([false, true, false]);
  });

  it('keep letters beyond the basic plane whole', () => {
    expect(texts('𠮷😀')).toHaveLength(2);
  });
});
