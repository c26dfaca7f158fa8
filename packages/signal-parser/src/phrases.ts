import { meets, type ConceptSet } from './concepts.ts';
import { findPhrase, findWord, wordsAfter, type Entry } from './lexicon.ts';
import { isOneOf, type Token } from './tokens.ts';

/** A phrase, and of how many tokens it is. */
export interface Phrase {
  readonly count: number;
  readonly entry: Entry;
}

/** Between the words of a phrase these count as a space. */
const JOINS = "-._'’";
const SCRIPT_PHRASE_MAX = 20;

/** The longest phrase that begins here. */
export function phraseAt(tokens: readonly Token[], at: number): Phrase | undefined {
  const first = tokens[at]?.text ?? '';
  const longest = wordsAfter(first);
  const phrase = longest > 1 ? longestAt(tokens, at, longest) : undefined;
  if (phrase) return phrase;
  const entry = findWord(first);
  return entry && { count: 1, entry };
}

function longestAt(tokens: readonly Token[], at: number, longest: number): Phrase | undefined {
  let best;
  let phrase = tokens[at]?.text ?? '';
  for (let next = at + 1, words = 1; words < longest; next++) {
    const more = tokens[next];
    if (!more || more.kind === 'line') break;
    if (isOneOf(JOINS, more.text)) continue;
    phrase += ` ${more.text}`;
    words++;
    const entry = findPhrase(phrase);
    if (entry) best = { count: next - at + 1, entry };
  }
  return best;
}

/** The longest phrase at a place in a text without spaces. */
export function scriptPhraseAt(
  text: string,
  at: number,
): { readonly length: number; readonly entry: Entry } | undefined {
  for (let length = Math.min(SCRIPT_PHRASE_MAX, text.length - at); length > 0; length--) {
    const entry = findPhrase(text.slice(at, at + length));
    if (entry) return { length, entry };
  }
  return undefined;
}

/** Whether a phrase may mean one of some concepts, in whatever language. */
export const isAbout = ({ senses }: Entry, concepts: ConceptSet) =>
  senses.some(([, low = 0, high = 0]) => meets({ low, high }, concepts));
