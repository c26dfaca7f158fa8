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

export const ENGLISH = data.languages.indexOf('en');
const PHRASE_WORDS_MAX = 6;
const STEM_LENGTH_MIN = 4;
const TELLING_LENGTH_MIN = 4;
const MISSPELT_LENGTH_MIN = 4;
/** Nobody writes longer words; looking for what they begin with would take the square of their length. */
const WORD_LENGTH_MAX = 48;
const HANGUL = /^\p{Script=Hangul}/u;
const ASCII = /^[ -~]*$/;

/**
 * Phrases that begin with the same two characters. A message opens few drawers, so that few phrases are
 * ever looked at; each is made into an entry when it is first asked for.
 */
type Drawer = Map<string, string | Entry>;
const EMPTY: Drawer = new Map();

/** Characters that no phrase has, and that JSON writes as they are. */
export const BETWEEN_ROWS = '~';
export const BETWEEN_CELLS = '^';

const rows = new Map(Object.entries(data.drawers));
const drawers = new Map<string, Drawer>();

function drawerOf(phrase: string): Drawer {
  const key = phrase.slice(0, 2);
  const open = drawers.get(key);
  if (open) return open;
  const content = rows.get(key);
  if (content === undefined) return EMPTY; // Not kept, so that nobody can make them grow.
  const drawer: Drawer = new Map();
  for (const row of content.split(BETWEEN_ROWS)) {
    const tab = row.indexOf(BETWEEN_CELLS);
    drawer.set(row.slice(0, tab), row.slice(tab + 1));
  }
  drawers.set(key, drawer);
  return drawer;
}

/** Of a row: its meaning; of a name also the symbol, and when it is one. */
function toEntry(phrase: string, row: string): Entry | undefined {
  const [meaning = '', ...name] = row.split(BETWEEN_CELLS);
  const senses = meaning === '' ? undefined : data.meanings[Number(meaning)];
  if (name[0]) return toName(phrase, name, senses);
  if (meaning === '') return undefined;
  return { ...PLAIN, senses: senses ?? [], isTelling: isTelling(phrase, senses ?? []) };
}

function toName(
  phrase: string,
  [symbol, only, doubtful, spoken]: readonly string[],
  senses: readonly Sense[] | undefined,
): Entry {
  return {
    senses: senses ?? (spoken ? [[Number(spoken), 0, 0]] : []),
    symbol,
    onlyIn: only ? Number(only) : undefined,
    isDoubtful: doubtful === 'x',
    isTelling: !senses && phrase.length >= TELLING_LENGTH_MIN,
  };
}

const PLAIN = { symbol: undefined, onlyIn: undefined, isDoubtful: false };

/** Whether a phrase shows that its language is spoken. */
function isTelling(phrase: string, senses: readonly Sense[]): boolean {
  if (senses.some(([language]) => language === ENGLISH)) return false;
  return !ASCII.test(phrase) || phrase.length >= TELLING_LENGTH_MIN;
}

/** Slips leave the first letter alone, mostly; so keywords are laid out by it, when one is looked for. */
const misspellings = new Map<string, ReadonlyMap<string, string>>();

/** Every keyword with one letter left out: two words that share such a form are one slip apart. */
function misspellingsOf(letter: string): ReadonlyMap<string, string> {
  const known = misspellings.get(letter);
  if (known) return known;
  const forms = new Map<string, string>();
  for (const keyword of data.keywords.split('\n')) {
    if (!keyword.startsWith(letter)) continue;
    for (const form of formsOf(keyword)) if (!forms.has(form)) forms.set(form, keyword);
  }
  if (forms.size > 0) misspellings.set(letter, forms);
  return forms;
}

function formsOf(word: string): string[] {
  const forms = [word];
  for (let at = 1; at < word.length; at++) forms.push(word.slice(0, at) + word.slice(at + 1));
  return forms;
}

/** The longest phrase may have so many words, if it begins with this one. */
export function wordsAfter(first: string): number {
  const row = drawerOf(first).get(`${first} `);
  return typeof row === 'string' ? Math.min(PHRASE_WORDS_MAX, Number(row)) : 0;
}

export const findPhrase = (phrase: string): Entry | undefined => findIn(drawerOf(phrase), phrase);

function findIn(drawer: Drawer, phrase: string): Entry | undefined {
  const known = drawer.get(phrase);
  if (typeof known !== 'string') return known;
  const entry = toEntry(phrase, known);
  if (entry) drawer.set(phrase, entry);
  return entry;
}

/** A word by itself, or by the stem that it begins with. */
export function findWord(word: string): Entry | undefined {
  if (word.length > WORD_LENGTH_MAX) return undefined;
  const drawer = drawerOf(word);
  const known = findIn(drawer, word);
  if (known) return known;
  for (let length = word.length; length >= STEM_LENGTH_MIN; length--) {
    const stem = findIn(drawer, `${word.slice(0, length)}*`);
    if (stem) return stem;
  }
  return HANGUL.test(word) ? findSyllables(word) : undefined;
}

/** A stem of a syllable or two says as much in Korean as one of four letters elsewhere. */
function findSyllables(word: string): Entry | undefined {
  for (let length = Math.min(word.length, STEM_LENGTH_MIN - 1); length > 0; length--) {
    const stem = findPhrase(`${word.slice(0, length)}*`);
    if (stem) return stem;
  }
  return undefined;
}

/** A word that is one slip away from one that matters. */
export function findMisspelt(word: string): Entry | undefined {
  if (word.length < MISSPELT_LENGTH_MIN || word.length > WORD_LENGTH_MAX) return undefined;
  const forms = misspellingsOf(word.charAt(0));
  for (const form of forms.size > 0 ? formsOf(word) : []) {
    const keyword = forms.get(form);
    if (keyword && Math.abs(keyword.length - word.length) <= 1) return findPhrase(keyword);
  }
  return undefined;
}

const ONLY_ENGLISH: ReadonlySet<number> = new Set([ENGLISH]);

/** Which languages a text speaks, by the phrases that tell it: those that are of one language alone. */
export function languagesOf(
  telling: readonly { readonly entry?: Entry | undefined }[],
): ReadonlySet<number> {
  if (telling.length === 0) return ONLY_ENGLISH;
  const spoken = new Set([ENGLISH]);
  for (const { entry } of telling) {
    const [only, ...others] = entry?.senses ?? [];
    if (only && others.length === 0) spoken.add(only[0] ?? ENGLISH);
  }
  return spoken;
}

/** What a phrase means in the languages that are spoken; if it is a word of none, in all. */
export function conceptsOf({ senses, isTelling: tells }: Entry, spoken: ReadonlySet<number>) {
  let [low, high, isMeant] = [0, 0, false];
  for (const [language = ENGLISH, lows = 0, highs = 0] of senses) {
    if (!spoken.has(language)) continue;
    isMeant = true;
    low |= lows;
    high |= highs;
  }
  if (isMeant) return { low, high } satisfies ConceptSet;
  return tells ? union(senses) : NO_CONCEPTS;
}

function union(senses: readonly Sense[]): ConceptSet {
  let [low, high] = [0, 0];
  for (const [, lows = 0, highs = 0] of senses) {
    low |= lows;
    high |= highs;
  }
  return { low, high };
}
