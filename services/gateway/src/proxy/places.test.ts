import { describe, expect, it } from 'vitest';
import { createPlaces } from './places.ts';

/** As many as are taken by these callers, one after another. */
function taken(...callers: string[]) {
  const places = createPlaces({ concurrencyMax: 3, callerConcurrencyMax: 2 });
  for (const caller of callers) places.take(caller);
  return places;
}

describe('places', () => {
  it('are there for everyone until all are taken', () => {
    expect(taken('a', 'b').shortage('c')).toBeUndefined();
    expect(taken('a', 'b', 'c').shortage('d')).toBe('overloaded');
  });

  it('are no more for one caller than its share, while others get theirs', () => {
    const places = taken('a', 'a');

    expect(places.shortage('a')).toBe('caller');
    expect(places.shortage('b')).toBeUndefined();
  });

  it('are there again when they are free', () => {
    const places = taken('a', 'a', 'b');
    places.free('a');

    expect([places.taken, places.shortage('a'), places.shortage('b')]).toEqual([
      2,
      undefined,
      undefined,
    ]);
    places.free('a');
    places.free('b');
    expect(places.taken).toBe(0);
    expect(places.shortage('a')).toBeUndefined();
  });
});
