import { COLUMNS, columnOf, isOfUpdate, LABELS, OUTSIDE } from './labels.ts';
import type { Table } from './tables.ts';

/** The label that was given last; a unit without a part changes nothing. */
const STATES = LABELS.length;

/** How a unit stands to the candidate before it: on its line, on the next, or further down. */
const RELATIONS = 3;
export const TRANSITIONS = RELATIONS * STATES * STATES;

export const transitionAt = (relation: number, from: number, to: number) =>
  (relation * STATES + from) * STATES + to;

/** What stands at one place: the labels it may have, and how it stands to the place before. */
export interface Place {
  readonly labels: readonly number[];
  readonly relation: number;
  /** Where the weights of its labels are. */
  readonly table: Table;
}

/** The places of a message with the scores of their labels, before they are weighed together. */
export interface Scores {
  readonly places: readonly Place[];
  /** `place * COLUMNS + columnOf(label)` */
  readonly emissions: Float64Array;
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
  { places, emissions }: Scores,
  transitions: Float64Array,
  { scope = 'all', note }: { readonly scope?: Scope; readonly note?: Note } = {},
): Posterior {
  const chain = new Chain(places, transitions);
  let logLikelihood = chain.weigh(emissions, scope);
  for (let at = 0; at < places.length; at++) logLikelihood += Math.log(chain.forward(at));
  for (let at = places.length - 1; at >= 0; at--) chain.backward(at, note);
  return { labels: chain.posterior, logLikelihood };
}

const numberAt = (array: Float64Array, at: number) => array[at] ?? 0;

/** The sums of a chain. Of the states only those are visited that some label can have led to. */
class Chain {
  readonly posterior: Float64Array;
  readonly #places: readonly Place[];
  readonly #transitions: Float64Array;
  readonly #values: Float64Array;
  readonly #alphas: Float64Array;
  readonly #scales: Float64Array;
  /** By place the states that can be reached before it. */
  readonly #reached: number[][] = [[OUTSIDE]];
  #beta = new Float64Array(STATES).fill(1);
  #earlier = new Float64Array(STATES);

  constructor(places: readonly Place[], transitions: Float64Array) {
    const size = places.length;
    this.#places = places;
    this.#transitions = transitions;
    this.#values = new Float64Array(size * COLUMNS);
    this.posterior = new Float64Array(size * COLUMNS);
    this.#alphas = new Float64Array((size + 1) * STATES);
    this.#scales = new Float64Array(size);
    this.#alphas[OUTSIDE] = 1;
  }

  /** Exponentials of the emissions that the scope allows; returns the logarithm of what was left out. */
  weigh(emissions: Float64Array, scope: Scope): number {
    let log = 0;
    for (let at = 0; at < this.#places.length; at++) {
      const labels = this.#labelsAt(at);
      let highest = -Infinity;
      for (const label of labels) {
        const score = numberAt(emissions, at * COLUMNS + columnOf(label));
        if (score > highest && isIn(scope, label)) highest = score;
      }
      for (const label of labels) {
        const index = at * COLUMNS + columnOf(label);
        this.#values[index] = isIn(scope, label)
          ? Math.exp(numberAt(emissions, index) - highest)
          : 0;
      }
      log += highest;
    }
    return log;
  }

  #labelsAt(at: number): readonly number[] {
    return this.#places[at]?.labels ?? [];
  }

  /** Where the transitions to a place begin. */
  #transitionsTo(at: number): number {
    return (this.#places[at]?.relation ?? 0) * STATES;
  }

  /** Fills the next row of alphas, scaled so that it sums to one; returns the scale. */
  forward(at: number): number {
    const from = at * STATES;
    const to = from + STATES;
    const reached = this.#reached[at] ?? [];
    const next = [...reached];
    const relation = this.#transitionsTo(at);
    const [alphas, transitions, values] = [this.#alphas, this.#transitions, this.#values];
    let sum = 0;
    for (const label of this.#labelsAt(at)) {
      const value = numberAt(values, at * COLUMNS + columnOf(label));
      if (value === 0) continue;
      if (label !== OUTSIDE && !next.includes(label)) next.push(label);
      for (const state of reached) {
        const step = numberAt(transitions, (relation + state) * STATES + label);
        const mass = numberAt(alphas, from + state) * value * step;
        const target = to + (label === OUTSIDE ? state : label);
        alphas[target] = numberAt(alphas, target) + mass;
        sum += mass;
      }
    }
    for (const state of next) alphas[to + state] = numberAt(alphas, to + state) / sum;
    this.#reached.push(next);
    this.#scales[at] = sum;
    return sum;
  }

  /** Turns the sums after a place into those before it, and notes the chances of its labels. */
  backward(at: number, note: Note | undefined): void {
    const from = at * STATES;
    const reached = this.#reached[at] ?? [];
    const relation = this.#transitionsTo(at);
    const scale = numberAt(this.#scales, at);
    const [beta, earlier] = [this.#beta, this.#earlier.fill(0)];
    const [alphas, transitions] = [this.#alphas, this.#transitions];
    for (const label of this.#labelsAt(at)) {
      const column = at * COLUMNS + columnOf(label);
      const value = numberAt(this.#values, column) / scale;
      if (value === 0) continue;
      let chance = 0;
      for (const state of reached) {
        const transition = (relation + state) * STATES + label;
        const after = numberAt(beta, label === OUTSIDE ? state : label);
        const share = value * numberAt(transitions, transition) * after;
        earlier[state] = numberAt(earlier, state) + share;
        const mass = numberAt(alphas, from + state) * share;
        chance += mass;
        note?.(transition, mass);
      }
      this.posterior[column] = chance;
    }
    this.#beta = earlier;
    this.#earlier = beta;
  }
}
