import { describe, expect, it } from 'vitest';
import { lineCutter } from './cutter.ts';

function linesOf(pieces: readonly string[], charactersMax?: number) {
  const { cut, rest } = lineCutter(charactersMax);
  return [...pieces.flatMap((piece) => cut(piece)), rest()];
}

describe('text in pieces', () => {
  it.each([
    [[], ['']],
    [['a\nb\n'], ['a', 'b', '']],
    [
      ['a', 'b\n', '\nc', 'd'],
      ['ab', '', 'cd'],
    ],
    [
      ['a\n\u2028b\n', '', 'c'],
      ['a', '\u2028b', 'c'],
    ],
  ])('%j has the lines %j', (pieces, lines) => {
    expect(linesOf(pieces)).toEqual(lines);
  });

  it('has no line that is too long, but those around it', () => {
    expect(linesOf(['abc\nab', 'cd', '\nabc', '\nabcd'], 3)).toEqual([
      'abc',
      undefined,
      'abc',
      undefined,
    ]);
  });

  it('takes as long for one long line as for many short ones', () => {
    const pieces = Array<string>(30_000).fill('x'.repeat(500));

    expect(linesOf([...pieces, '\nlast']).map((line) => line?.length)).toEqual([15_000_000, 4]);
  });
});
