import { describe, expect, it } from 'vitest';
import { objectIn } from './json.ts';

describe('a line', () => {
  it('is an object, with or without a mark of the byte order', () => {
    expect(objectIn('{"a":1}')).toEqual({ a: 1 });
    expect(objectIn('\uFEFF{"a":1}')).toEqual({ a: 1 });
  });

  it.each(['', 'no', '[]', 'null', '7', '{"a":'])('is none: %s', (line) => {
    expect(objectIn(line)).toBeUndefined();
  });

  it('is read with a say in each value, and none if it is too deep for that', () => {
    const deep = `{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`;

    expect(objectIn('{"a":1.0}', (_key, value, { source }) => source ?? value)).toEqual({
      a: '1.0',
    });
    expect(objectIn(deep, (_key, value) => value)).toBeUndefined();
  });
});
