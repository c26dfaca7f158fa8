import { findTimeframe, unitOf, type Item, type Unit } from './lexicon.ts';
import type { Peek } from './tokens.ts';

const INDEX_MAX = 10;
/** More digits than any price, volume or percentage has. */
const NUMBER_LENGTH_MAX = 18;
/** Numbers that may share the unit behind the last of them. */
const RANGE_MAX = 6;

/** What was found at a place, and how many tokens it took; none when nothing was. */
export interface Found {
  readonly items: readonly Item[];
  readonly taken: number;
}

export const NOTHING: Found = { items: [], taken: 0 };

/** `H4`, `4h`, `1 hour`. */
export function readTimeframe(peek: Peek, index: number): Found {
  const [first, second] = [peek(index), peek(index + 1)];
  const [letters, digits] = first.kind === 'word' ? [first, second] : [second, first];
  if (!second.glued && letters.text !== 'hour') return NOTHING;
  const timeframe = findTimeframe(letters.text, digits.text);
  return timeframe ? { items: [{ is: 'timeframe', timeframe }], taken: 2 } : NOTHING;
}

/** A number with its unit; `before` is the item in front of it. */
export function readNumber(peek: Peek, index: number, before: Item | undefined): Found {
  const token = peek(index);
  if (token.kind === 'clock') return { items: [], taken: 1 };
  if (token.kind !== 'number') return NOTHING;
  const next = peek(index + 1);
  const thousands = next.glued && next.text === 'k';
  const behind = unitOf(next.text);
  const unit = unitBefore(peek, index, before) ?? behind ?? unitOfRange(peek, index);
  const text = thousands ? `${token.text}k` : token.text;
  return { items: [{ is: 'number', text, unit }], taken: behind || thousands ? 2 : 1 };
}

/** What stands before a number may already say what it is: `#48`, `x10`, `TP1`. */
function unitBefore(peek: Peek, index: number, before: Item | undefined): Unit | undefined {
  const [mark, number] = [peek(index - 1), peek(index)];
  // "TP 170.80 (55)": a distance beside its price.
  const isAside = mark.text === '(' && before?.is === 'number';
  if (mark.text === '#' || isAside || number.text.length > NUMBER_LENGTH_MAX) return 'count';
  if (mark.text === 'x' && number.glued) return 'times';
  return isIndex(peek, index, before) ? 'ordinal' : undefined;
}

/** A small whole number that counts a list, as in `TP1 3312`, `1) 147.2` or `no.1 = 150.0`. */
function isIndex(peek: Peek, index: number, before: Item | undefined): boolean {
  const [{ text: number }, { text: next }] = [peek(index), peek(index + 1)];
  if (!/^\d{1,2}$/.test(number) || Number(number) > INDEX_MAX || unitOf(next)) return false;
  const labelled = before?.is === 'label' && ['entry', 'stop', 'target'].includes(before.role);
  return labelled || /^[):=]$/.test(next) || (next === '.' && before?.is === 'break');
}

/** In `5-10x` and `30, 45, 60 pips`, what follows the last number holds for all. */
function unitOfRange(peek: Peek, index: number): Unit {
  const isShort = (at: number) => /^\d{1,3}$/.test(peek(at).text);
  const goesOn = (at: number) => isShort(at) && /^[-,/]$/.test(peek(at + 1).text);
  let last = index;
  while (last < index + 2 * RANGE_MAX && goesOn(last)) last += 2;
  const unit = isShort(last) ? unitOf(peek(last + 1).text) : undefined;
  return unit === 'times' || unit === 'pips' ? unit : 'price';
}
