import { conceptSet } from './concepts.ts';
import { instrumentOf, type Naming } from './instruments.ts';
import { ENGLISH, findMisspelt, findPhrase, findWord, type Entry } from './lexicon.ts';
import { asCyrillic, asLatin, digitsAsLetters, isMixed } from './lookalikes.ts';
import { isAbout } from './phrases.ts';
import { isOneOf, lengthOfRun, textOf, type Token } from './tokens.ts';

/** What a word is known as: a phrase of the lexicon, or an instrument. */
interface Known {
  readonly entry?: Entry | undefined;
  readonly naming?: Naming | undefined;
}

/** A word that was written in pieces or with digits for letters. */
export interface Spelt extends Known {
  readonly count: number;
  readonly text: string;
}

const SPACED_LETTERS_MAX = 10;
const SLIP_PIECES_MAX = 5;
const TICKER_LENGTH_MIN = 6;
const JOINED_LENGTH_MIN = 6;
const JOINED_LENGTH_MAX = 24;
const JOINABLE = conceptSet('sl', 'tp', 'entry', 'buy', 'sell', 'leverage', 'limit', 'now', 'lots');
const KEYS = conceptSet(
  'now',
  'close',
  'half',
  'open',
  'cancel',
  'move',
  'stopOrder',
  'pips',
  'risk',
);

/** Letters one by one, as in `S L`, `t/p`, `B.E.` and `G 0 L D`; a wide gap ends a word. */
export function spacedAt(tokens: readonly Token[], at: number): Spelt | undefined {
  const first = tokens[at];
  if (first?.text.length !== 1) return undefined;
  let word = '';
  let best: Spelt | undefined;
  let end = first.start;
  for (let next = at; word.length < SPACED_LETTERS_MAX; next++) {
    const token = tokens[next];
    if (!token || token.start - end > 1) break;
    end = token.end;
    if (isLetter(token)) {
      word += token.text;
      best = speltOf(word, next - at + 1) ?? best;
    } else if (!isBetweenLetters(token)) break;
  }
  return best;
}

const isLetter = ({ text }: Token) => text.length === 1 && /^[\p{L}013457]$/u.test(text);
const isBetweenLetters = ({ glued, text }: Token) => glued && isOneOf('./\\|-', text);

/** Digits in a word that stand for letters, as in `5ELL`, `st0p` and `EURU5D`. */
export function slipAt(tokens: readonly Token[], at: number): Spelt | undefined {
  const count = lengthOfRun(tokens, at, SLIP_PIECES_MAX + 1);
  if (count === 1 || count > SLIP_PIECES_MAX) return undefined;
  const run = textOf(tokens, at, count);
  const isWord = /[a-z].*[a-z]/.test(run) && /^[a-z0-9]+$/.test(run);
  return isWord ? speltOf(run, count) : undefined;
}

/** What letters are together, if it is something that matters. */
function speltOf(run: string, count: number): Spelt | undefined {
  if (run.length < 2) return undefined;
  const text = digitsAsLetters(run);
  const entry = findPhrase(text);
  if (entry && isKey(entry)) return { count, text, entry };
  const naming = text.length >= TICKER_LENGTH_MIN ? instrumentOf(text) : undefined;
  return naming && { count, text, naming };
}

const isJoinable = (entry: Entry) => isAbout(entry, JOINABLE);
const isKey = (entry: Entry) =>
  entry.symbol !== undefined || isJoinable(entry) || isAbout(entry, KEYS);

/** A word in letters of two alphabets, or with a slip. */
export function mendedWord(word: string): Entry | undefined {
  const folded = foldedWord(word);
  if (folded || EVERYDAY.has(word)) return folded;
  return findMisspelt(word) ?? stammered(word) ?? startedWrong(word) ?? misquoted(word);
}

const STAMMERED_LENGTH_MIN = 4;
const SLIP_LENGTH_MAX = 16;

/** `cllose`, `Goold` and `buyyyyy`: a key held down too long. */
function stammered(word: string): Entry | undefined {
  if (word.length < STAMMERED_LENGTH_MIN || !/([a-z])\1/.test(word)) return undefined;
  const twice = word.replaceAll(/([a-z])\1{2,}/g, '$1$1');
  return englishKey(twice) ?? englishKey(word.replaceAll(/([a-z])\1+/g, '$1'));
}

/** `uby` and `esll`: the first two letters in the wrong order. */
function startedWrong(word: string): Entry | undefined {
  if (word.length < 3 || word.length > SLIP_LENGTH_MAX) return undefined;
  const entry = englishKey(word.charAt(1) + word.charAt(0) + word.slice(2));
  return entry && (word.length > 3 || isAbout(entry, SIDES)) ? entry : undefined;
}

