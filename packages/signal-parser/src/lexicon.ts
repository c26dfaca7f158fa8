import data from './lexicon.json' with { type: 'json' };
import { NO_CONCEPTS, type ConceptSet } from './concepts.ts';

/** What a phrase means in some languages: `[language, low, high]`, the concepts as bits. */
type Sense = readonly number[];

/** What is known of a phrase. */
export interface Entry {
  readonly senses: readonly Sense[];
  /** The instrument that it names, if any. */
  readonly symbol: string | undefined;
  /** The language that must be spoken for the name to be meant, if it is a word of others too. */
  readonly onlyIn: number | undefined;
  readonly isDoubtful: boolean;
  /** A word of few letters says little of which language it is. */
  readonly isTelling: boolean;
}

interface Lexicon {
  /** For each phrase the number of its meaning; made into an entry when it is first asked for. */
  readonly meanings: Map<string, number | Entry>;
  /** By the first word of a phrase, how many words the longest has. */
  readonly longest: ReadonlyMap<string, number>;
  misspellings: ReadonlyMap<string, string> | undefined;
}

const PLAIN = { symbol: undefined, onlyIn: undefined, isDoubtful: false };
const ENGLISH = data.languages.indexOf('en');
const PHRASE_WORDS_MAX = 6;
const STEM_LENGTH_MIN = 4;
const TELLING_LENGTH_MIN = 4;
const MISSPELT_LENGTH_MIN = 4;
const HANGUL = /^\p{Script=Hangul}/u;
const ASCII = /^[ -~]*$/;

let loaded: Lexicon | undefined;
const lexicon = () => (loaded ??= load());

function load(): Lexicon {
  const meanings = new Map<string, number | Entry>();
  for (const [meaning, phrases] of data.phrases.entries()) {
    for (const phrase of phrases.split('\n')) meanings.set(phrase, meaning);
  }
  const longest = new Map<string, number>();
  for (const [index, firsts] of data.longest.entries()) {
    for (const first of firsts.split('\n')) longest.set(first, index + 1);
  }
  for (const row of data.names) addName(meanings, row);
  return { meanings, longest, misspellings: undefined };
}

function addName(meanings: Map<string, number | Entry>, row: string): void {
  const [name = '', symbol = '', only, doubtful, spoken] = row.split('\t');
  const known = meanings.get(name);
  const sensesKnown = typeof known === 'number' ? data.meanings[known] : undefined;
  const senses = sensesKnown ?? (spoken ? [[Number(spoken), 0, 0]] : []);
  const onlyIn = only ? Number(only) : undefined;
  const isTold = !sensesKnown && name.length >= TELLING_LENGTH_MIN;
  const isDoubtful = doubtful === 'x';
  meanings.set(name, { senses, symbol, onlyIn, isDoubtful, isTelling: isTold });
}

/** Whether a phrase shows that its language is spoken. */
function isTelling(phrase: string, senses: readonly Sense[]): boolean {
  if (senses.some(([language]) => language === ENGLISH)) return false;
  return !ASCII.test(phrase) || phrase.length >= TELLING_LENGTH_MIN;
}

/** Every keyword with one letter left out: two words that share such a form are one slip apart. */
function misspellingsOf(keywords: readonly string[]): Map<string, string> {
  const forms = new Map<string, string>();
  for (const keyword of keywords) {
    for (const form of deletionsOf(keyword)) if (!forms.has(form)) forms.set(form, keyword);
  }
  return forms;
}

function deletionsOf(word: string): string[] {
  const forms = [word];
  for (let at = 0; at < word.length; at++) forms.push(word.slice(0, at) + word.slice(at + 1));
  return forms;
}

/** The longest phrase may have so many words, if it begins with this one. */
export const wordsAfter = (first: string) =>
  Math.min(PHRASE_WORDS_MAX, lexicon().longest.get(first) ?? 0);

export function findPhrase(phrase: string): Entry | undefined {
  const { meanings } = lexicon();
  const known = meanings.get(phrase);
  if (typeof known !== 'number') return known;
  const senses = data.meanings[known] ?? [];
  const entry = { ...PLAIN, senses, isTelling: isTelling(phrase, senses) };
  meanings.set(phrase, entry);
  return entry;
}

/** A word by itself, or by the stem that it begins with. */
export function findWord(word: string): Entry | undefined {
  const known = findPhrase(word);
  if (known) return known;
  const shortest = HANGUL.test(word) ? 1 : STEM_LENGTH_MIN;
  for (let length = word.length; length >= shortest; length--) {
    const stem = findPhrase(`${word.slice(0, length)}*`);
    if (stem) return stem;
  }
  return undefined;
}

/** A word that is one slip away from one that matters. */
export function findMisspelt(word: string): Entry | undefined {
  if (word.length < MISSPELT_LENGTH_MIN) return undefined;
  const all = lexicon();
  const misspellings = (all.misspellings ??= misspellingsOf(data.keywords.split('\n')));
  for (const form of deletionsOf(word)) {
    const keyword = misspellings.get(form);
    if (keyword && Math.abs(keyword.length - word.length) <= 1) {
      return findPhrase(keyword);
    }
  }
  return undefined;
}

/** Which languages a text speaks: those that some telling phrase is of. */
export function languagesOf(entries: Iterable<Entry>): ReadonlySet<number> {
  const spoken = new Set([ENGLISH]);
  for (const { isTelling: tells, senses } of entries) {
    if (tells && senses.length === 1) spoken.add(senses[0]?.[0] ?? ENGLISH);
  }
  return spoken;
}

/** What a phrase means in the languages that are spoken; if it is a word of none, in all. */
export function conceptsOf({ senses, isTelling: tells }: Entry, spoken: ReadonlySet<number>) {
  const meant = senses.filter(([language = ENGLISH]) => spoken.has(language));
  if (meant.length === 0 && !tells) return NO_CONCEPTS;
  let [low, high] = [0, 0];
  for (const [, lows = 0, highs = 0] of meant.length > 0 ? meant : senses) {
    low |= lows;
    high |= highs;
  }
  return { low, high } satisfies ConceptSet;
}
