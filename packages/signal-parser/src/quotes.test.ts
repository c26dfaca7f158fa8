import { describe, expect, it } from 'vitest';
import { normalise } from './normalise.ts';
import { muteQuotes } from './quotes.ts';
import { tokensOf } from './tokens.ts';
import { unitsOf } from './units.ts';

function muted(text: string) {
  const normalised = normalise(text);
  const units = unitsOf(tokensOf(normalised.text), normalised);
  return { units, left: muteQuotes(units, normalised) };
}

const wordsOf = (text: string) =>
  muted(text)
    .left.filter(({ kind }) => kind !== 'punct' && kind !== 'line')
    .map((unit) => unit.text);

describe('a quotation', () => {
  it('gives only its instrument to the answer', () => {
    expect(wordsOf('> buy gold 2331 sl 2320\nclose half')).toEqual(['gold', 'close', 'half']);
  });

  it('is what its own lines are, and no more', () => {
    expect(wordsOf('> gold\n> 2331\nsell silver')).toEqual(['gold', 'sell', 'silver']);
  });

  it('keeps the places of what it mutes', () => {
    const { units, left } = muted('> buy gold 2331\nclose half');

    expect(left.map(({ start, end }) => [start, end])).toEqual(
      units.map(({ start, end }) => [start, end]),
    );
  });

  it('is the message itself if nobody answers it', () => {
    const { units, left } = muted('> buy gold 2331\n> sl 2320');

    expect(left).toBe(units);
  });

  it('does not begin with an arrow', () => {
    const { units, left } = muted('▶ buy gold 2331\nclose half');

    expect(left).toBe(units);
  });

  it('does not begin in the middle of a line', () => {
    const { units, left } = muted('buy gold > 2331\nclose half');

    expect(left).toBe(units);
  });
});
