import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONCEPTS, conceptSet, type Concept } from '../src/concepts.ts';
import { normalise } from '../src/normalise.ts';
import { BETWEEN_CELLS, BETWEEN_ROWS } from '../src/lexicon.ts';
import { tokensOf } from '../src/tokens.ts';

// Compiles the words of all languages into what the parser loads:
//
//   node packages/signal-parser/training/lexicon.ts

const LANGUAGES = join(import.meta.dirname, '../languages');
const TARGET = join(import.meta.dirname, '../src/lexicon.json');
const KEYWORD_LENGTH_MIN = 4;
const KEY_CONCEPTS: readonly Concept[] = [
  'sl',
  'tp',
  'entry',
  'buy',
  'sell',
  'limit',
  'leverage',
  'breakeven',
];
/** Whose misspelt names are still known. */
const PAIRS = (
  'xauusd xagusd eurusd gbpusd usdjpy usdchf usdcad audusd nzdusd eurjpy gbpjpy audjpy nzdjpy cadjpy chfjpy ' +
  'eurgbp eurchf euraud eurcad eurnzd gbpchf gbpaud gbpcad gbpnzd audchf audcad audnzd nzdcad nzdchf cadchf btcusd ethusd btcusdt ethusdt'
).split(' ');
const SHORT_NAME = /^[ -~]{1,3}$/;

interface LanguageFile {
  readonly code: string;
  readonly words?: Readonly<Record<string, readonly string[]>>;
  readonly symbols?: Readonly<Record<string, readonly string[]>>;
  readonly doubtful?: readonly string[];
}

interface Meaning {
  readonly low: number;
  readonly high: number;
}
type Senses = Map<number, Meaning>;

const files = readdirSync(LANGUAGES)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(join(LANGUAGES, name), 'utf8')) as LanguageFile)
  .toSorted((a, b) => (a.code < b.code ? -1 : 1));
const languages = files.map(({ code }) => code).filter((code) => code !== 'universal');

export function keyOf(phrase: string): string {
  const isStem = phrase.endsWith('*');
  const { text } = normalise(phrase.replace(/^~/, '').replace(/\*$/, ''));
  const key = tokensOf(text.replaceAll(/[\n\t]/g, ' '))
    .map((token) => token.text)
    .filter((word) => !/^[-._'’]$/.test(word))
    .join(' ');
  return isStem ? `${key}*` : key;
}

function compile(): object {
  const phrases = new Map<string, Senses>();
  for (const file of files) addWords(phrases, file);
  const { meanings, rows } = meaningsOf(phrases);
  for (const [name, row] of namesOf()) rows.set(name, (rows.get(name) ?? '') + BETWEEN_CELLS + row);
  for (const [first, words] of longestOf([...rows.keys()])) rows.set(first, String(words));
  return { languages, meanings, drawers: drawersOf(rows), keywords: keywordsOf().join('\n') };
}

const languageOf = (code: string) => languages.indexOf(code === 'universal' ? 'en' : code);

/** Not all that the generator has words for means something to the model. */
const IGNORED = 'spot';

function addWords(phrases: Map<string, Senses>, { code, words = {} }: LanguageFile): void {
  const language = languageOf(code);
  for (const [concept, list] of Object.entries(words)) {
    if (concept === IGNORED) continue;
    if (!isConcept(concept)) {
      throw new Error(`${code} has words for ${concept}, which is no concept`);
    }
    for (const phrase of list) add(phrases, phrase, { language, concept });
  }
}

const isConcept = (name: string): name is Concept => (CONCEPTS as readonly string[]).includes(name);

/** Whose misspellings are known: English words of the concepts that count most, and pairs. */
function keywordsOf(): string[] {
  const english = files.filter(({ code }) => languageOf(code) === languages.indexOf('en'));
  const words = english.flatMap((file) =>
    Object.entries(file.words ?? {})
      .filter(([concept]) => (KEY_CONCEPTS as readonly string[]).includes(concept))
      .flatMap(([, list]) => list.map(keyOf).filter(isKeyword)),
  );
  return [...new Set([...words, ...PAIRS])];
}

const isKeyword = (word: string) => /^[a-z]+$/.test(word) && word.length >= KEYWORD_LENGTH_MIN;

function add(
  phrases: Map<string, Senses>,
  phrase: string,
  { language, concept }: { language: number; concept: Concept },
): void {
  const key = keyOf(phrase);
  if (key === '' || key === '*' || /[~^]/.test(key)) return;
  const senses: Senses = phrases.get(key) ?? new Map<number, Meaning>();
  const { low, high } = senses.get(language) ?? { low: 0, high: 0 };
  const more = conceptSet(concept);
  senses.set(language, { low: low | more.low, high: high | more.high });
  phrases.set(key, senses);
}

/** Few meanings, of many phrases: each is written once. */
function meaningsOf(phrases: ReadonlyMap<string, Senses>) {
  const meanings = new Map<string, number>();
  const rows = new Map<string, string>();
  for (const [phrase, senses] of phrases) {
    const list = [...senses].map(([language, { low, high }]) => [language, low, high]);
    const text = JSON.stringify(list);
    if (!meanings.has(text)) meanings.set(text, meanings.size);
    rows.set(phrase, String(meanings.get(text)));
  }
  return { meanings: [...meanings.keys()].map((text) => JSON.parse(text) as number[][]), rows };
}

/** For the first word of each longer phrase, with a space after it, how many words the longest has. */
function longestOf(phrases: Iterable<string>): Map<string, number> {
  const longest = new Map<string, number>();
  for (const phrase of phrases) {
    const words = phrase.split(' ');
    const first = `${words[0] ?? ''} `;
    if (words.length > 1) longest.set(first, Math.max(words.length, longest.get(first) ?? 0));
  }
  return longest;
}

/** Rows by the first two characters of what they are about. */
function drawersOf(rows: ReadonlyMap<string, string>): Record<string, string> {
  const drawers: Record<string, string[]> = {};
  for (const [key, row] of rows)
    (drawers[key.trimEnd().slice(0, 2)] ??= []).push(key + BETWEEN_CELLS + row);
  return Object.fromEntries(
    Object.entries(drawers).map(([key, list]) => [key, list.join(BETWEEN_ROWS)]),
  );
}

/** Names of instruments: symbol, the only language, whether it is doubtful, and the language spoken. */
function namesOf(): ReadonlyMap<string, string> {
  const names = new Map(PAIRS.map((pair) => [pair, pair.toUpperCase()]));
  const doubtful = new Set(files.flatMap((file) => file.doubtful ?? []).map(keyOf));
  for (const { code, symbols = {} } of files.toSorted((a) => (a.code === 'universal' ? -1 : 0))) {
    for (const [symbol, list] of Object.entries(symbols)) {
      for (const key of list.map(keyOf)) {
        if (names.has(key) || key === '') continue;
        const isDoubtful = doubtful.has(key) ? 'x' : '';
        const { only, spoken } = languagesOfName(key, code);
        names.set(key, [symbol, only, isDoubtful, spoken].join(BETWEEN_CELLS));
      }
    }
  }
  return names;
}

function languagesOfName(name: string, code: string) {
  if (code === 'universal' || code === 'en') return { only: '', spoken: '' };
  const spoken = languages.indexOf(code);
  return { only: SHORT_NAME.test(name) ? spoken : '', spoken };
}

if (import.meta.main) writeFileSync(TARGET, `${JSON.stringify(compile())}\n`);
