/** A reading of a message that the model had not learnt from. */
export interface Sample {
  readonly traits: readonly number[];
  readonly isRight: boolean;
}

const PRECISION = 0.995;
const STEPS = 2_000;
const RATE = 0.05;
const PULL = 1e-4;
/** Fewer orders than that say nothing of one in two hundred. */
const ORDERS_MIN = 100;

/** The weights of the chance of being right. */
export const calibrate = (samples: readonly Sample[]): number[] => fit(samples).map(rounded);

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
      return (weights[at] ?? 0) - stepOf(moment, step);
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

function stepOf({ mean, square }: Moment, step: number): number {
  const slope = mean / (1 - 0.9 ** step);
  const steepness = Math.sqrt(square / (1 - 0.999 ** step));
  return (RATE * slope) / (steepness + 1e-8);
}

function gradientAt(samples: readonly Sample[], weights: readonly number[]): number[] {
  const gradient = weights.map((weight) => PULL * weight);
  for (const { traits, isRight } of samples) {
    const error = (chanceOf(traits, weights) - (isRight ? 1 : 0)) / samples.length;
    for (const [at, trait] of traits.entries()) gradient[at] = (gradient[at] ?? 0) + error * trait;
  }
  return gradient;
}

/** An order that only its confidence keeps from being executed. */
export interface Scored {
  readonly confidence: number;
  readonly isRight: boolean;
}

/** The lowest confidence down to which orders were right often enough; one if they never were. */
export function thresholdFor(scored: readonly Scored[]): number {
  const ordered = scored.toSorted((a, b) => b.confidence - a.confidence);
  let [right, threshold] = [0, 1];
  for (const [at, { confidence, isRight }] of ordered.entries()) {
    if (isRight) right++;
    // Orders of the same confidence are kept or left together.
    if (ordered[at + 1]?.confidence === confidence) continue;
    const of = at + 1;
    if (of >= ORDERS_MIN && right / of >= PRECISION) threshold = confidence;
  }
  return threshold;
}

const rounded = (value: number) => Math.round(value * 1e5) / 1e5;
