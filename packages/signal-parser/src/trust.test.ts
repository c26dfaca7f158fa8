import { describe, expect, it } from 'vitest';
import { readRaw } from './read.ts';
import { confidenceOf, traitsOf } from './trust.ts';
import { calibration, shippedModel } from './weights.ts';

const raw = (text: string) => readRaw(text, shippedModel());

describe('the confidence in a reading', () => {
  it.each(['BUY GOLD 2331 SL 2320 TP 2350', 'Close half of gold', 'hello', ''])(
    'is a chance: %s',
    (text) => {
      const confidence = confidenceOf(raw(text));

      expect(confidence).toBeGreaterThanOrEqual(0);
      expect(confidence).toBeLessThanOrEqual(1);
    },
  );

  it('is less where a number has no part in the order', () => {
    const order = 'BUY GOLD 2331 SL 2320 TP 2350';

    expect(confidenceOf(raw(order))).toBeGreaterThan(confidenceOf(raw(`${order} 2333 2324 2341`)));
  });

  it('grows with the model’s own', () => {
    const sure = raw('BUY GOLD 2331 SL 2320 TP 2350');
    const unsure = { ...sure, traits: { ...sure.traits, kindProbability: 0.6 } };

    expect(confidenceOf(sure)).toBeGreaterThan(confidenceOf(unsure));
  });

  it('weighs every trait that there is', () => {
    expect(calibration.weights).toHaveLength(traitsOf(raw('BUY GOLD 2331')).length);
  });
});
