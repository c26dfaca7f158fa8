import { inOneAlphabet, LETTER_LOOKALIKES, lettersAsDigits } from './lookalikes.ts';
import { withoutRemains } from './remains.ts';

/** A text folded to one spelling, and where each of its characters stood. */
export interface Normalised {
  readonly text: string;
  /** For each UTF-16 unit of `text` the offset of what it was made of; one more for the end. */
  readonly offsets: Int32Array;
  /** As it was. */
  readonly original: string;
}

/** Superscript, circled and keycap digits number the items of a list: this character plus the number. */
export const INDEX_BASE = 0xe000;
export const INDEX_MAX = 50;
/** Letters of flags: this character plus 0 for A to 25 for Z. */
export const FLAG_BASE = 0xe100;

const ASCII_END = 0x80;
const KEYCAP = 0x20e3;
const EMOJI_STYLE = 0xfe0f;
const REGIONAL_A = 0x1f1e6;
/** The digit zero of scripts whose digits compatibility folding leaves alone; nine more follow each. */
const ZEROS = [
  0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50,
  0xed0, 0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0,
  0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0,
];
/** Marks that only decorate: accents, and the vowel signs of Arabic and Hebrew. */
const DECORATIONS =
  /[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u1dc0-\u1dff\ufe00-\ufe0f\u{e0100}-\u{e01ef}\u1ab0-\u1aff]|[\u20d0-\u20ff]|\p{Cf}/gu;
const DASHES = /[\u2010-\u2015\u2212\u301c\u3030\u223c~]/gu;
/** Those that point up or down stay what they are, for they may be a direction. */
const ARROWS =
  /[\u2190\u2192\u2194\u219a-\u21d0\u21d2\u21d4-\u21ff\u2794-\u27be\u27f0-\u27ff\u2900-\u297f\u2b00-\u2b05\u2b08-\u2b11\u2b95»›▶►⏩👉]/gu;
const QUOTES = /[\u2018\u2019\u201a\u201b\u00b4\u02bc]/gu;

const OTHERS: ReadonlyMap<string, string> = new Map([
  ['ł', 'l'],
  ['đ', 'd'],
  ['ø', 'o'],
  ['ı', 'i'],
  ['ß', 'ss'],
  ['æ', 'ae'],
  ['œ', 'oe'],
  ['٪', '%'],
  ['٫', '.'],
  ['٬', ','],
  ['،', ','],
  ['、', ','],
  ['。', '\n'],
  ['…', ' - '],
  ['\u2028', '\n'],
  ['\u2029', '\n'],
  ['\r', '\n'],
  ['*', ' '],
  ['`', ' '],
  ['\t', ' '],
  ['ـ', ''],
  // Letters and patterns that show nothing.
  ['\u115f', ' '],
  ['\u1160', ' '],
  ['\u2800', ' '],
  ['\u3164', ' '],
  ['\uffa0', ' '],
  ['ی', 'ي'],
  ['ى', 'ي'],
  ['ک', 'ك'],
  ['ة', 'ه'],
]);

/** One fold for each code point that was met; Unicode is finite, and so is this. */
const folds = new Map<number, string>();
const ASCII_FOLDS = Array.from({ length: ASCII_END }, (_none, point) => foldAscii(point));

/** Folds case, accents, digits and styles of letters. Linear in the text's length. */
export function normalise(original: string): Normalised {
  const cleaned = withoutRemains(original);
  const text = cleaned?.text ?? original;
  const offsets = new Int32Array(text.length * GROWTH_MAX + 1);
  const figures = text.includes('\u20e3') ? figuresIn(text) : undefined;
  let folded = '';
  let length = 0;
  for (let at = 0; at < text.length;) {
    const [taken, part] = partAt(text, at, figures);
    const origin = cleaned?.offsets[at] ?? at;
    for (let unit = 0; unit < part.length; unit++) offsets[length++] = origin;
    folded += part;
    at += taken;
  }
  offsets[length] = original.length;
  return { text: readDigits(readLetters(folded)), offsets, original };
}

/** How many units of the text are one piece, and what they fold to. */
function partAt(
  text: string,
  at: number,
  figures: ReadonlySet<number> | undefined,
): readonly [number, string] {
  const point = text.codePointAt(at) ?? 0;
  const taken = point > 0xffff ? 2 : 1;
  const keycap = keycapLength(text, at, point);
  if (keycap > 0) {
    return [keycap, figures?.has(at) ? text.charAt(at) : indexMark(point - 0x30)];
  }
  if (isRegional(point) && isLoneLetter(text, at))
    return [taken, String.fromCharCode(point - REGIONAL_A + 0x61)];
  return [taken, foldOf(point)];
}

function foldAscii(point: number): string {
  const raw = String.fromCharCode(point);
  return OTHERS.get(raw) ?? raw.toLowerCase();
}

function foldOf(point: number): string {
  const known = ASCII_FOLDS[point] ?? folds.get(point);
  if (known !== undefined) return known;
  const fold = foldPoint(point);
  folds.set(point, fold);
  return fold;
}

