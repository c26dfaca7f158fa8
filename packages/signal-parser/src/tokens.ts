import { FLAG_BASE, INDEX_BASE, INDEX_MAX } from './normalise.ts';

type TokenKind = 'word' | 'script' | 'number' | 'index' | 'flag' | 'mark' | 'punct' | 'line';

/** A stretch of the folded text. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** No space before it. */
  readonly glued: boolean;
}

// Classes of characters; a table of one byte each is filled as they are met.
const LETTER = 1;
const SCRIPT = 2;
const DIGIT = 3;
const SPACE = 4;
const LINE = 5;
const INDEX = 6;
const FLAG = 7;
const MARK = 8;
const PUNCT = 9;

const NEW_LINE = 0x0a;

const classes = new Uint8Array(0x10000);

function classAt(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  const known = classes[unit];
  if (known) return known;
  const isPair = unit >= 0xd800 && unit < 0xe000;
  if (isPair) return /\p{L}/u.test(String.fromCodePoint(text.codePointAt(at) ?? 0)) ? LETTER : MARK;
  return (classes[unit] = classOf(unit));
}

function classOf(unit: number): number {
  const plain = plainClassOf(unit);
  if (plain !== undefined) return plain;
  const character = String.fromCharCode(unit);
  if (/\s|\p{C}/u.test(character)) return SPACE;
  if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}ー]/u.test(character)) {
    return SCRIPT;
  }
  if (/[\p{L}\p{M}]/u.test(character)) return LETTER;
  return /[\p{So}]/u.test(character) ? MARK : PUNCT;
}

/** The class of our own characters, and of those that need no look at what Unicode says. */
function plainClassOf(unit: number): number | undefined {
  if (unit === NEW_LINE) return LINE;
  if (unit >= INDEX_BASE && unit <= INDEX_BASE + INDEX_MAX) return INDEX;
  if (unit >= FLAG_BASE && unit < FLAG_BASE + 26) return FLAG;
  return unit >= 0x30 && unit <= 0x39 ? DIGIT : undefined;
}

/** Cuts a folded text into words, numbers and marks. Spaces are only noted. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let glued = false;
  for (let at = 0; at < text.length;) {
    const kind = classAt(text, at);
    if (kind === SPACE) {
      glued = false;
      at++;
      continue;
    }
    const end = endOf(text, at, kind);
    const isFraction = kind === PUNCT && end > at + 1;
    tokens.push({
      kind: isFraction ? 'number' : kindOf(kind),
      text: text.slice(at, end),
      start: at,
      end,
      glued,
    });
    glued = kind !== LINE;
    at = end;
  }
  return tokens;
}

const KINDS: readonly TokenKind[] = [
  'punct',
  'word',
  'script',
  'number',
  'punct',
  'line',
  'index',
  'flag',
  'mark',
  'punct',
];
const kindOf = (kind: number): TokenKind => KINDS[kind] ?? 'punct';

function endOf(text: string, start: number, kind: number): number {
  switch (kind) {
    case LETTER:
      return endOfWord(text, start);
    case SCRIPT:
      return endOfRun(text, start, SCRIPT);
    case DIGIT:
      return endOfNumber(text, start);
    case FLAG:
      return start + (classAt(text, start + 1) === FLAG ? 2 : 1);
    case LINE:
      return endOfRun(text, start, LINE);
    case PUNCT:
      return startsFraction(text, start) ? endOfNumber(text, start + 1) : start + 1;
    default:
      return start + (isHighSurrogate(text, start) ? 2 : 1);
  }
}

const isHighSurrogate = (text: string, at: number) => (text.charCodeAt(at) & 0xfc00) === 0xd800;

function endOfRun(text: string, start: number, kind: number): number {
  let end = start;
  while (end < text.length && classAt(text, end) === kind) {
    end += isHighSurrogate(text, end) ? 2 : 1;
  }
  return end;
}

/** Letters, with apostrophes between them. */
function endOfWord(text: string, start: number): number {
  let end = endOfRun(text, start, LETTER);
  while (text[end] === "'" && classAt(text, end + 1) === LETTER) {
    end = endOfRun(text, end + 1, LETTER);
  }
  return end;
}

/** `.0850` where only the last digits of a price are written. */
function startsFraction(text: string, at: number): boolean {
  if (text[at] !== '.' || classAt(text, at + 1) !== DIGIT) return false;
  return (
    at === 0 || ![DIGIT, LETTER, PUNCT].includes(classAt(text, at - 1)) || text[at - 1] === ':'
  );
}

/** A date with its year, or a time with its seconds. */
const MOMENT =
  /(?:(?:0?[1-9]|[12]\d|3[01])([./-])(?:0?[1-9]|1[0-2])\1(?:19|20)\d\d|(?:0?[1-9]|1[0-2])\/(?:0?[1-9]|[12]\d|3[01])\/(?:19|20)\d\d|(?:19|20)\d\d([./-])(?:0[1-9]|1[0-2])\2(?:0[1-9]|[12]\d|3[01])|(?:0[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2])\.[2-3]\d|(?:[01]?\d|2[0-3]):[0-5]\d:[0-5]\d)(?![\d:]|[.,/-]\d)/y;
const MOMENT_LENGTH_MIN = 7;

/** Where a date or a time that begins here ends, or nowhere. */
function endOfMoment(text: string, start: number): number | undefined {
  MOMENT.lastIndex = start;
  const moment = MOMENT.exec(text);
  return moment && moment[0].length >= MOMENT_LENGTH_MIN ? start + moment[0].length : undefined;
}

/** Whether a run of digits and marks is a date or a time. */
export const isMoment = (text: string) => endOfMoment(text, 0) === text.length;

/** Digits with points, commas or apostrophes between them; or a date. */
function endOfNumber(text: string, start: number): number {
  const moment = endOfMoment(text, start);
  if (moment !== undefined) return moment;
  let end = start;
  while (end < text.length) {
    if (classAt(text, end) === DIGIT) end++;
    else if (isSeparator(text, end) && classAt(text, end + 1) === DIGIT) end += 2;
    else break;
  }
  return end;
}

const isSeparator = (text: string, at: number) => {
  const character = text[at];
  return character === '.' || character === ',' || character === "'";
};

/** Some tokens in a row, as if no space were between them. */
export function textOf(tokens: readonly Token[], at: number, count: number): string {
  let text = tokens[at]?.text ?? '';
  for (let next = at + 1; next < at + count; next++) text += tokens[next]?.text ?? '';
  return text;
}

/** Whether a word or number follows on what is before it without a space. */
export function isGluedOn(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  return token?.glued === true && (token.kind === 'word' || token.kind === 'number');
}

/** How many words and numbers hang together from here on, up to a limit. */
export function lengthOfRun(tokens: readonly Token[], at: number, max: number): number {
  let count = 1;
  while (count < max && isGluedOn(tokens, at + count)) count++;
  return count;
}

/** Whether a text is one of some marks. */
export const isOneOf = (marks: string, text: string | undefined) =>
  text?.length === 1 && marks.includes(text);
