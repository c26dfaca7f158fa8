import data from './weights.json' with { type: 'json' };
import type { Calibration, Model } from './model.ts';

let loaded: Model | undefined;

/** The trained weights: bytes and scales, decoded when they are first needed. */
export const shippedModel = (): Model => (loaded ??= decode());

export const calibration: Calibration = data.calibration;

/** Of the recipe that the weights were trained by. */
export const RECIPE = data.recipe;

function decode(): Model {
  const transitions = new Float64Array(bytesOf(data.transitions));
  return {
    tagger: bytesOf(data.tagger),
    taggerScale: data.taggerScale,
    transitions: transitions.map((score) => Math.exp(score * data.transitionScale)),
    kinds: bytesOf(data.kinds),
    kindScale: data.kindScale,
  };
}

function bytesOf(base64: string): Int8Array {
  const text = atob(base64);
  const bytes = new Int8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
}
