import { describe, expect, it } from 'vitest';
import { oldestOf } from './horizon.ts';

const EPOCH = 2n ** 32n;

describe('the oldest transaction that runs', () => {
  it.each([
    { name: 'is the next one when none runs', next: 1_000n, running: [], oldest: 1_000n },
    { name: 'is the lowest', next: 1_000n, running: [998n, 900n, 999n], oldest: 900n },
    {
      name: 'is not one that began after the next was asked for',
      next: 1_000n,
      running: [1_001n],
      oldest: 1_000n,
    },
    {
      name: 'is of the epoch that the next is of',
      next: 3n * EPOCH + 50n,
      running: [40n],
      oldest: 3n * EPOCH + 40n,
    },
    {
      name: 'is of the epoch before',
      next: 3n * EPOCH + 50n,
      running: [40n, EPOCH - 7n],
      oldest: 3n * EPOCH - 7n,
    },
    {
      name: 'is not one of the epoch after',
      next: 3n * EPOCH - 5n,
      running: [2n],
      oldest: 3n * EPOCH - 5n,
    },
  ])('$name', ({ next, running, oldest }) => {
    expect(oldestOf(next, running)).toBe(oldest);
  });
});
