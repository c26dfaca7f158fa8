import { describe, expect, it } from 'vitest';
import { oldestOf } from './horizon.ts';

const EPOCH = 2n ** 32n;

describe('the oldest transaction that runs', () => {
  it.each([
    ['is the next one when none runs', 1_000n, [], 1_000n],
    ['is the lowest', 1_000n, [998n, 900n, 999n], 900n],
    ['is not one that began after the next was asked for', 1_000n, [1_001n], 1_000n],
    ['is of the epoch that the next is of', 3n * EPOCH + 50n, [40n], 3n * EPOCH + 40n],
    ['is of the epoch before', 3n * EPOCH + 50n, [40n, EPOCH - 7n], 3n * EPOCH - 7n],
    ['is not one of the epoch after', 3n * EPOCH - 5n, [2n], 3n * EPOCH - 5n],
  ])('%s', (_name, next, running, oldest) => {
    expect(oldestOf(next, running)).toBe(oldest);
  });
});
