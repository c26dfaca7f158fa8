import data from './weights.json' with { type: 'json' };
import type { Calibration, Model } from './model.ts';
import { unpack } from './packing.ts';

let loaded: Model | undefined;

/** The trained weights: bytes and scales, decoded when they are first needed. */
export const shippedModel = (): Model => (loaded ??= decode());

export const calibration: Calibration = data.calibration;

/** Of the recipe that the weights were trained by. */
export const RECIPE = data.recipe;

function decode(): Model {
  const transitions = new Float64Array(unpack(data.transitions));
  return {
    tagger: unpack(data.tagger),
    taggerScale: data.taggerScale,
    transitions: transitions.map((score) => Math.exp(score * data.transitionScale)),
    kinds: unpack(data.kinds),
    kindScale: data.kindScale,
  };
}