/** `bonksudt`: a coin that is known, with a slip in what it is quoted in. */
function misquoted(word: string): Entry | undefined {
  const [, coin = ''] = MISQUOTED.exec(word) ?? [];
  const naming = coin ? instrumentOf(coin) : undefined;
  if (!naming?.symbol.endsWith('USDT')) return undefined;
  return {
    senses: [],
    isTelling: false,
    onlyIn: undefined,
    symbol: naming.symbol,
    isDoubtful: false,
  };
}

const MISQUOTED = /^([a-z]{2,8})(?:sudt|udst|ustd|uds|ust|udt|usdtt|ussdt|uusdt|usddt|usdst)$/;

function englishKey(word: string): Entry | undefined {
  const entry = findPhrase(word);
  if (!entry || !isKey(entry)) return undefined;
  const isEnglish = entry.senses.some(([language]) => language === ENGLISH);
  return isEnglish || (entry.symbol !== undefined && word.length >= STAMMERED_LENGTH_MIN)
    ? entry
    : undefined;
}

/** Words that are no slip of another, however near. */
const EVERYDAY: ReadonlySet<string> = new Set(
  (
    'best test rest west well tell fell call shell seal self help stay step shop just but guy guys ' +
    'buyer seller loot loose loop soon noon own won hoot been keep'
  ).split(' '),
);

function foldedWord(word: string): Entry | undefined {
  if (!isMixed(word) && /^[a-z']*$/.test(word)) return undefined;
  const latin = asLatin(word);
  const naming = latin === word ? undefined : instrumentOf(latin);
  if (naming) return { senses: [], isTelling: false, onlyIn: undefined, ...naming };
  return findWord(latin) ?? (isMixed(word) ? findWord(asCyrillic(word)) : undefined);
}

/** The length of the first of two words, and what they are. */
export type Joined = readonly [number, Known, Known];

/** Two words that lost the space between them, as in `longentry`, `btcusdtlev` and `10xstop`. */
export function joinedWords(word: string, isAfterNumber: boolean): Joined | undefined {
  if (word.length > JOINED_LENGTH_MAX) return undefined;
  const joined = (isAfterNumber ? timesAnd(word) : undefined) ?? sideAndName(word);
  if (joined || word.length < JOINED_LENGTH_MIN) return joined;
  for (let length = word.length - 2; length >= 2; length--) {
    const second = joinable(word.slice(length));
    const first = second && firstOfTwo(word.slice(0, length));
    if (first) return [length, first, second];
  }
  return undefined;
}

/** `xstop` of `10xstop` */
function timesAnd(word: string): Joined | undefined {
  const times = word.startsWith('x') ? findPhrase('x') : undefined;
  const rest = times && findPhrase(word.slice(1));
  return rest && [1, { entry: times }, { entry: rest }];
}

const SIDES = conceptSet('buy', 'sell');

/** `buygold`, `goldbuy` and `sellxauusd`. */
export function sideAndName(word: string): Joined | undefined {
  if (word.length < JOINED_LENGTH_MIN || word.length > JOINED_LENGTH_MAX) return undefined;
  for (const side of SIDE_WORDS) {
    const isFirst = word.startsWith(side);
    if (!isFirst && !word.endsWith(side)) continue;
    const name = surelyNamed(isFirst ? word.slice(side.length) : word.slice(0, -side.length));
    const entry = name && findPhrase(side);
    if (!entry) continue;
    return isFirst ? [side.length, { entry }, name] : [word.length - side.length, name, { entry }];
  }
  return undefined;
}

const SIDE_WORDS = ['buy', 'sell', 'long', 'short'];
const NAME_LENGTH_MIN = 3;

function surelyNamed(word: string): Known | undefined {
  if (word.length < NAME_LENGTH_MIN) return undefined;
  const entry = findPhrase(word);
  if (entry?.symbol !== undefined && !entry.isDoubtful && entry.onlyIn === undefined) {
    return { entry, naming: { symbol: entry.symbol, isDoubtful: false } };
  }
  const naming = instrumentOf(word);
  return naming && !naming.isDoubtful ? { naming } : undefined;
}

function joinable(word: string): Known | undefined {
  const entry = findPhrase(word);
  return entry && isJoinable(entry) ? { entry } : undefined;
}

function firstOfTwo(word: string): Known | undefined {
  const known = joinable(word);
  if (known) return known;
  const naming = word.length >= TICKER_LENGTH_MIN ? instrumentOf(word) : undefined;
  return naming && { naming };
}
