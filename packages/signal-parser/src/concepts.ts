/**
 * What words may mean to a trader. The model sees no words, only these, so that it reads every language of
 * which the lexicon knows some words. The first of a word's concepts in this order is its main one.
 */
export const CONCEPTS = [
  'sl',
  'tp',
  'entry',
  'buy',
  'sell',
  'breakeven',
  'limit',
  'stopOrder',
  'lots',
  'risk',
  'leverage',
  'timeframe',
  'close',
  'partial',
  'half',
  'cancel',
  'move',
  'open',
  'pips',
  'zone',
  'pending',
  'now',
  'hit',
  'not',
  'wait',
  'add',
  'opened',
  'new',
  'above',
  'below',
  'breaks',
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
  'greet',
  'price',
  'size',
  'all',
  'hold',
  'percent',
  'symbolLabel',
  'sideLabel',
  'order',
  'minute',
  'hour',
  'day',
  'week',
  'first',
  'second',
  'third',
  'last',
  'same',
  'at',
  'to',
  'from',
  'and',
] as const;
export type Concept = (typeof CONCEPTS)[number];

/** A set of concepts: one bit each, in two words of 32 bits. */
export interface ConceptSet {
  readonly low: number;
  readonly high: number;
}

const HALF = 32;

export const NO_CONCEPTS: ConceptSet = { low: 0, high: 0 };

const indexes = new Map<string, number>(CONCEPTS.map((concept, index) => [concept, index]));

export function conceptSet(...concepts: readonly Concept[]): ConceptSet {
  let [low, high] = [0, 0];
  for (const concept of concepts) {
    const index = indexOf(concept);
    if (index < HALF) low |= 1 << index;
    else high |= 1 << (index - HALF);
  }
  return { low, high };
}

export function indexOf(concept: Concept): number {
  const index = indexes.get(concept);
  if (index === undefined) throw new Error(`There is no concept ${concept}`);
  return index;
}

/** What is in both. */
export const common = (a: ConceptSet, b: ConceptSet): ConceptSet => ({
  low: a.low & b.low,
  high: a.high & b.high,
});

export const meets = (a: ConceptSet, b: ConceptSet) => ((a.low & b.low) | (a.high & b.high)) !== 0;

/** The indexes of the concepts of a set, in their order. */
export function listOf({ low, high }: ConceptSet): number[] {
  const list: number[] = [];
  for (let bits = low; bits !== 0; bits &= bits - 1) list.push(31 - Math.clz32(bits & -bits));
  for (let bits = high; bits !== 0; bits &= bits - 1)
    list.push(HALF + 31 - Math.clz32(bits & -bits));
  return list;
}

/** The index of the first concept of a set, or -1. */
export function mainOf({ low, high }: ConceptSet): number {
  if (low !== 0) return 31 - Math.clz32(low & -low);
  return high === 0 ? -1 : HALF + 31 - Math.clz32(high & -high);
}
