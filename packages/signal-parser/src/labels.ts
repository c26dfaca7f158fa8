import { conceptSet, meets } from './concepts.ts';
import type { Unit } from './units.ts';

const OF_A_WORD = ['LIM', 'STP', 'OPN', 'CLS', 'PRT', 'BE', 'CAN', 'TOF'] as const;
const OF_A_SYMBOL = ['SYM', 'USYM'] as const;
const OF_A_NUMBER = [
  'ENT',
  'SL',
  'TP',
  'SLP',
  'TPP',
  'LOT',
  'RSK',
  'LEV',
  'PCT',
  'USL',
  'UTP',
  'UPX',
] as const;

/** What the tagger says of a unit: its part in an order, or in a change of an earlier trade. */
export const LABELS = ['O', 'SIDE', ...OF_A_WORD, ...OF_A_SYMBOL, ...OF_A_NUMBER, 'TF'] as const;
export type Label = (typeof LABELS)[number];

export const OUTSIDE = 0;
export const COLUMNS = 16;

const at = (...labels: readonly Label[]) => labels.map((label) => LABELS.indexOf(label));

const OF_SYMBOLS = at('O', ...OF_A_SYMBOL);
const OF_TIMEFRAMES = at('O', 'TF');
const OF_SIDES = at('O', 'SIDE');
const OF_WORDS = at('O', ...OF_A_WORD);
const OF_BOTH = at('O', 'SIDE', ...OF_A_WORD);
const OF_NUMBERS = at('O', ...OF_A_NUMBER);

const SIDES = conceptSet('buy', 'sell');
const INSTRUCTIONS = conceptSet(
  'limit',
  'stopOrder',
  'above',
  'below',
  'breaks',
  'open',
  'close',
  'partial',
  'half',
  'breakeven',
  'cancel',
  'hold',
);

/** The labels that a unit can have; none if it is only looked at by its neighbours. */
export function labelsFor({ kind, concepts }: Unit): readonly number[] | undefined {
  if (kind === 'number') return OF_NUMBERS;
  if (kind === 'symbol') return OF_SYMBOLS;
  if (kind === 'timeframe') return OF_TIMEFRAMES;
  if (kind !== 'word' && kind !== 'mark') return undefined;
  const isSide = meets(concepts, SIDES);
  const isInstruction = kind === 'word' && meets(concepts, INSTRUCTIONS);
  if (isSide) return isInstruction ? OF_BOTH : OF_SIDES;
  return isInstruction ? OF_WORDS : undefined;
}

const FIRST_OF_SYMBOLS = LABELS.indexOf('SYM');
const FIRST_OF_NUMBERS = LABELS.indexOf('ENT');
const OF_TIMEFRAME = LABELS.indexOf('TF');

/** Where a label's weight stands in a row; labels that never compete may share a column. */
export function columnOf(label: number): number {
  if (label === OF_TIMEFRAME) return 1;
  if (label >= FIRST_OF_NUMBERS) return label - FIRST_OF_NUMBERS + 1;
  return label >= FIRST_OF_SYMBOLS ? label - FIRST_OF_SYMBOLS + 1 : label;
}

const isOf = (labels: readonly Label[]) => LABELS.map((label) => labels.includes(label));
const UPDATE_LABELS = [
  'USYM',
  'CLS',
  'PRT',
  'BE',
  'CAN',
  'TOF',
  'PCT',
  'USL',
  'UTP',
  'UPX',
] as const satisfies readonly Label[];
export type OrderLabel = Exclude<Label, 'O' | (typeof UPDATE_LABELS)[number]>;

const OF_UPDATES = isOf(UPDATE_LABELS);

/** Whether a label belongs to a change of an earlier trade. */
export const isOfUpdate = (label: number) => OF_UPDATES[label] === true;
