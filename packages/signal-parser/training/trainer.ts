import { featuresOf, Rows } from '../src/features.ts';
import { KindFeatures } from '../src/kind.ts';
import { COLUMNS, columnOf } from '../src/labels.ts';
import { posteriorOf, transitionAt, type Place } from '../src/lattice.ts';
import { KIND_SIZE, KINDS, TAGGER_SIZE, TRANSITIONS, type Model } from '../src/model.ts';
import { likeliest, placesOf, scoresOf, weigh } from '../src/tagger.ts';
import type { View } from '../src/view.ts';
import type { Rng } from './rng.ts';

/** A message as the tagger learns from it. */
export interface TaggedExample {
  readonly places: readonly Place[];
  /** For each place its rows, one place after the other. */
  readonly rows: Uint16Array;
  readonly ends: Uint32Array;
  readonly labels: readonly number[];
}

const rows = new Rows();

export function exampleOf(view: View, labels: readonly number[]): TaggedExample {
  const all: number[] = [];
  const ends = new Uint32Array(view.candidates.length);
  for (const [index, at] of view.candidates.entries()) {
    featuresOf(view, at, rows);
    for (let next = 0; next < rows.count; next++) all.push(rows.rows[next] ?? 0);
    ends[index] = all.length;
  }
  return { places: placesOf(view), rows: Uint16Array.from(all), ends, labels };
}

export interface Schedule {
  readonly epochs: number;
  readonly rate: number;
  /** Strength of the pull towards zero of weights that are used. */
  readonly decay: number;
  /** Share of the features that are left out each time, so that none is relied upon alone. */
  readonly dropout: number;
}

const FLOOR = 1e-6;

/** Conditional random field, stochastic gradient with AdaGrad. The same examples give the same weights. */
export class TaggerTrainer {
  readonly weights = new Float32Array(TAGGER_SIZE);
  readonly transitions = new Float64Array(TRANSITIONS);
  readonly #squares = new Float32Array(TAGGER_SIZE).fill(FLOOR);
  readonly #transitionSquares = new Float64Array(TRANSITIONS).fill(FLOOR);
  readonly #powers = new Float64Array(TRANSITIONS).fill(1);
  readonly #schedule: Schedule;

  constructor(schedule: Schedule) {
    this.#schedule = schedule;
  }

  /** The mean log likelihood of the examples as they were met. */
  train(examples: readonly TaggedExample[], random: Rng): number {
    const order = shuffled(examples.length, random);
    let total = 0;
    for (const index of order) {
      total += this.#learn(thinned(examples[index] as TaggedExample, this.#schedule.dropout, random));
    }
    return total / examples.length;
  }

  #learn(example: TaggedExample): number {
    const { places, labels } = example;
    if (places.length === 0) return 0;
    const emissions = this.#emissions(example);
    const gradient = new Map<number, number>();
    const note = (transition: number, probability: number) =>
      void gradient.set(transition, (gradient.get(transition) ?? 0) + probability);
    const { labels: posterior, logLikelihood } = posteriorOf(places, emissions, this.#powers, {
      note,
    });
    const score = this.#observe(example, emissions, gradient);
    for (const [transition, value] of gradient) this.#moveTransition(transition, value);
    this.#moveRows(example, posterior, labels);
    return score - logLikelihood;
  }

  #emissions({ places, rows: all, ends }: TaggedExample): Float64Array {
    const emissions = new Float64Array(places.length * COLUMNS);
    let from = 0;
    for (let place = 0; place < places.length; place++) {
      const to = ends[place] ?? 0;
      for (let next = from; next < to; next++) {
        const row = (all[next] ?? 0) * COLUMNS;
        for (let column = 0; column < COLUMNS; column++) {
          const target = place * COLUMNS + column;
          emissions[target] = (emissions[target] ?? 0) + (this.weights[row + column] ?? 0);
        }
      }
      from = to;
    }
    return emissions;
  }

  /** Takes what was seen from what was expected, and returns the score of what was seen. */
  #observe(
    { places, labels }: TaggedExample,
    emissions: Float64Array,
    gradient: Map<number, number>,
  ) {
    let [state, score] = [0, 0];
    for (const [place, label] of labels.entries()) {
      const transition = transitionAt(places[place]?.relation ?? 0, state, label);
      gradient.set(transition, (gradient.get(transition) ?? 0) - 1);
      score +=
        (emissions[place * COLUMNS + columnOf(label)] ?? 0) + (this.transitions[transition] ?? 0);
      if (label !== 0) state = label;
    }
    return score;
  }

  #moveTransition(at: number, gradient: number): void {
    const square = (this.#transitionSquares[at] ?? FLOOR) + gradient * gradient;
    this.#transitionSquares[at] = square;
    const step = (this.#schedule.rate * gradient) / Math.sqrt(square);
    this.transitions[at] = (this.transitions[at] ?? 0) - step;
    this.#powers[at] = Math.exp(this.transitions[at] ?? 0);
  }

  #moveRows(
    { places, rows: all, ends }: TaggedExample,
    posterior: Float64Array,
    labels: readonly number[],
  ) {
    const { rate, decay } = this.#schedule;
    let from = 0;
    for (let place = 0; place < places.length; place++) {
      const to = ends[place] ?? 0;
      const own = labels[place] ?? 0;
      for (const label of places[place]?.labels ?? []) {
        const column = columnOf(label);
        const error = (posterior[place * COLUMNS + column] ?? 0) - (label === own ? 1 : 0);
        if (Math.abs(error) < 1e-4) continue;
        for (let next = from; next < to; next++) {
          const at = (all[next] ?? 0) * COLUMNS + column;
          const weight = this.weights[at] ?? 0;
          const gradient = error + decay * weight;
          const square = (this.#squares[at] ?? FLOOR) + gradient * gradient;
          this.#squares[at] = square;
          this.weights[at] = weight - (rate * gradient) / Math.sqrt(square);
        }
      }
      from = to;
    }
  }
}

