import { describe, expect, it } from 'vitest';
import { LEVELS, pack, unpack } from './packing.ts';

const ALL = Int8Array.from({ length: 2 * LEVELS + 1 }, (_none, index) => index - LEVELS);

describe('packed weights', () => {
  it('are what they were', () => {
    expect(unpack(pack(ALL))).toEqual(ALL);
  });

  it('take a byte each in JSON', () => {
    expect(Buffer.byteLength(JSON.stringify(pack(ALL)))).toBe(ALL.length + 2);
  });
});
