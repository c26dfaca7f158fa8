import { meets, conceptSet, NO_CONCEPTS, type ConceptSet } from './concepts.ts';
import { everydayCoin, instrumentOf, pairOf, pairOfFlags, taggedCoin, type Naming } from './instruments.ts';
import {
  conceptsOf,
  findMisspelt,
  findPhrase,
  findWord,
  languagesOf,
  wordsAfter,
  type Entry,
} from './lexicon.ts';
import { asCyrillic, asLatin, digitsAsLetters, isMixed } from './lookalikes.ts';
import { meaningOfMark } from './marks.ts';
import { FLAG_BASE, type Normalised } from './normalise.ts';
import { splitNumber } from './numbers.ts';
import { timeframeOf, type Timeframe } from './timeframes.ts';
import type { Token } from './tokens.ts';

export type UnitKind =
  'word' | 'number' | 'symbol' | 'timeframe' | 'index' | 'mark' | 'punct' | 'line' | 'time';

/** What the model looks at: a word or phrase, a number, an instrument, a mark. */
export interface Unit {
  readonly kind: UnitKind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly glued: boolean;
  readonly line: number;
  readonly concepts: ConceptSet;
  /** Of a symbol. */
  readonly naming: Naming | undefined;
  readonly timeframe: Timeframe | undefined;
  /** Of a number, to compare it; what is reported is its text. */
  readonly value: number;
}

/** A unit whose words are found, but not yet what they mean in the languages that are spoken. */
interface Draft {
  kind: UnitKind;
  text: string;
  start: number;
  end: number;
  glued: boolean;
  line: number;
  entry?: Entry | undefined;
  concepts?: ConceptSet;
  naming?: Naming | undefined;
  timeframe?: Timeframe | undefined;
  value?: number;
}

