import { FEATURES_MAX, featuresOf } from '../src/features.ts';
import { KIND_FEATURES_MAX, kindFeaturesOf } from '../src/kind.ts';
import { COLUMNS, columnOf } from '../src/labels.ts';
import { posteriorOf, TRANSITIONS, transitionAt, type Place } from '../src/lattice.ts';
import { KIND_SIZE, KINDS, type Model } from '../src/model.ts';
import { Rows } from '../src/rows.ts';
import { TAGGER_SIZE, type Table } from '../src/tables.ts';
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

const unitRows = new Rows(FEATURES_MAX);

export function exampleOf(view: View, labels: readonly number[]): TaggedExample {
  const all: number[] = [];
  const ends = new Uint32Array(view.candidates.length);
  for (const [index, at] of view.candidates.entries()) {
    featuresOf(view, at, unitRows);
    for (let next = 0; next < unitRows.count; next++) all.push(unitRows.rows[next] ?? 0);
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
/** Nobody learns from a smaller error. */
const NEGLIGIBLE = 1e-4;

/** Conditional random field, stochastic gradient with AdaGrad. The same examples give the same weights. */
export class TaggerTrainer {
  readonly transitions = new Float64Array(TRANSITIONS);
  readonly #descent: Descent;
  readonly #transitionSquares = new Float64Array(TRANSITIONS).fill(FLOOR);
  readonly #powers = new Float64Array(TRANSITIONS).fill(1);
  readonly #schedule: Schedule;

  constructor(schedule: Schedule) {
    this.#schedule = schedule;
    this.#descent = new Descent(TAGGER_SIZE, schedule);
  }

  get weights(): Float32Array {
    return this.#descent.weights;
  }

  /** The mean log likelihood of the examples as they were met. */
  train(examples: readonly TaggedExample[], random: Rng): number {
    const order = shuffled(examples.length, random);
    let total = 0;
    for (const index of order) {
      total += this.#learn(
        thinned(examples[index] as TaggedExample, this.#schedule.dropout, random),
      );
    }
    return total / examples.length;
  }

  #learn(example: TaggedExample): number {
    const { places } = example;
    if (places.length === 0) return 0;
    const emissions = this.#emissions(example);
    const gradient = new Map<number, number>();
    const note = (transition: number, probability: number) =>
      void gradient.set(transition, (gradient.get(transition) ?? 0) + probability);
    const { labels: posterior, logLikelihood } = posteriorOf({ places, emissions }, this.#powers, {
      note,
    });
    const score = this.#observe(example, emissions, gradient);
    for (const [transition, value] of gradient) this.#moveTransition(transition, value);
    this.#moveRows(example, posterior);
    return score - logLikelihood;
  }

  #emissions({ places, rows: all, ends }: TaggedExample): Float64Array {
    const emissions = new Float64Array(places.length * COLUMNS);
    const { weights } = this;
    let from = 0;
    for (let place = 0; place < places.length; place++) {
      const to = ends[place] ?? 0;
      const { table } = places[place] as Place;
      for (let next = from; next < to; next++) {
        const row = rowIn(table, all[next] ?? 0);
        for (let column = 0; column < table.columns; column++) {
          const target = place * COLUMNS + column;
          emissions[target] = (emissions[target] ?? 0) + (weights[row + column] ?? 0);
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

  #moveRows({ places, rows: all, ends, labels }: TaggedExample, posterior: Float64Array): void {
    let from = 0;
    for (const [place, { labels: possible, table }] of places.entries()) {
      const to = numberAt(ends, place);
      const active = all.subarray(from, to);
      for (const label of possible) {
        const column = columnOf(label);
        const wanted = label === labels[place] ? 1 : 0;
        const error = numberAt(posterior, place * COLUMNS + column) - wanted;
        this.#descent.move(active, { table, column, error });
      }
      from = to;
    }
  }
}

/** What is wrong with one column of the rows that are active. */
interface Mistake {
  readonly table: Table;
  readonly column: number;
  readonly error: number;
}

const OF_KINDS: Table = { from: 0, columns: KINDS.length, shift: 0 };

/** Where the weights of a feature begin. */
const rowIn = ({ from, columns, shift }: Table, row: number) => from + (row >>> shift) * columns;

/** Weights that are moved against a gradient, with AdaGrad's steps. */
class Descent {
  readonly weights: Float32Array;
  readonly #squares: Float32Array;
  readonly #schedule: Schedule;

  constructor(size: number, schedule: Schedule) {
    this.weights = new Float32Array(size);
    this.#squares = new Float32Array(size).fill(FLOOR);
    this.#schedule = schedule;
  }

  move(rows: Uint16Array, { table, column, error }: Mistake): void {
    if (Math.abs(error) < NEGLIGIBLE) return;
    const { rate, decay } = this.#schedule;
    for (const row of rows) {
      const at = rowIn(table, row) + column;
      const weight = numberAt(this.weights, at);
      const gradient = error + decay * weight;
      const square = numberAt(this.#squares, at) + gradient * gradient;
      this.#squares[at] = square;
      this.weights[at] = weight - (rate * gradient) / Math.sqrt(square);
    }
  }
}

const numberAt = (array: Float32Array | Float64Array | Uint32Array, at: number) => array[at] ?? 0;

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

const kindRows = new Rows(KIND_FEATURES_MAX);

export function kindExampleOf(view: View, model: Model, kind: number): KindExample {
  const scores = scoresOf(view, model);
  kindFeaturesOf(view, likeliest(scores, weigh(scores, model, 'all')), kindRows);
  return { rows: Uint16Array.from(kindRows.rows.subarray(0, kindRows.count)), kind };
}

/** Multinomial logistic regression, the same way. */
export class KindTrainer {
  readonly #descent: Descent;
  readonly #dropout: number;

  constructor(schedule: Schedule) {
    this.#descent = new Descent(KIND_SIZE, schedule);
    this.#dropout = schedule.dropout;
  }

  get weights(): Float32Array {
    return this.#descent.weights;
  }

  train(examples: readonly KindExample[], random: Rng): number {
    let right = 0;
    for (const index of shuffled(examples.length, random)) {
      const { rows: active, kind } = examples[index] as KindExample;
      const kept = active.filter(() => random.next() >= this.#dropout);
      if (this.#learn({ rows: kept, kind })) right++;
    }
    return right / examples.length;
  }

  #learn({ rows: active, kind }: KindExample): boolean {
    const scores = this.#scores(active);
    const highest = Math.max(...scores);
    const powers = scores.map((score) => Math.exp(score - highest));
    const sum = powers.reduce((total, power) => total + power, 0);
    for (const [column, power] of powers.entries()) {
      const error = power / sum - (column === kind ? 1 : 0);
      this.#descent.move(active, { table: OF_KINDS, column, error });
    }
    return scores.indexOf(highest) === kind;
  }

  #scores(active: Uint16Array): Float64Array {
    const scores = new Float64Array(KINDS.length);
    for (const row of active) {
      for (const [column, score] of scores.entries()) {
        scores[column] = score + numberAt(this.weights, row * KINDS.length + column);
      }
    }
    return scores;
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
