import { EDGE, LINE, NUMBER, SYMBOL, TIMEFRAME, WORD } from './codes.ts';
import { CONCEPTS, type ConceptSet } from './concepts.ts';
import { LABELS } from './labels.ts';
import { KIND_ROW_BITS, KINDS, type MessageKind, type Model } from './model.ts';
import { decimalsOf, type View } from './view.ts';

const FEATURES_MAX = 1_024;
/** Messages are told apart by their beginning; what follows is only counted. */
const UNITS_LOOKED_AT_MAX = 160;
const CONCEPTS_PAIRED_MAX = 24;

/** What the tagger makes of a message, before its kind is known: label and probability. */
export type Tagging = readonly { readonly label: number; readonly probability: number }[];

/** The features of a whole message, as rows of the table of kinds. */
export class KindFeatures {
  readonly rows = new Int32Array(FEATURES_MAX);
  count = 0;

  fill(view: View, tagging: Tagging): void {
    this.count = 0;
    this.#add(0);
    this.#words(view);
    this.#sequence(view);
    this.#figures(view);
    this.#tags(view, tagging);
  }

  #add(template: number, a = 0, b = 0, c = 0): void {
    let hash = Math.imul(template + 7, 0x9e3779b1);
    hash = Math.imul(hash ^ (a + 0x7f4a7c15), 0x85ebca6b);
    hash ^= hash >>> 13;
    hash = Math.imul(hash ^ (b + 0x165667b1), 0xc2b2ae35);
    hash ^= hash >>> 15;
    hash = Math.imul(hash ^ (c + 0x27d4eb2f), 0x9e3779b1);
    hash ^= hash >>> 16;
    if (this.count < FEATURES_MAX) this.rows[this.count++] = hash >>> (32 - KIND_ROW_BITS);
  }

  /** Which concepts there are, alone and in pairs. */
  #words({ present }: View): void {
    const concepts = listOf(present);
    for (const [index, concept] of concepts.entries()) {
      this.#add(1, concept);
      for (let next = index + 1; next < Math.min(concepts.length, CONCEPTS_PAIRED_MAX); next++) {
        this.#add(2, concept, concepts[next]);
      }
    }
  }

  /** What follows what, past the words that mean nothing here. */
  #sequence({ codes, units }: View): void {
    let [last, last2, first] = [EDGE, EDGE, 0];
    const size = Math.min(codes.length, UNITS_LOOKED_AT_MAX);
    for (let at = 0; at < size; at++) {
      const code = codes[at] ?? EDGE;
      const isPlain = code === WORD || (units[at]?.kind === 'punct' && units[at]?.text !== '?');
      if (isPlain) continue;
      this.#add(3, last, code);
      this.#add(4, last2, last, code);
      if (code !== LINE && first < 4) this.#add(5, first++, code);
      [last2, last] = [last, code];
    }
    this.#add(6, last2, last);
    this.#add(7, last);
  }

  #figures({ units, codes, symbols, side, prices, lines }: View): void {
    let [words, numbers, questions, unknown] = [0, 0, 0, 0];
    for (const [at, { kind, text }] of units.entries()) {
      if (kind === 'word') words++;
      if (codes[at] === WORD) unknown++;
      if (kind === 'number') numbers++;
      if (text === '?') questions++;
    }
    this.#add(8, Math.min(3, questions), side);
    this.#add(9, rough(words), rough(unknown));
    this.#add(10, Math.min(8, prices.count), Math.min(3, symbols.length), side);
    this.#add(11, rough(numbers), Math.min(8, prices.count));
    this.#add(12, rough(lines.lengths.length), Math.min(4, prices.count));
    this.#add(13, side, Math.min(4, prices.count), rough(unknown));
    const last = units.at(-1);
    this.#add(14, last?.kind === 'number' ? decimalsOf(last.text) : -1, Math.min(4, prices.count));
  }

  /** What the tagger found: how many of each, and which together. */
  #tags({ units, candidates, codes, doubts, present }: View, tagging: Tagging): void {
    const counts = new Uint8Array(LABELS.length);
    for (const [index, { label, probability }] of tagging.entries()) {
      if (label === 0) continue;
      counts[label] = Math.min(3, (counts[label] ?? 0) + 1);
      const at = candidates[index] ?? 0;
      this.#add(15, label, probability > 0.9 ? 2 : probability > 0.6 ? 1 : 0);
      if (codes[at] !== NUMBER && codes[at] !== SYMBOL && codes[at] !== TIMEFRAME) {
        this.#add(16, label, doubts[at]);
        this.#add(17, label, codes[at - 1] ?? EDGE, codes[at + 1] ?? EDGE);
      }
    }
    let found = 0;
    for (const [label, count] of counts.entries()) {
      if (count > 0 && label > 0) found |= 1 << label;
      this.#add(18, label, count);
    }
    this.#add(19, found);
    for (const concept of listOf(present)) {
      if (DOUBTFUL.has(concept)) this.#add(20, concept, found & ORDER_MASK);
      if (DOUBTFUL.has(concept)) this.#add(21, concept, found & UPDATE_MASK);
    }
    this.#add(22, found & ORDER_MASK, units.length > 60 ? 1 : 0);
  }
}

const maskOf = (...labels: readonly (typeof LABELS)[number][]) =>
  labels.reduce((mask, label) => mask | (1 << LABELS.indexOf(label)), 0);
const ORDER_MASK = maskOf('SIDE', 'SYM', 'ENT', 'SL', 'TP', 'LIM', 'STP');
const UPDATE_MASK = maskOf('CLS', 'PRT', 'BE', 'CAN', 'TOF', 'USL', 'UTP', 'USYM');
const DOUBTFUL = new Set(
  (
    [
      'hit',
      'not',
      'wait',
      'if',
      'question',
      'past',
      'profit',
      'loss',
      'analysis',
      'example',
      'binary',
      'accuracy',
      'ad',
      'news',
      'now',
      'add',
      'opened',
      'new',
      'move',
      'close',
      'hold',
      'above',
      'below',
      'breaks',
      'pips',
      'order',
      'pending',
      'open',
      'all',
      'price',
      'greet',
    ] as const
  ).map((concept) => CONCEPTS.indexOf(concept)),
);

function listOf({ low, high }: ConceptSet): number[] {
  const list: number[] = [];
  for (let bits = low; bits !== 0; bits &= bits - 1) list.push(31 - Math.clz32(bits & -bits));
  for (let bits = high; bits !== 0; bits &= bits - 1) list.push(63 - Math.clz32(bits & -bits));
  return list;
}

const rough = (count: number) => (count < 6 ? count : 4 + Math.round(Math.log2(count)));

/** The probability of each kind. */
export function kindScores(
  { rows, count }: KindFeatures,
  { kinds, kindScale }: Model,
): Float64Array {
  const scores = new Float64Array(KINDS.length);
  for (let next = 0; next < count; next++) {
    const row = (rows[next] ?? 0) * KINDS.length;
    for (let kind = 0; kind < KINDS.length; kind++) {
      scores[kind] = (scores[kind] ?? 0) + (kinds[row + kind] ?? 0);
    }
  }
  return softmax(scores.map((score) => score * kindScale));
}

function softmax(scores: Float64Array): Float64Array {
  const highest = Math.max(...scores);
  const values = scores.map((score) => Math.exp(score - highest));
  const sum = values.reduce((total, value) => total + value, 0);
  return values.map((value) => value / sum);
}

export function likeliestKind(probabilities: Float64Array): MessageKind {
  const best = probabilities.indexOf(Math.max(...probabilities));
  return KINDS[best] ?? 'noise';
}