const JOINS = /^[-._'’]$/;
const SPACED_LETTERS_MAX = 10;
const JOINED_LENGTH_MIN = 6;
const JOINED_LENGTH_MAX = 24;
const SCRIPT_PHRASE_MAX = 20;
const JOINABLE = conceptSet('sl', 'tp', 'entry', 'buy', 'sell', 'leverage', 'limit', 'now', 'lots');

export function unitsOf(tokens: readonly Token[], normalised: Normalised): Unit[] {
  const drafts = new Drafter(tokens, normalised).draft();
  const isPlain = ASCII.test(normalised.original);
  const telling = drafts.filter(
    ({ entry, start, end }) =>
      entry && (entry.isTelling || (!isPlain && isAccented(normalised, start, end))),
  );
  const spoken = languagesOf(telling);
  return drafts.map((draft) => toUnit(draft, spoken));
}

const ASCII = /^\p{ASCII}*$/u;

/** Letters beyond ASCII tell a language, though they are folded. */
function isAccented({ original, offsets }: Normalised, start: number, end: number): boolean {
  return !ASCII.test(original.slice(offsets[start], offsets[end]));
}

function toUnit(draft: Draft, spoken: ReadonlySet<number>): Unit {
  const { entry, concepts, naming, timeframe, value = NaN, kind, ...rest } = draft;
  const isForeign =
    (entry?.onlyIn !== undefined && !spoken.has(entry.onlyIn)) ||
    (naming?.isDoubtful === true && entry !== undefined && isWordOf(entry, spoken));
  return {
    ...rest,
    kind: isForeign ? 'word' : kind,
    concepts: concepts ?? (entry ? conceptsOf(entry, spoken) : NO_CONCEPTS),
    naming: isForeign ? undefined : naming,
    timeframe,
    value,
  };
}

/** `nu` names a pair, but is "now" to a Swede. */
const isWordOf = ({ senses }: Entry, spoken: ReadonlySet<number>) =>
  senses.some(([language = -1, low, high]) => spoken.has(language) && (low !== 0 || high !== 0));

/** Joins tokens to units, always the longest that is known. */
class Drafter {
  readonly #tokens: readonly Token[];
  readonly #normalised: Normalised;
  readonly #drafts: Draft[] = [];
  #line = 0;

  constructor(tokens: readonly Token[], normalised: Normalised) {
    this.#tokens = tokens;
    this.#normalised = normalised;
  }

  draft(): Draft[] {
    for (let at = 0; at < this.#tokens.length; ) at += this.#take(at);
    return this.#drafts;
  }

  /** Takes what begins at a token, and says how many tokens that were. */
  #take(at: number): number {
    const token = this.#tokens[at];
    if (!token) return 1;
    switch (token.kind) {
      case 'line':
        this.#add(at, 1, 'line');
        this.#line++;
        return 1;
      case 'number':
        return this.#takeNumber(at, token);
      case 'word':
        return this.#takeWord(at, token);
      case 'script':
        return this.#takeScript(token);
      case 'flag':
        return this.#takeFlags(at);
      case 'mark':
        this.#add(at, 1, 'mark', { concepts: meaningOfMark(token.text) });
        return 1;
      default:
        this.#add(at, 1, token.kind);
        return 1;
    }
  }

  #add(at: number, count: number, kind: UnitKind, more: Partial<Draft> = {}): number {
    const first = this.#tokens[at];
    const last = this.#tokens[at + count - 1] ?? first;
    if (!first || !last) return count;
    const text = count === 1 ? first.text : this.#textOf(at, count, '');
    const { start, glued } = first;
    this.#drafts.push({ kind, text, start, end: last.end, glued, line: this.#line, ...more });
    return count;
  }

  #textOf(at: number, count: number, between: string): string {
    let text = this.#tokens[at]?.text ?? '';
    for (let next = at + 1; next < at + count; next++) {
      text += between + (this.#tokens[next]?.text ?? '');
    }
    return text;
  }

  #takeNumber(at: number, token: Token): number {
    const named = this.#namingAt(at);
    if (named) return this.#add(at, named.count, 'symbol', named);
    const frame = this.#timeframeAt(at);
    if (frame) return this.#add(at, frame.count, 'timeframe', frame);
    if (this.#isTime(at)) return this.#add(at, 3, 'time');
    const word = this.#slipAt(at) ?? this.#spacedAt(at);
    if (word) return this.#addWord(at, word);
    if (this.#isMasked(at)) return this.#add(at, 1, 'word');
    let { start } = token;
    let { glued } = token;
    for (const part of splitNumber(token.text)) {
      const end = start + part.text.length;
      const { text, value, kind } = part;
      this.#drafts.push({ kind, text, start, end, glued, line: this.#line, value });
      start = end + 1;
      glued = true;
    }
    return 1;
  }

  /** `18:30`, but not `TP1:2650`. */
  #isTime(at: number): boolean {
    const [hours, colon, minutes] = this.#tokens.slice(at, at + 3);
    if (colon?.text !== ':' || !colon.glued || !minutes?.glued) return false;
    if (hours?.glued && this.#tokens[at - 1]?.kind === 'word') return false;
    return /^\d{1,2}$/.test(hours?.text ?? '') && /^[0-5]\d$/.test(minutes.text);
  }

  #takeWord(at: number, token: Token): number {
    const named = this.#namingAt(at);
    const phrase = this.#phraseAt(at);
    const isBetter = phrase?.entry.symbol !== undefined && !phrase.entry.isDoubtful;
    if (named && named.count >= (phrase?.count ?? 0) + (isBetter ? 1 : 0)) {
      return this.#add(at, named.count, 'symbol', { ...named, entry: phrase?.entry });
    }
    const frame = this.#timeframeAt(at);
    if (frame) return this.#add(at, frame.count, 'timeframe', frame);
    if (phrase) {
      const { count, entry } = phrase;
      if (!entry.symbol) return this.#add(at, count, 'word', { entry });
      const naming = { symbol: entry.symbol, isDoubtful: entry.isDoubtful };
      return this.#add(at, count, 'symbol', { naming, entry });
    }
    const word = this.#slipAt(at) ?? this.#spacedAt(at);
    if (word) return this.#addWord(at, word);
    return this.#takeUnknown(at, token);
  }

  #addWord(at: number, { count, text, entry, naming }: Spelt): number {
    const symbol = entry?.symbol ? { symbol: entry.symbol, isDoubtful: false } : naming;
    return this.#add(at, count, symbol ? 'symbol' : 'word', { text, entry, naming: symbol });
  }

  /** `26██`: who hides the rest of a price gives none. */
  #isMasked(at: number): boolean {
    const next = this.#tokens[at + 1];
    return next?.glued === true && /^[█▓▒░■]$/.test(next.text);
  }

  /** The longest phrase that begins here; a hyphen or point between its words counts as a space. */
  #phraseAt(at: number): { count: number; entry: Entry } | undefined {
    const token = this.#tokens[at];
    if (!token) return undefined;
    let best;
    let phrase = token.text;
    const longest = wordsAfter(token.text);
    for (let next = at + 1, words = 1; words < longest; next++) {
      const more = this.#tokens[next];
      if (!more || more.kind === 'line') break;
      if (JOINS.test(more.text)) continue;
      phrase += ` ${more.text}`;
      words++;
      const entry = findPhrase(phrase);
      if (entry) best = { count: next - at + 1, entry };
    }
    if (best) return best;
    const entry = findWord(token.text);
    return entry && { count: 1, entry };
  }

  /** Letters one by one, as in `S L`, `t/p`, `B.E.` and `G 0 L D`; a wide gap ends a word. */
  #spacedAt(at: number): Spelt | undefined {
    if (this.#tokens[at]?.text.length !== 1) return undefined;
    let word = '';
    let best: Spelt | undefined;
    let end = this.#tokens[at]?.start ?? 0;
    for (let next = at; word.length < SPACED_LETTERS_MAX; next++) {
      const token = this.#tokens[next];
      if (!token || token.start - end > 1) break;
      end = token.end;
      const isLetter = token.text.length === 1 && /^[\p{L}013457]$/u.test(token.text);
      if (!isLetter && !(token.glued && /^[./\\|-]$/.test(token.text))) break;
      if (isLetter) word += token.text;
      const found = isLetter && word.length > 1 ? spelt(word) : undefined;
      if (found) best = { ...found, count: next - at + 1 };
    }
    return best;
  }

  /** Digits in a word that stand for letters, as in `5ELL`, `st0p` and `EURU5D`. */
  #slipAt(at: number): Spelt | undefined {
    let count = 1;
    while (count < 6 && this.#isGluedOn(at + count)) count++;
    if (count === 1 || count === 6) return undefined;
    const run = this.#textOf(at, count, '');
    if (!/[a-z].*[a-z]/.test(run) || !/^[a-z0-9]+$/.test(run)) return undefined;
    const found = spelt(run);
    return found && { ...found, count };
  }

  #isGluedOn(at: number): boolean {
    const token = this.#tokens[at];
    return token?.glued === true && (token.kind === 'word' || token.kind === 'number');
  }

  #takeUnknown(at: number, token: Token): number {
    const { text } = token;
    const known =
      this.#foldedWord(text) ?? (isEveryday(text) ? undefined : (findMisspelt(text) ?? undefined));
    if (known) {
      const naming = known.symbol ? { symbol: known.symbol, isDoubtful: false } : undefined;
      return this.#add(at, 1, naming ? 'symbol' : 'word', { entry: known, naming });
    }
    const joined = joinedAt(text, at > 0 && this.#tokens[at - 1]?.kind === 'number');
    if (!joined) return this.#add(at, 1, 'word');
    this.#addJoined(token, joined);
    return 1;
  }

  #addJoined({ text, start, end, glued }: Token, [length, first, second]: Joined): void {
    const middle = start + length;
    const line = this.#line;
    const kind = first.naming ? 'symbol' : 'word';
    this.#drafts.push(
      { kind, text: text.slice(0, length), start, end: middle, glued, line, ...first },
      { kind: 'word', text: text.slice(length), start: middle, end, glued: true, line, ...second },
    );
  }

  #foldedWord(word: string): Entry | undefined {
    if (!isMixed(word) && /^[a-z']*$/.test(word)) return undefined;
    const latin = asLatin(word);
    const naming = instrumentOf(latin);
    if (naming && latin !== word) return { senses: [], isTelling: false, onlyIn: undefined, ...naming };
    return findWord(latin) ?? (isMixed(word) ? findWord(asCyrillic(word)) : undefined);
  }

  /** Scripts that put no space between words: the longest phrases, and what is between them. */
  #takeScript({ text, start, glued }: Token): number {
    let unknownFrom = 0;
    const line = this.#line;
    const push = (from: number, to: number, more: Partial<Draft>) =>
      this.#drafts.push({
        kind: 'word',
        text: text.slice(from, to),
        start: start + from,
        end: start + to,
        glued: glued || from > 0,
        line,
        ...more,
      });
    for (let at = 0; at < text.length; ) {
      const found = scriptPhraseAt(text, at);
      if (!found) {
        at++;
        continue;
      }
      if (at > unknownFrom) push(unknownFrom, at, {});
      const { entry, length } = found;
      const naming = entry.symbol ? { symbol: entry.symbol, isDoubtful: false } : undefined;
      push(at, at + length, { entry, naming, kind: naming ? 'symbol' : 'word' });
      at += length;
      unknownFrom = at;
    }
    if (unknownFrom < text.length) push(unknownFrom, text.length, {});
    return 1;
  }

  #takeFlags(at: number): number {
    const [first = '', second = ''] = [0, 1].map((more) => countryOf(this.#tokens[at + more]));
    const symbol = second && pairOfFlags(first, second);
    if (!symbol) return this.#add(at, 1, 'mark');
    return this.#add(at, 2, 'symbol', { naming: { symbol, isDoubtful: true } });
  }

  #timeframeAt(at: number): { count: number; timeframe: Timeframe } | undefined {
    for (const count of [3, 2, 1]) {
      const [, second, third] = this.#tokens.slice(at, at + 3);
      if (count === 3 && (second?.text !== '-' || !second.glued || !third?.glued)) continue;
      if (at + count > this.#tokens.length) continue;
      const isSpaced = count === 2 && !second?.glued;
      const timeframe = timeframeOf(this.#textOf(at, count, ''), isSpaced);
      if (timeframe && !this.#isGluedOn(at + count)) return { count, timeframe };
    }
    return this.#spokenTimeframeAt(at);
  }

  /** `15 Minuten`, `4小时`: a number and a unit of time in any language. */
  #spokenTimeframeAt(at: number): { count: number; timeframe: Timeframe } | undefined {
    const [number, unit] = this.#tokens.slice(at, at + 2);
    if (number?.kind !== 'number' || !/^\d{1,2}$/.test(number.text) || !unit) return undefined;
    if (unit.kind !== 'word' && unit.kind !== 'script') return undefined;
    const entry = unit.kind === 'script' ? scriptPhraseAt(unit.text, 0)?.entry : findWord(unit.text);
    const letter = UNITS.find(([, concepts]) => entry && isAbout(entry, concepts))?.[0];
    const timeframe = letter && timeframeOf(number.text + letter, false);
    return timeframe ? { count: 2, timeframe } : undefined;
  }

  /** An instrument by its ticker: in one word or two, with digits and marks in it. */
  #namingAt(at: number): { count: number; naming: Naming } | undefined {
    const [first, second, third] = this.#tokens.slice(at, at + 3);
    if (!first) return undefined;
    if (third && second && /^[/_.-]$/.test(second.text) && third.kind === 'word') {
      const symbol = pairOf(first.text, third.text.replace(/(?:perp|swap)$/, ''));
      if (symbol) return this.#withTail(at, 3, { symbol, isDoubtful: false });
    }
    if (first.kind === 'word' && second?.kind === 'word') {
      const symbol = pairOf(first.text, second.text);
      if (symbol) return this.#withTail(at, 2, { symbol, isDoubtful: false });
    }
    let count = 1;
    while (count < 4 && this.#isGluedOn(at + count)) count++;
    for (; count >= 1; count--) {
      const found = this.#tickerAt(at, count);
      if (found) return found;
    }
    return undefined;
  }

  #tickerAt(at: number, count: number): { count: number; naming: Naming } | undefined {
    const word = this.#textOf(at, count, '');
    const [mark, quote] = this.#tokens.slice(at + count, at + count + 2);
    if (count > 1 && quote?.kind === 'word' && /^[/_-]$/.test(mark?.text ?? '')) {
      const symbol = pairOf(word, quote.text);
      if (symbol) return this.#withTail(at, count + 2, { symbol, isDoubtful: false });
    }
    if (count === 1 && this.#tokens[at]?.kind === 'number') return undefined;
    const isTagged = /^[#$]$/.test(this.#tokens[at - 1]?.text ?? '') && this.#tokens[at]?.glued;
    const entry = count > 1 || isTagged ? findPhrase(this.#textOf(at, count, ' ')) : undefined;
    const named = entry?.symbol
      ? { symbol: entry.symbol, isDoubtful: entry.isDoubtful && !isTagged }
      : instrumentOf(word);
    const naming = isTagged ? tagged(named, word) : (named ?? this.#shoutedCoin(at, count, word));
    return naming && this.#withTail(at, count, naming);
  }

  /** `NEAR` among small letters is the coin. */
  #shoutedCoin(at: number, count: number, word: string): Naming | undefined {
    const { original, offsets } = this.#normalised;
    const symbol = everydayCoin(word);
    const [first, last] = [this.#tokens[at], this.#tokens[at + count - 1]];
    if (!symbol || !first || !last || original === original.toUpperCase()) return undefined;
    const written = original.slice(offsets[first.start], offsets[last.end]);
    return written === written.toUpperCase() ? { symbol, isDoubtful: true } : undefined;
  }

  /** `.P`, `-SWAP` and the suffixes of brokers belong to the ticker before them. */
  #withTail(at: number, count: number, naming: Naming) {
    const [mark, tail] = this.#tokens.slice(at + count, at + count + 2);
    const isTail =
      mark?.glued &&
      tail?.glued &&
      /^[.\-_]$/.test(mark.text) &&
      /^(?:p|perp|swap|pro|raw|ecn|std|cash|r|i|m|c|a|z|e|x|sb|spot|futures)$/.test(tail.text);
    return { count: isTail ? count + 2 : count, naming };
  }
}

function tagged(named: Naming | undefined, word: string): Naming | undefined {
  if (named) return { ...named, isDoubtful: false };
  const symbol = everydayCoin(word);
  if (symbol) return { symbol, isDoubtful: false };
  return findWord(word) ? undefined : taggedCoin(word);
}

const isAbout = ({ senses }: Entry, concepts: ConceptSet) =>
  senses.some(([, low = 0, high = 0]) => meets({ low, high }, concepts));
const isJoinable = (entry: Entry) => isAbout(entry, JOINABLE);

const UNITS = [
  ['m', conceptSet('minute')],
  ['h', conceptSet('hour')],
] as const;

/** A word that was written in pieces or with digits for letters. */
interface Spelt {
  readonly count: number;
  readonly text: string;
  readonly entry?: Entry | undefined;
  readonly naming?: Naming | undefined;
}

const TICKER_LENGTH_MIN = 6;

/** What letters are together, if it is something that matters. */
function spelt(run: string): Omit<Spelt, 'count'> | undefined {
  const text = digitsAsLetters(run);
  const entry = findPhrase(text);
  if (entry && isKey(entry)) return { text, entry };
  const naming = text.length >= TICKER_LENGTH_MIN ? instrumentOf(text) : undefined;
  return naming && { text, naming };
}

const KEYS = conceptSet('now', 'close', 'half', 'open', 'cancel', 'move', 'stopOrder', 'pips', 'risk');

const isKey = (entry: Entry) =>
  entry.symbol !== undefined ||
  isJoinable(entry) ||
  isAbout(entry, KEYS);

type Meaning = Pick<Draft, 'entry' | 'naming'>;
type Joined = readonly [number, Meaning, Meaning];

/** Two words that lost the space between them, as in `longentry`, `btcusdtlev` and `10xstop`. */
function joinedAt(word: string, isAfterNumber: boolean): Joined | undefined {
  if (word.length > JOINED_LENGTH_MAX) return undefined;
  if (isAfterNumber && word.startsWith('x')) {
    const [times, rest] = [findPhrase('x'), findPhrase(word.slice(1))];
    if (times && rest) return [1, { entry: times }, { entry: rest }];
  }
  if (word.length < JOINED_LENGTH_MIN) return undefined;
  for (let length = word.length - 2; length >= 2; length--) {
    const second = findPhrase(word.slice(length));
    if (!second || !isJoinable(second)) continue;
    const left = word.slice(0, length);
    const first = findPhrase(left);
    if (first && isJoinable(first)) return [length, { entry: first }, { entry: second }];
    const naming = length >= TICKER_LENGTH_MIN ? instrumentOf(left) : undefined;
    if (naming) return [length, { naming }, { entry: second }];
  }
  return undefined;
}

const EVERYDAY = new Set(
  'best test rest west well tell fell call shell seal self help stay step shop just but guy guys buyer seller'.split(
    ' ',
  ),
);
/** Words that are no slip of another, however near. */
const isEveryday = (word: string) => EVERYDAY.has(word);

function scriptPhraseAt(text: string, at: number): { length: number; entry: Entry } | undefined {
  for (let length = Math.min(SCRIPT_PHRASE_MAX, text.length - at); length > 0; length--) {
    const entry = findPhrase(text.slice(at, at + length));
    if (entry) return { length, entry };
  }
  return undefined;
}

function countryOf(token: Token | undefined): string {
  if (token?.kind !== 'flag' || token.text.length !== 2) return '';
  return [...token.text]
    .map((letter) => String.fromCharCode(letter.charCodeAt(0) - FLAG_BASE + 97))
    .join('');
}
