import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What is known of a language; the files are described in their folder. */
export interface Language {
  readonly code: string;
  readonly spaces: boolean;
  /** Phrases that may stand as a label, the common ones first. */
  readonly words: Readonly<Record<string, readonly string[]>>;
  readonly symbols: Readonly<Record<string, readonly string[]>>;
  readonly sentences: Readonly<Record<'signal' | 'update' | 'both', readonly string[]>>;
  readonly noise: Readonly<Record<string, readonly string[]>>;
}

interface LanguageFile {
  readonly code: string;
  readonly spaces?: boolean;
  readonly words: Record<string, string[]>;
  readonly symbols?: Record<string, string[]>;
  readonly sentences: Record<'signal' | 'update' | 'both', string[]> & {
    noise: Record<string, string[]>;
  };
}

const FOLDER = join(import.meta.dirname, '../languages');

function toLanguage(file: LanguageFile): Language {
  const { code, spaces = true, symbols = {}, sentences } = file;
  const words = Object.fromEntries(
    Object.entries(file.words).map(([concept, phrases]) => [
      concept,
      phrases.filter((phrase) => !/^~|\*$/.test(phrase)),
    ]),
  );
  const { signal, update, both, noise } = sentences;
  return { code, spaces, words, symbols, sentences: { signal, update, both }, noise };
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
  words: {},
  symbols: {},
  sentences: { signal: [], update: [], both: [] },
  noise: {},
};

export const LANGUAGES: readonly Language[] = readLanguages();
