import { COLUMNS, columnOf, isOfUpdate, LABELS, OUTSIDE } from './labels.ts';

/** The label that was given last; a unit without a part changes nothing. */
const STATES = LABELS.length;

/** How a unit stands to the candidate before it: on its line, on the next, or further down. */
export const RELATIONS = 3;
export const TRANSITIONS = RELATIONS * STATES * STATES;

export const transitionAt = (relation: number, from: number, to: number) =>
  (relation * STATES + from) * STATES + to;

/** What stands at one place: the labels it may have, and how it stands to the place before. */
export interface Place {
  readonly labels: readonly number[];
  readonly relation: number;
}

/** Labels that are allowed at all: those of orders, those of updates, or both. */
export type Scope = 'all' | 'orders' | 'updates';

const isIn = (scope: Scope, label: number) =>
  scope === 'all' || label === OUTSIDE || isOfUpdate(label) === (scope === 'updates');

/** The probability of each label at each place, and of each step from label to label. */
export interface Posterior {
  /** `place * COLUMNS + columnOf(label)` */
  readonly labels: Float64Array;
  readonly logLikelihood: number;
}

/** Is told how often each transition is expected. */
type Note = (transition: number, probability: number) => void;

/**
 * Forward and backward through a linear chain whose state is the last label given. The emissions are
 * scores; the transitions are the exponentials of scores.
 */
export function posteriorOf(
  places: readonly Place[],
  emissions: Float64Array,
  transitions: Float64Array,
  { scope = 'all', note }: { readonly scope?: Scope; readonly note?: Note } = {},
): Posterior {
  const size = places.length;
  const weights = exponentials(places, emissions, scope);
  const alphas = new Float64Array((size + 1) * STATES);
  const scales = new Float64Array(size);
  alphas[OUTSIDE] = 1;
  let logLikelihood = weights.log;
  for (let at = 0; at < size; at++) {
    scales[at] = forward(places[at] as Place, at, { alphas, transitions, values: weights.values });
    logLikelihood += Math.log(scales[at] ?? 1);
  }
  const labels = new Float64Array(size * COLUMNS);
  let beta = new Float64Array(STATES).fill(1);
  for (let at = size - 1; at >= 0; at--) {
    const step = { alphas, transitions, values: weights.values, scale: scales[at] ?? 1, labels, note };
    beta = backward(places[at] as Place, at, beta, step);
  }
  return { labels, logLikelihood };
}

function exponentials(places: readonly Place[], emissions: Float64Array, scope: Scope) {
  const values = new Float64Array(places.length * COLUMNS);
  let log = 0;
  for (const [at, { labels }] of places.entries()) {
    let highest = -Infinity;
    for (const label of labels) {
      if (isIn(scope, label)) highest = Math.max(highest, emissions[at * COLUMNS + columnOf(label)] ?? 0);
    }
    for (const label of labels) {
      const index = at * COLUMNS + columnOf(label);
      values[index] = isIn(scope, label) ? Math.exp((emissions[index] ?? 0) - highest) : 0;
    }
    log += highest;
  }
  return { values, log };
}

interface Step {
  readonly alphas: Float64Array;
  readonly transitions: Float64Array;
  readonly values: Float64Array;
}

/** Fills the next row of alphas, scaled so that it sums to one; returns the scale. */
function forward({ labels, relation }: Place, at: number, { alphas, transitions, values }: Step) {
  const from = at * STATES;
  const to = from + STATES;
  let sum = 0;
  for (const label of labels) {
    const value = values[at * COLUMNS + columnOf(label)] ?? 0;
    if (value === 0) continue;
    for (let state = 0; state < STATES; state++) {
      const alpha = alphas[from + state] ?? 0;
      if (alpha === 0) continue;
      const mass = alpha * value * (transitions[transitionAt(relation, state, label)] ?? 1);
      const target = to + (label === OUTSIDE ? state : label);
      alphas[target] = (alphas[target] ?? 0) + mass;
      sum += mass;
    }
  }
  for (let state = 0; state < STATES; state++) alphas[to + state] = (alphas[to + state] ?? 0) / sum;
  return sum;
}

interface BackStep extends Step {
  readonly scale: number;
  readonly labels: Float64Array;
  readonly note: Note | undefined;
}

function backward({ labels, relation }: Place, at: number, beta: Float64Array, step: BackStep) {
  const { alphas, transitions, values, scale, labels: posterior, note } = step;
  const earlier = new Float64Array(STATES);
  for (const label of labels) {
    const column = at * COLUMNS + columnOf(label);
    const value = (values[column] ?? 0) / scale;
    if (value === 0) continue;
    for (let state = 0; state < STATES; state++) {
      const alpha = alphas[at * STATES + state] ?? 0;
      if (alpha === 0) continue;
      const transition = transitionAt(relation, state, label);
      const next = beta[label === OUTSIDE ? state : label] ?? 0;
      const share = value * (transitions[transition] ?? 1) * next;
      earlier[state] = (earlier[state] ?? 0) + share;
      posterior[column] = (posterior[column] ?? 0) + alpha * share;
      note?.(transition, alpha * share);
    }
  }
  return earlier;
}
