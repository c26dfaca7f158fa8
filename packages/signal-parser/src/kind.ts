import { EDGE, LINE, NUMBER, SYMBOL, TIMEFRAME, WORD } from './codes.ts';
import { common, conceptSet, listOf } from './concepts.ts';
import { LABELS, OUTSIDE } from './labels.ts';
import { KINDS, type MessageKind, type Model } from './model.ts';
import type { Rows } from './rows.ts';
import type { Unit } from './units.ts';
import { decimalsOf, type View } from './view.ts';

/** No message has more features. */
export const KIND_FEATURES_MAX = 1_024;
/** The first template; those of units are counted from noughts of their own. */
const KIND = 6;
/** Messages are told apart by their beginning; what follows is only counted. */
const UNITS_LOOKED_AT_MAX = 160;
const CONCEPTS_PAIRED_MAX = 24;

/** What the tagger makes of a message, before its kind is known: label and probability. */
export type Tagging = readonly { readonly label: number; readonly probability: number }[];

/** The features of a whole message, as rows of the table of kinds. */
export function kindFeaturesOf(view: View, tagging: Tagging, rows: Rows): void {
  rows.count = 0;
  rows.add(KIND);
  addWords(view, rows);
  addSequence(view, rows);
  addFigures(view, rows);
  addTags(view, tagging, rows);
}

/** Which concepts there are, alone and in pairs. */
function addWords({ present }: View, rows: Rows): void {
  const concepts = listOf(present);
  const paired = Math.min(concepts.length, CONCEPTS_PAIRED_MAX);
  for (const [index, concept] of concepts.entries()) {
    rows.add(KIND + 1, concept);
    for (let next = index + 1; next < paired; next++) rows.add(KIND + 2, concept, concepts[next]);
  }
}

/** What follows what, past the words that mean nothing here. */
function addSequence({ codes, units }: View, rows: Rows): void {
  let [last, last2, first] = [EDGE, EDGE, 0];
  const size = Math.min(codes.length, UNITS_LOOKED_AT_MAX);
  for (let at = 0; at < size; at++) {
    const code = codes[at] ?? EDGE;
    if (code === WORD || isPlainMark(units[at])) continue;
    rows.add(KIND + 3, last, code);
    rows.add(KIND + 4, last2, last, code);
    if (code !== LINE && first < 4) rows.add(KIND + 5, first++, code);
    [last2, last] = [last, code];
  }
  rows.add(KIND + 6, last2, last);
  rows.add(KIND + 7, last);
}

const isPlainMark = (unit: Unit | undefined) => unit?.kind === 'punct' && unit.text !== '?';

function addFigures(view: View, rows: Rows): void {
  const { units, symbols, side, prices, lines } = view;
  const { words, numbers, questions, unknown } = countsOf(view);
  const [priced, few] = [Math.min(8, prices.count), Math.min(4, prices.count)];
  rows.add(KIND + 8, Math.min(3, questions), side);
  rows.add(KIND + 9, rough(words), rough(unknown));
  rows.add(KIND + 10, priced, Math.min(3, symbols.length), side);
  rows.add(KIND + 11, rough(numbers), priced);
  rows.add(KIND + 12, rough(lines.lengths.length), few);
  rows.add(KIND + 13, side, few, rough(unknown));
  const last = units.at(-1);
  rows.add(KIND + 14, last?.kind === 'number' ? decimalsOf(last.text) : -1, few);
}

function countsOf({ units, codes }: View) {
  let [words, numbers, questions, unknown] = [0, 0, 0, 0];
  for (const [at, { kind, text }] of units.entries()) {
    if (kind === 'word') words++;
    if (codes[at] === WORD) unknown++;
    if (kind === 'number') numbers++;
    if (text === '?') questions++;
  }
  return { words, numbers, questions, unknown };
}

/** What the tagger found: how many of each, and which together. */
function addTags(view: View, tagging: Tagging, rows: Rows): void {
  const counts = new Uint8Array(LABELS.length);
  for (const [index, tag] of tagging.entries()) {
    if (tag.label === OUTSIDE) continue;
    counts[tag.label] = Math.min(3, (counts[tag.label] ?? 0) + 1);
    addTag(view, { ...tag, at: view.candidates[index] ?? 0 }, rows);
  }
  const found = addCounts(counts, rows);
  addDoubts(view, found, rows);
  rows.add(KIND + 22, found & ORDER_MASK, view.units.length > 60 ? 1 : 0);
}

interface Tagged {
  readonly label: number;
  readonly probability: number;
  readonly at: number;
}

function addTag({ codes, doubts }: View, { label, probability, at }: Tagged, rows: Rows): void {
  rows.add(KIND + 15, label, probability > 0.9 ? 2 : probability > 0.6 ? 1 : 0);
  const code = codes[at];
  if (code === NUMBER || code === SYMBOL || code === TIMEFRAME) return;
  rows.add(KIND + 16, label, doubts[at]);
  rows.add(KIND + 17, label, codes[at - 1] ?? EDGE, codes[at + 1] ?? EDGE);
}

/** Returns the labels that were found, one bit each. */
function addCounts(counts: Uint8Array, rows: Rows): number {
  let found = 0;
  for (const [label, count] of counts.entries()) {
    if (count > 0 && label !== OUTSIDE) found |= 1 << label;
    rows.add(KIND + 18, label, count);
  }
  rows.add(KIND + 19, found);
  return found;
}

function addDoubts({ present }: View, found: number, rows: Rows): void {
  for (const concept of listOf(common(present, DOUBTFUL))) {
    rows.add(KIND + 20, concept, found & ORDER_MASK);
    rows.add(KIND + 21, concept, found & UPDATE_MASK);
  }
}

const maskOf = (...labels: readonly (typeof LABELS)[number][]) =>
  labels.reduce((mask, label) => mask | (1 << LABELS.indexOf(label)), 0);
const ORDER_MASK = maskOf('SIDE', 'SYM', 'ENT', 'SL', 'TP', 'LIM', 'STP');
const UPDATE_MASK = maskOf('CLS', 'PRT', 'BE', 'CAN', 'TOF', 'USL', 'UTP', 'USYM');
const DOUBTFUL = conceptSet(
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
);

const rough = (count: number) => (count < 6 ? count : 4 + Math.round(Math.log2(count)));

/** The probability of each kind. */
export function kindScores({ rows, count }: Rows, { kinds, kindScale }: Model): Float64Array {
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
