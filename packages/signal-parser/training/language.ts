import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What is known of a language; the files are described in their folder. */
export interface Language {
  readonly code: string;
  readonly spaces: boolean;
  /** How often messages are generated in it, beside other languages. */
  readonly weight: number;
  /** Phrases that may stand as a label, the common ones first. */
  readonly words: Readonly<Record<string, readonly string[]>>;
  readonly symbols: Readonly<Record<string, readonly string[]>>;
  readonly sentences: Readonly<Record<'signal' | 'update' | 'both', readonly string[]>>;
  readonly noise: Readonly<Record<string, readonly string[]>>;
}

interface LanguageFile {
  readonly code: string;
  readonly spaces?: boolean;
  readonly weight?: number;
  readonly words: Record<string, string[]>;
  readonly symbols?: Record<string, string[]>;
  readonly sentences: Record<'signal' | 'update' | 'both', string[]> & {
    noise: Record<string, string[]>;
  };
}

const FOLDER = join(import.meta.dirname, '../languages');

const PENDING = /stop|limit|стоп|лимит|ліміт/i;

/** Neither for running text only, nor a stem. */
const isWhole = (phrase: string) => !/^~|\*$/.test(phrase);

/** "Just bought" says more than that a trade is open. */
const tellsSide = (phrase: string, { words }: LanguageFile) =>
  [...(words['buy'] ?? []), ...(words['sell'] ?? [])].some((side) =>
    phrase.toLowerCase().includes(side.replaceAll(/[~*]/g, '').toLowerCase()),
  );

/** Those that may stand as a label; a direction must not say the kind of the order as well. */
function labelsOf(concept: string, file: LanguageFile): string[] {
  const phrases = (file.words[concept] ?? []).filter(isWhole);
  if (concept === 'opened') return phrases.filter((phrase) => !tellsSide(phrase, file));
  if (concept !== 'buy' && concept !== 'sell') return phrases;
  const kinds = [...(file.words['limit'] ?? []), ...(file.words['stopOrder'] ?? [])];
  return phrases.filter(
    (phrase) => !PENDING.test(phrase) && !kinds.some((kind) => phrase.includes(kind)),
  );
}

function toLanguage(file: LanguageFile): Language {
  const { code, spaces = true, weight = 1, symbols = {}, sentences } = file;
  const concepts = Object.keys(file.words);
  const words = Object.fromEntries(concepts.map((concept) => [concept, labelsOf(concept, file)]));
  const { signal, update, both, noise } = sentences;
  const names = Object.entries(symbols).map(
    ([label, phrases]) => [label, phrases.filter(isWhole)] as const,
  );
  return {
    code,
    spaces,
    weight,
    words,
    symbols: Object.fromEntries<readonly string[]>(names),
    sentences: { signal, update, both },
    noise,
  };
}

/** Every language there is a file of, English first, then by code. */
function readLanguages(): Language[] {
  const names = readdirSync(FOLDER).filter((name) => /^[a-z]{2,3}\.json$/.test(name));
  const files = names.toSorted().map((name) => readFileSync(join(FOLDER, name), 'utf8'));
  const languages = files.map((text) => toLanguage(JSON.parse(text) as LanguageFile));
  const english = languages.find(({ code }) => code === 'en') ?? EMPTY;
  return [english, ...languages.filter(({ code }) => code !== 'en')];
}

const EMPTY: Language = {
  code: 'en',
  spaces: true,
  weight: 1,
  words: {},
  symbols: {},
  sentences: { signal: [], update: [], both: [] },
  noise: {},
};

export const LANGUAGES: readonly Language[] = readLanguages();

function readUniversal(): Readonly<Record<string, readonly string[]>> {
  const path = join(FOLDER, 'universal.json');
  if (!existsSync(path)) return {};
  return (JSON.parse(readFileSync(path, 'utf8')) as Pick<LanguageFile, 'symbols'>).symbols ?? {};
}

/** Names of instruments that are the same in every language. */
export const UNIVERSAL = readUniversal();
