import { columnOf, LABELS, type Label } from './labels.ts';
import { ROW_BITS } from './rows.ts';

/** A part of the tagger's weights: a hash table with a column for each label that its units may have. */
export interface Table {
  readonly from: number;
  readonly columns: number;
  /** It has fewer rows than features are hashed to, by so many bits. */
  readonly shift: number;
}

const FIRST_OF_NUMBERS = LABELS.indexOf('ENT');
const isNamed = (label: Label) => label === 'SYM' || label === 'USYM' || label === 'TF';
const isNumber = (label: Label) => !isNamed(label) && LABELS.indexOf(label) >= FIRST_OF_NUMBERS;
const isWord = (label: Label) => !isNamed(label) && !isNumber(label);

/** The table of some labels, behind another one. */
function tableOf(isOne: (label: Label) => boolean, from: number, shift: number): Table {
  const columns = LABELS.map((label, at) => (isOne(label) ? columnOf(at) + 1 : 0));
  return { from, columns: Math.max(...columns), shift };
}

const after = ({ from, columns, shift }: Table) => from + (columns << (ROW_BITS - shift));

const NUMBERS = tableOf(isNumber, 0, 0);
const WORDS = tableOf(isWord, after(NUMBERS), 0);
/** Of instruments and time frames, whose features are few. */
const NAMES = tableOf(isNamed, after(WORDS), 2);

/** The weights of all tables together. */
export const TAGGER_SIZE = after(NAMES);

const BY_LABEL = LABELS.map((label) => {
  if (isNamed(label)) return NAMES;
  return isNumber(label) ? NUMBERS : WORDS;
});

/** The table of a unit, by the labels that it may have. */
export const tableFor = (labels: readonly number[]): Table => BY_LABEL[labels.at(-1) ?? 0] ?? WORDS;
