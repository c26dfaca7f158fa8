import { timeframeAt, isTimeAt } from './clock.ts';
import type { ConceptSet } from './concepts.ts';
import { pairOfFlags, type Naming } from './instruments.ts';
import type { Entry } from './lexicon.ts';
import { meaningOfMark } from './marks.ts';
import { Names } from './names.ts';
import { FLAG_BASE, type Normalised } from './normalise.ts';
import { splitNumber } from './numbers.ts';
import { phraseAt, scriptPhraseAt, type Phrase } from './phrases.ts';
import { joinedWords, mendedWord, slipAt, spacedAt } from './spelling.ts';
import type { Timeframe } from './timeframes.ts';
import { isOneOf, textOf, type Token } from './tokens.ts';

export type UnitKind =
  'word' | 'number' | 'symbol' | 'timeframe' | 'index' | 'mark' | 'punct' | 'line' | 'time';

type Stretch = Pick<Token, 'text' | 'start' | 'end' | 'glued'>;

interface Meaning {
  readonly entry?: Entry | undefined;
  readonly concepts?: ConceptSet;
  readonly naming?: Naming | undefined;
  readonly timeframe?: Timeframe;
  readonly value?: number;
}

/** A unit whose words are found, but not yet what they mean in the languages that are spoken. */
export interface UnitDraft extends Stretch {
  readonly kind: UnitKind;
  readonly line: number;
  readonly entry: Entry | undefined;
  readonly concepts: ConceptSet | undefined;
  readonly naming: Naming | undefined;
  readonly timeframe: Timeframe | undefined;
  readonly value: number;
}

const NOTHING: Meaning = {};

/** Joins tokens to units, always the longest that is known. */
export class Drafter {
  readonly #tokens: readonly Token[];
  readonly #names: Names;
  readonly #drafts: UnitDraft[] = [];
  #line = 0;

  constructor(tokens: readonly Token[], normalised: Normalised) {
    this.#tokens = tokens;
    this.#names = new Names(tokens, normalised);
  }

  draft(): UnitDraft[] {
    for (let at = 0; at < this.#tokens.length;) at += this.#take(at);
    return this.#drafts;
  }

  /** Takes what begins at a token, and says how many tokens that were. */
  #take(at: number): number {
    const token = this.#tokens[at];
    if (!token) return 1;
    switch (token.kind) {
      case 'line':
        this.#push(token, 'line');
        this.#line++;
        return 1;
      case 'number':
        return this.#takeNumber(at, token);
      case 'word':
        return this.#takeWord(at, token);
      case 'script':
        return this.#takeScript(token);
      case 'flag':
        return this.#takeFlags(at, token);
      case 'mark':
        return this.#push(token, 'mark', { concepts: meaningOfMark(token.text) });
      case 'index':
      case 'punct':
        return this.#push(token, token.kind);
    }
  }

