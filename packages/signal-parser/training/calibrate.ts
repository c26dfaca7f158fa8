import type { Calibration } from '../src/model.ts';

/** A reading of a message that the model had not learnt from. */
export interface Sample {
  readonly traits: readonly number[];
  readonly isRight: boolean;
  /** It opens a trade, and nothing but its score would keep it from being executed. */
  readonly isOrder: boolean;
}

const PRECISION = 0.995;
const STEPS = 2_000;
const RATE = 0.05;
const PULL = 1e-4;
/** Fewer orders than that say nothing of one in two hundred. */
const ORDERS_MIN = 200;

/** Fits the chance of being right, and finds from which chance on orders were right often enough. */
export function calibrate(samples: readonly Sample[]): Calibration {
  const weights = fit(samples);
  const scored = samples
    .filter(({ isOrder }) => isOrder)
    .map(({ traits, isRight }) => ({ chance: chanceOf(traits, weights), isRight }));
  return { weights: weights.map(rounded), threshold: rounded(thresholdFor(scored)) };
}

const chanceOf = (traits: readonly number[], weights: readonly number[]) =>
  1 / (1 + Math.exp(-traits.reduce((sum, trait, at) => sum + trait * (weights[at] ?? 0), 0)));

/** Logistic regression by gradient descent with Adam's steps, all samples at once. */
function fit(samples: readonly Sample[]): number[] {
  const moments = (samples[0]?.traits ?? []).map(() => ({ mean: 0, square: 0 }));
  let weights = moments.map(() => 0);
  for (let step = 1; step <= STEPS; step++) {
    const gradient = gradientAt(samples, weights);
    weights = moments.map((moment, at) => {
      note(moment, gradient[at] ?? 0);
      return (weights[at] ?? 0) - RATE * directionOf(moment, step);
    });
  }
  return weights;
}

/** Running means of a slope and of its square. */
interface Moment {
  mean: number;
  square: number;
}

function note(moment: Moment, slope: number): void {
  moment.mean = 0.9 * moment.mean + 0.1 * slope;
  moment.square = 0.999 * moment.square + 0.001 * slope ** 2;
}

function directionOf({ mean, square }: Moment, step: number): number {
  const steepness = Math.sqrt(square / (1 - 0.999 ** step));
  return mean / (1 - 0.9 ** step) / (steepness + 1e-8);
}

function gradientAt(samples: readonly Sample[], weights: readonly number[]): number[] {
  const gradient = weights.map((weight) => PULL * weight);
  for (const { traits, isRight } of samples) {
    const error = (chanceOf(traits, weights) - (isRight ? 1 : 0)) / samples.length;
    for (const [at, trait] of traits.entries()) gradient[at] = (gradient[at] ?? 0) + error * trait;
  }
  return gradient;
}

/** The lowest chance down to which those above it were right often enough. */
function thresholdFor(
  scored: readonly { readonly chance: number; readonly isRight: boolean }[],
): number {
  let [right, of, threshold] = [0, 0, 1];
  for (const { chance, isRight } of scored.toSorted((a, b) => b.chance - a.chance)) {
    of++;
    if (isRight) right++;
    if (of >= ORDERS_MIN && right / of >= PRECISION) threshold = chance;
  }
  return threshold;
}

const rounded = (value: number) => Math.round(value * 1e5) / 1e5;
