import { describe, expect, it } from 'vitest';
import { calibrate, thresholdFor, type Sample, type Scored } from './calibrate.ts';

/** Samples of two kinds, of which so many in a hundred are right. */
function samplesOf(plain: number, doubtful: number): Sample[] {
  return Array.from({ length: 200 }, (_none, index) => ({
    traits: [1, index % 2],
    isRight: Math.floor(index / 2) < (index % 2 === 0 ? plain : doubtful),
  }));
}

const chance = (score: number) => 1 / (1 + Math.exp(-score));

describe('the weights of traits', () => {
  it('give each kind of sample about the share of it that was right', () => {
    const [constant = 0, doubt = 0] = calibrate(samplesOf(90, 60));

    expect(chance(constant)).toBeCloseTo(0.9, 1);
    expect(chance(constant + doubt)).toBeCloseTo(0.6, 1);
  });

  it('are the same from the same samples', () => {
    expect(calibrate(samplesOf(80, 30))).toEqual(calibrate(samplesOf(80, 30)));
  });

  it('are none without samples', () => {
    expect(calibrate([])).toEqual([]);
  });
});

/** So many orders, each a little less sure than the one before. */
const ordersFrom = (confidence: number, count: number, isRight: boolean): Scored[] =>
  Array.from({ length: count }, (_none, index) => ({
    confidence: confidence - index / 1e4,
    isRight,
  }));

describe('the threshold', () => {
  const scored = [
    ...ordersFrom(0.9, 300, true),
    ...ordersFrom(0.8, 100, true),
    ...ordersFrom(0.7, 50, false),
  ];

  it('is the lowest confidence down to which orders were right often enough', () => {
    // Two wrong ones of 402 are one in two hundred.
    expect(thresholdFor(scored)).toBeCloseTo(0.6999, 6);
  });

  it('takes no notice of the order of the samples', () => {
    expect(thresholdFor(scored.toReversed())).toBe(thresholdFor(scored));
  });

  it('keeps orders of the same confidence together, or leaves them together', () => {
    const sure = Array.from({ length: 400 }, () => ({ confidence: 0.9, isRight: true }));
    const unsure = Array.from({ length: 50 }, () => ({ confidence: 0.7, isRight: false }));

    expect(thresholdFor([...sure, ...unsure])).toBe(0.9);
  });

  it('is one if orders were never right often enough', () => {
    expect(thresholdFor([...ordersFrom(0.99, 10, false), ...ordersFrom(0.9, 300, true)])).toBe(1);
  });

  it('is one if there are too few orders to tell', () => {
    expect(thresholdFor(ordersFrom(0.9, 50, true))).toBe(1);
  });
});