/** An example without a share of its features. */
function thinned(example: TaggedExample, dropout: number, random: Rng): TaggedExample {
  if (dropout === 0) return example;
  const rows = new Uint16Array(example.rows.length);
  const ends = new Uint32Array(example.ends.length);
  let [from, kept] = [0, 0];
  for (let place = 0; place < ends.length; place++) {
    const to = example.ends[place] ?? 0;
    for (let next = from; next < to; next++) {
      if (random.next() >= dropout) rows[kept++] = example.rows[next] ?? 0;
    }
    ends[place] = kept;
    from = to;
  }
  return { ...example, rows, ends };
}

/** A message as the classifier of kinds learns from it. */
export interface KindExample {
  readonly rows: Uint16Array;
  readonly kind: number;
}

const features = new KindFeatures();

export function kindExampleOf(view: View, model: Model, kind: number): KindExample {
  const scores = scoresOf(view, model);
  features.fill(view, likeliest(scores, weigh(scores, model, 'all')));
  return { rows: Uint16Array.from(features.rows.subarray(0, features.count)), kind };
}

/** Multinomial logistic regression, the same way. */
export class KindTrainer {
  readonly weights = new Float32Array(KIND_SIZE);
  readonly #squares = new Float32Array(KIND_SIZE).fill(FLOOR);
  readonly #schedule: Schedule;

  constructor(schedule: Schedule) {
    this.#schedule = schedule;
  }

  train(examples: readonly KindExample[], random: Rng): number {
    let right = 0;
    for (const index of shuffled(examples.length, random)) {
      const { rows: active, kind } = examples[index] as KindExample;
      const kept = active.filter(() => random.next() >= this.#schedule.dropout);
      if (this.#learn({ rows: kept, kind })) right++;
    }
    return right / examples.length;
  }

  #learn({ rows: active, kind }: KindExample): boolean {
    const size = KINDS.length;
    const scores = new Float64Array(size);
    for (const row of active) {
      for (let each = 0; each < size; each++) {
        scores[each] = (scores[each] ?? 0) + (this.weights[row * size + each] ?? 0);
      }
    }
    const highest = Math.max(...scores);
    const powers = scores.map((score) => Math.exp(score - highest));
    const sum = powers.reduce((total, power) => total + power, 0);
    const { rate, decay } = this.#schedule;
    for (let each = 0; each < size; each++) {
      const error = (powers[each] ?? 0) / sum - (each === kind ? 1 : 0);
      if (Math.abs(error) < 1e-4) continue;
      for (const row of active) {
        const at = row * size + each;
        const weight = this.weights[at] ?? 0;
        const gradient = error + decay * weight;
        const square = (this.#squares[at] ?? FLOOR) + gradient * gradient;
        this.#squares[at] = square;
        this.weights[at] = weight - (rate * gradient) / Math.sqrt(square);
      }
    }
    return scores.indexOf(highest) === kind;
  }
}

function shuffled(size: number, random: Rng): Uint32Array {
  const order = Uint32Array.from({ length: size }, (_none, index) => index);
  for (let last = size - 1; last > 0; last--) {
    const other = Math.floor(random.next() * (last + 1));
    [order[last], order[other]] = [order[other] ?? 0, order[last] ?? 0];
  }
  return order;
}
