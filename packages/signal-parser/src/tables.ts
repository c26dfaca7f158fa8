import { LABELS, type Label } from './labels.ts';
import { ROW_BITS } from './rows.ts';

/** A part of the tagger's weights: a hash table with a column for each label that its units may have. */
export interface Table {
  readonly from: number;
  readonly columns: number;
  /** It has fewer rows than features are hashed to, by so many bits. */
  readonly shift: number;
}

const after = ({ from, columns, shift }: Table) => from + (columns << (ROW_BITS - shift));

const NUMBERS: Table = { from: 0, columns: 13, shift: 0 };
const WORDS: Table = { from: after(NUMBERS), columns: 10, shift: 0 };
/** Of instruments and time frames, whose features are few. */
const NAMES: Table = { from: after(WORDS), columns: 3, shift: 2 };

/** The weights of all tables together. */
export const TAGGER_SIZE = after(NAMES);

const NAMED: readonly Label[] = ['SYM', 'USYM', 'TF'];
const BY_LABEL = LABELS.map((label, at) => {
  if (NAMED.includes(label)) return NAMES;
  return at > LABELS.indexOf('USYM') ? NUMBERS : WORDS;
});

/** The table of a unit, by the labels that it may have. */
export const tableFor = (labels: readonly number[]): Table => BY_LABEL[labels.at(-1) ?? 0] ?? WORDS;
