import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { instrumentOf } from '../src/instruments.ts';
import { findPhrase } from '../src/lexicon.ts';
import { normalise } from '../src/normalise.ts';
import { generate } from '../training/messages.ts';
import { labelledMessages } from './labelled.ts';

const LANGUAGES = new URL('../languages/', import.meta.url);
const WORDS_MIN = 5;
const GENERATED = 20_000;

/** The words of a line without its numbers and instruments, which every message has others of. */
const wordsOf = (line: string) =>
  normalise(line.replaceAll(/\{[^}]*\}/g, ' '))
    .text.split(/[^\p{L}\p{M}\d]+/u)
    .filter((word) => /^[\p{L}\p{M}]+$/u.test(word) && !isName(word))
    .join(' ');

const isName = (word: string) =>
  instrumentOf(word) !== undefined || findPhrase(word)?.symbol !== undefined;

const linesOf = (text: string) =>
  text
    .split('\n')
    .map(wordsOf)
    .filter((line) => line.split(' ').length >= WORDS_MIN);

/** A text holds a line if that stands in it from the beginning of a word to the end of one. */
function overlaps(lines: ReadonlySet<string>, texts: Iterable<string>): string[] {
  const byFirstWords = new Map<string, string[]>();
  for (const line of lines) {
    const first = firstWords(line.split(' '), 0);
    byFirstWords.set(first, [...(byFirstWords.get(first) ?? []), line]);
  }
  const found: string[] = [];
  for (const text of texts) {
    for (const line of text.split('\n').map(wordsOf)) {
      const words = line.split(' ');
      words.forEach((_word, at) => {
        const from = () => `${words.slice(at).join(' ')} `;
        const held = byFirstWords.get(firstWords(words, at));
        if (held?.some((each) => from().startsWith(`${each} `))) found.push(line);
      });
    }
  }
  return found;
}

const firstWords = (words: readonly string[], at: number) => words.slice(at, at + 3).join(' ');

function* stringsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null) {
    for (const each of Object.values(value)) yield* stringsIn(each);
  }
}

function* languageTexts(): Generator<string> {
  for (const name of readdirSync(LANGUAGES).filter((each) => each.endsWith('.json'))) {
    yield* stringsIn(JSON.parse(readFileSync(new URL(name, LANGUAGES), 'utf8')));
  }
}

function* generatedTexts(): Generator<string> {
  for (const { text } of generate({ seed: 20_261_122, count: GENERATED })) yield text;
}

describe.each(['signals', 'hostile', 'fresh', 'unseen'])('a line of %s.jsonl', (name) => {
  const lines = new Set(labelledMessages(name).flatMap(({ text }) => linesOf(text)));

  it('is one that can be found', () => {
    const [{ text } = { text: '' }] = labelledMessages(name).filter(
      (message) => linesOf(message.text).length > 0,
    );

    expect(lines.size).toBeGreaterThan(20);
    expect(overlaps(lines, [`So: ${text}, he said`])).not.toEqual([]);
  });

  it('is in no sentence that messages are generated from', () => {
    expect(overlaps(lines, languageTexts())).toEqual([]);
  });

  it('is in no generated message', () => {
    expect(overlaps(lines, generatedTexts())).toEqual([]);
  });
});
