import { describe, expect, it } from 'vitest';
import { RECIPE as SHIPPED } from '../src/weights.ts';
import { hashOf, quantised, RECIPE, train } from '../training/train.ts';

const SMALL = { ...RECIPE, messages: 2_000, epochs: 1 };

function weightsOf(recipe: typeof RECIPE) {
  const { tagger, kinds, transitions } = quantised(train(recipe, {}, () => {}));
  return Buffer.concat(
    [tagger.bytes, kinds.bytes, transitions.bytes].map((each) => Buffer.from(each.buffer)),
  );
}

describe('the training', () => {
  it('gives the same bytes from the same seed, and others from another', () => {
    const first = weightsOf(SMALL);

    expect(weightsOf(SMALL).equals(first)).toBe(true);
    expect(weightsOf({ ...SMALL, seed: 1 }).equals(first)).toBe(false);
  });

  it('gave the weights that are shipped', () => {
    expect(SHIPPED).toBe(hashOf(RECIPE));
  });
});