/** Runs that are a number but for a letter or two, as a camera reads them. */
const NEAR_NUMBER =
  /(?<![\p{L}\d.,|])[\doilsbоız|]+(?:[.,'][\doilsbоız|]+)+(?![\p{L}\d|])|(?<![\p{L}\d.,])\d{2,}[oо]+\d*(?![\p{L}\d])|(?<![\p{L}\d.,])(?=\d[\dilsbz|]{3,5}(?![\p{L}\d|]))\d+[ilsbz|]\d+(?![\p{L}\d|]|[.,]\d)/gu;
const NUMBER = /^(?:\d+|\d+[.,]\d+|\d{1,3}(?:[,']\d{3})+(?:\.\d+)?)$/;
const SLIPS_MAX = 3;
/** `1.5sl` is a number and the next label. */
const ENDS_IN_WORD = /[sbz][oilsbоız|]*$/u;
/** `2331·5`; the same on both sides would be two prices. */
const RAISED_POINT = /(?<![\d.,·•∙⋅‧・])(\d+)[·•∙⋅‧・](?=(\d+)(?![\d.,·•∙⋅‧・]))/gu;

/** Mends the digits of numbers; no character moves. */
function readDigits(text: string): string {
  const pointed = /[·•∙⋅‧・]/.test(text)
    ? text.replaceAll(RAISED_POINT, (run, whole: string, fraction: string) =>
        whole.length === fraction.length ? run : `${whole}.`,
      )
    : text;
  if (!/[oilsbzо|]/.test(pointed)) return pointed;
  return pointed.replaceAll(NEAR_NUMBER, (run) => {
    const real = run.replaceAll(/\D/g, '').length;
    const digits = lettersAsDigits(run);
    const slips = digits.replaceAll(/\D/g, '').length - real;
    const isNumber = slips > 0 && slips <= SLIPS_MAX && real >= 2 && NUMBER.test(digits);
    return isNumber && !ENDS_IN_WORD.test(run) ? digits : run;
  });
}

/** Puts words that mix alphabets into one; no character moves. */
const readLetters = (text: string) =>
  /[\u0370-\u052f]/.test(text) ? text.replaceAll(/[a-z\u0370-\u052f]+/g, inOneAlphabet) : text;

/** No code point folds to more UTF-16 units than that. */
const GROWTH_MAX = 4;

/** A digit with the mark that makes it a key: how many units they are, or 0. */
function keycapLength(text: string, at: number, point: number): number {
  if (point < 0x30 || point > 0x39) return 0;
  const styled = text.charCodeAt(at + 1) === EMOJI_STYLE ? 1 : 0;
  return text.charCodeAt(at + 1 + styled) === KEYCAP ? 2 + styled : 0;
}

const KEYS_IN_A_ROW = /(?:\d\ufe0f?\u20e3[.,]?){3,}/g;

/** Where keys stand that write a price, three in a row or more; but `1️⃣2️⃣3️⃣` are three targets. */
function figuresIn(text: string): ReadonlySet<number> {
  const figures = new Set<number>();
  for (const { 0: row, index } of text.matchAll(KEYS_IN_A_ROW)) {
    const digits = row.replaceAll(/\D/g, '');
    if ('123456789'.startsWith(digits)) continue;
    for (let at = 0; at < row.length; at++) figures.add(index + at);
  }
  return figures;
}

const isRegional = (point: number | undefined) =>
  point !== undefined && point >= REGIONAL_A && point < REGIONAL_A + 26;

/** A regional letter without a second one is no flag, but a letter: `🇧 🇺 🇾`. */
const isLoneLetter = (text: string, at: number) =>
  !isRegional(text.codePointAt(at + 2)) && !(at >= 2 && isRegional(text.codePointAt(at - 2)));

const indexMark = (number: number) => String.fromCharCode(INDEX_BASE + number);

function foldPoint(point: number): string {
  const raw = String.fromCodePoint(point);
  if (isRegional(point)) {
    return String.fromCharCode(FLAG_BASE + point - REGIONAL_A);
  }
  const index = indexOf(raw);
  if (index !== undefined) return indexMark(index);
  const digit = digitOf(point);
  return digit === undefined ? foldLetters(raw) : String(digit);
}

/** The number in a superscript, circled or dingbat digit. */
function indexOf(raw: string): number | undefined {
  const dingbat = '❶❷❸❹❺❻❼❽❾❿➊➋➌➍➎➏➐➑➒➓⓵⓶⓷⓸⓹⓺⓻⓼⓽⓾'.indexOf(raw);
  if (dingbat >= 0) return (dingbat % 10) + 1;
  if (raw === '🔟') return 10;
  const isIndex = /[²³¹⁰⁴-⁹₀-₉\u2460-\u249b\u24ea]|[\u{1f100}-\u{1f10a}]/u.test(raw);
  if (!isIndex) return undefined;
  const number = Number(raw.normalize('NFKD').replaceAll(/[^0-9]/g, ''));
  return number <= INDEX_MAX ? number : undefined;
}

function digitOf(point: number): number | undefined {
  const zero = ZEROS.find((start) => point >= start && point <= start + 9);
  return zero === undefined ? undefined : point - zero;
}

function foldLetters(raw: string): string {
  const known = OTHERS.get(raw) ?? LETTER_LOOKALIKES.get(raw);
  if (known !== undefined) return known;
  const isComposed = /[\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(raw);
  const plain = (isComposed ? raw.normalize('NFKC') : raw.normalize('NFKD'))
    .toLowerCase()
    .replaceAll(DECORATIONS, '')
    .replaceAll(DASHES, '-')
    .replaceAll(ARROWS, '>')
    .replaceAll(QUOTES, "'");
  const folded = [...plain].map((each) => OTHERS.get(each) ?? each).join('');
  if (/^\p{Zs}$/u.test(raw)) return ' ';
  return folded.length <= GROWTH_MAX ? folded : raw;
}

/** The offsets in the original of a stretch of the folded text; never empty, for a character is one piece. */
export function originalSpan({ offsets, original }: Normalised, start: number, end: number) {
  const from = offsets[start] ?? original.length;
  let to = offsets[end] ?? original.length;
  for (let next = end; to <= from && to < original.length; next++) {
    to = offsets[next + 1] ?? original.length;
  }
  return { start: from, end: to };
}