  #takeNumber(at: number, token: Token): number {
    const named = this.#names.at(at);
    if (named) return this.#add(at, named.count, { naming: named.naming });
    return (
      this.#takeTimeframe(at) ??
      this.#takeTime(at) ??
      this.#takeSpelt(at) ??
      this.#takeMasked(at, token) ??
      this.#takeFigures(token)
    );
  }

  #takeWord(at: number, token: Token): number {
    const named = this.#names.at(at);
    const phrase = phraseAt(this.#tokens, at);
    if (named && named.count >= lengthToBeat(phrase)) {
      return this.#add(at, named.count, { naming: named.naming, entry: phrase?.entry });
    }
    return (
      this.#takeTimeframe(at) ??
      this.#takePhrase(at, phrase) ??
      this.#takeSpelt(at) ??
      this.#takeMended(token) ??
      this.#takeJoined(at, token) ??
      this.#push(token, 'word')
    );
  }

  #takeTimeframe(at: number): number | undefined {
    const found = timeframeAt(this.#tokens, at);
    if (!found) return undefined;
    const { count, timeframe } = found;
    this.#push(this.#stretch(at, count), 'timeframe', { timeframe });
    return count;
  }

  #takeTime(at: number): number | undefined {
    if (!isTimeAt(this.#tokens, at)) return undefined;
    this.#push(this.#stretch(at, 3), 'time');
    return 3;
  }

  #takePhrase(at: number, phrase: Phrase | undefined): number | undefined {
    if (!phrase) return undefined;
    const { count, entry } = phrase;
    return this.#add(at, count, { naming: nameOf(entry, entry.isDoubtful), entry });
  }

  #takeSpelt(at: number): number | undefined {
    const found = slipAt(this.#tokens, at) ?? spacedAt(this.#tokens, at);
    if (!found) return undefined;
    const { count, text, entry } = found;
    const naming = (entry && nameOf(entry)) ?? found.naming;
    const stretch = { ...this.#stretch(at, count), text };
    this.#push(stretch, naming ? 'symbol' : 'word', { entry, naming });
    return count;
  }

  /** `26██`: who hides the rest of a price gives none. */
  #takeMasked(at: number, token: Token): number | undefined {
    const next = this.#tokens[at + 1];
    const isMasked = next?.glued === true && isOneOf('█▓▒░■', next.text);
    return isMasked ? this.#push(token, 'word') : undefined;
  }

  #takeFigures({ text: run, start, glued }: Token): number {
    let from = start;
    for (const { kind, text, value } of splitNumber(run)) {
      const end = from + text.length;
      this.#push({ text, start: from, end, glued: glued || from > start }, kind, { value });
      from = end + 1;
    }
    return 1;
  }

  #takeMended(token: Token): number | undefined {
    const entry = mendedWord(token.text);
    if (!entry) return undefined;
    const naming = nameOf(entry);
    return this.#push(token, naming ? 'symbol' : 'word', { entry, naming });
  }

  #takeJoined(at: number, { text, start, end, glued }: Token): number | undefined {
    const joined = joinedWords(text, this.#tokens[at - 1]?.kind === 'number');
    if (!joined) return undefined;
    const [length, first, second] = joined;
    const middle = start + length;
    const left = { text: text.slice(0, length), start, end: middle, glued };
    const right = { text: text.slice(length), start: middle, end, glued: true };
    this.#push(left, first.naming ? 'symbol' : 'word', first);
    return this.#push(right, second.naming ? 'symbol' : 'word', second);
  }

  /** Scripts that put no space between words: the longest phrases, and what is between them. */
  #takeScript(token: Token): number {
    const { text } = token;
    let unknownFrom = 0;
    for (let at = 0; at < text.length;) {
      const found = scriptPhraseAt(text, at);
      if (!found) {
        at++;
        continue;
      }
      if (at > unknownFrom) this.#push(cut(token, unknownFrom, at), 'word');
      unknownFrom = at + found.length;
      const naming = nameOf(found.entry);
      const kind = naming ? 'symbol' : 'word';
      this.#push(cut(token, at, unknownFrom), kind, { entry: found.entry, naming });
      at = unknownFrom;
    }
    if (unknownFrom < text.length) this.#push(cut(token, unknownFrom, text.length), 'word');
    return 1;
  }

  #takeFlags(at: number, token: Token): number {
    const [first, second] = [countryOf(token), countryOf(this.#tokens[at + 1])];
    const symbol = second && pairOfFlags(first, second);
    if (!symbol) return this.#push(token, 'mark');
    return this.#add(at, 2, { naming: { symbol, isDoubtful: true } });
  }

  /** A word, or an instrument if it names one. */
  #add(at: number, count: number, meaning: Meaning): number {
    this.#push(this.#stretch(at, count), meaning.naming ? 'symbol' : 'word', meaning);
    return count;
  }

  #stretch(at: number, count: number): Stretch {
    const [first, last] = [this.#tokens[at], this.#tokens[at + count - 1]];
    if (!first || !last) throw new RangeError(`There are no ${count} tokens at ${at}`);
    if (count === 1) return first;
    const { start, glued } = first;
    return { text: textOf(this.#tokens, at, count), start, end: last.end, glued };
  }

  /** Every draft has the same fields in the same order, which the engine reads fastest. */
  #push({ text, start, end, glued }: Stretch, kind: UnitKind, meaning = NOTHING): number {
    const { entry, concepts, naming, timeframe, value = NaN } = meaning;
    const line = this.#line;
    this.#drafts.push({
      kind,
      text,
      start,
      end,
      glued,
      line,
      entry,
      concepts,
      naming,
      timeframe,
      value,
    });
    return 1;
  }
}

/** A ticker counts if it is as long as the phrase; longer, where the phrase is surely a name. */
function lengthToBeat(phrase: Phrase | undefined): number {
  if (!phrase) return 0;
  const { count, entry } = phrase;
  return entry.symbol !== undefined && !entry.isDoubtful ? count + 1 : count;
}

const nameOf = ({ symbol }: Entry, isDoubtful = false): Naming | undefined =>
  symbol ? { symbol, isDoubtful } : undefined;

const cut = ({ text, start, glued }: Token, from: number, to: number): Stretch => ({
  text: text.slice(from, to),
  start: start + from,
  end: start + to,
  glued: glued || from > 0,
});

function countryOf(token: Token | undefined): string {
  if (token?.kind !== 'flag' || token.text.length !== 2) return '';
  return Array.from(token.text, (letter) =>
    String.fromCharCode(letter.charCodeAt(0) - FLAG_BASE + 97),
  ).join('');
}
