import type { Draft } from './draft.ts';
import { DIGITS } from './numbers.ts';
import type { Piece } from './pieces.ts';
import type { Rng } from './rng.ts';

type Disturbance = (pieces: Piece[], rng: Rng) => Piece[];

const each =
  (change: (piece: Piece, rng: Rng) => string, only: (piece: Piece) => boolean): Disturbance =>
  (pieces, rng) =>
    pieces.map((piece) => (only(piece) ? { ...piece, text: change(piece, rng) } : piece));

const isLatinWord = ({ text, sort }: Piece) => sort === 'word' && /^[a-z][a-z .\-/]*$/i.test(text);
const anything = () => true;

/** A slip in a label: doubled, dropped, swapped or neighbouring letters. */
function misspell({ text, role }: Piece, rng: Rng): string {
  if (text.length < 2) return text;
  const short = SHORT_SLIPS[text];
  if (short) return rng.pick(short);
  // What cannot be told for sure would be no order and no instruction.
  if (role) return text.slice(0, 2) + text.slice(1);
  return text.length < 4 ? text : slipIn(text, rng);
}

function slipIn(text: string, rng: Rng): string {
  const at = rng.int(1, text.length - 2);
  const [before, letter, after] = [text.slice(0, at), text[at] ?? '', text.slice(at + 1)];
  switch (rng.int(0, 3)) {
    case 0:
      return before + letter + letter + after;
    case 1:
      return before + after;
    case 2:
      return before + (after[0] ?? '') + letter + after.slice(1);
    default:
      return before + rng.pick('aeiourstn') + after;
  }
}

const SHORT_SLIPS: Readonly<Record<string, readonly string[]>> = {
  SL: ['SI', 'St', 'Sll', 'S L', 'Sl', 'SL.', 'S1'],
  TP: ['Tpp', 'T P', 'Tp', 'TP.', 'TTP'],
  sl: ['sI', 'sll', 's l', 'si'],
  tp: ['tpp', 't p', 'ttp'],
  BUY: ['BUUY', 'B U Y', 'BYU', 'BUYY', 'BUYYY'],
  Buy: ['Byu', 'Buyy', 'Bu y', 'Buuy'],
  buy: ['byu', 'buyy', 'buuy', 'uby'],
  SELL: ['SEL', 'SELLL', 'S E L L', 'SEELL'],
  Sell: ['Sel', 'Selll', 'Seell'],
  sell: ['sel', 'selll', 'seell', 'esll'],
};

const typos: Disturbance = (pieces, rng) => {
  const places = pieces.filter((piece) => isLatinWord(piece) || piece.text in SHORT_SLIPS);
  if (places.length === 0) return pieces;
  const chosen = new Set(rng.shuffle(places).slice(0, rng.int(1, 2)));
  return pieces.map((piece) =>
    chosen.has(piece) ? { ...piece, text: misspell(piece, rng) } : piece,
  );
};

const LOOKALIKES: Readonly<Record<string, string>> = {
  a: 'а',
  e: 'е',
  o: 'о',
  p: 'р',
  c: 'с',
  x: 'х',
  A: 'А',
  B: 'В',
  E: 'Е',
  K: 'К',
  M: 'М',
  H: 'Н',
  O: 'О',
  P: 'Р',
  C: 'С',
  T: 'Т',
  X: 'Х',
  y: 'у',
  S: 'Ѕ',
  i: 'і',
  s: 'ѕ',
};

const lookalikes = each(
  ({ text }, rng) =>
    text.replace(/[a-z]/gi, (letter) =>
      rng.chance(0.4) ? (LOOKALIKES[letter] ?? letter) : letter,
    ),
  (piece) => isLatinWord(piece) || (piece.sort === 'symbol' && /^[a-z/]+$/i.test(piece.text)),
);

const zeroWidth = each(
  ({ text }, rng) => {
    if (text.length < 2 || !rng.chance(0.4)) return text;
    const at = rng.int(1, text.length - 1);
    return /^[\x20-\x7E]+$/.test(text)
      ? text.slice(0, at) +
          rng.pick(['\u200B', '\u200C', '\u2060', '\uFEFF', '\u00AD']) +
          text.slice(at)
      : text;
  },
  ({ sort }) => sort === 'word' || sort === 'symbol',
);

const hardSpaces = each(
  ({ text }, rng) => text.replaceAll(' ', () => rng.pick(['\u00A0', ' ', '\u2009'])),
  ({ sort }) => sort === 'text',
);

/** What stands before and after a piece, as far as a joint between them matters. */
function around(pieces: readonly Piece[], at: number) {
  const text = pieces[at]?.text ?? '';
  const next = pieces.slice(at + 1).find((piece) => piece.text !== '')?.text ?? '';
  const before = text.slice(0, text.indexOf('\n'));
  return {
    before: before === '' ? (pieces[at - 1]?.text ?? '') : before,
    after: text.trim() + next,
  };
}

/** Line breaks lost on the way, as exports lose them. */
const joinLines: Disturbance = (pieces, rng) => {
  const seam = rng.pick(['', '', ' ', ' ']);
  return pieces.map((piece, at) => {
    if (piece.sort !== 'text' || !piece.text.includes('\n')) return piece;
    const { before, after } = around(pieces, at);
    const clash = /[\d.,k]$/i.test(before) && /^[\d.,]/.test(after);
    const isWord =
      /\p{L}$/u.test(before) && !(/\p{Lu}$/u.test(before) && /^\p{Lu}\p{Ll}/u.test(after));
    return { ...piece, text: piece.text.replace(/\s*\n\s*/g, clash || isWord ? ' ' : seam) };
  });
};

/** No space between a label and its number: SL2708. */
const glue: Disturbance = (pieces) =>
  pieces.map((piece, at) => {
    const [before, after] = [pieces[at - 1], pieces[at + 1]];
    const isGap =
      piece.sort === 'text' &&
      piece.text === ' ' &&
      before?.sort === 'word' &&
      after?.sort === 'number';
    return isGap && /\p{L}$/u.test(before.text) && /^\d/.test(after.text)
      ? { ...piece, text: '' }
      : piece;
  });

const lower = each(({ text }) => text.toLowerCase(), anything);
const upper = each(
  ({ text, sort }) =>
    sort === 'number' || /https?:|t\.me|@/.test(text) ? text : text.toUpperCase(),
  anything,
);
const ransom = each(
  ({ text }, rng) =>
    Array.from(text)
      .map((letter) => (rng.chance(0.5) ? letter.toUpperCase() : letter.toLowerCase()))
      .join(''),
  ({ sort }) => sort === 'word',
);

/** Marks that make a piece stand out: **2650**, __SL__. */
function emphasise(mark: string, only: (piece: Piece) => boolean): Disturbance {
  return (pieces) =>
    pieces.flatMap((piece) => {
      if (!only(piece) || piece.text.trim() === '' || piece.text.includes('\n')) return [piece];
      const plain: Piece = { text: mark, sort: 'text', order: piece.order };
      return [plain, piece, { ...plain }];
    });
}

const emphasis: Disturbance = (pieces, rng) => {
  const mark = rng.pick(['**', '**', '*', '__', '`', '_', '~~']);
  const sorts = rng.pick([
    ['symbol'],
    ['symbol', 'word'],
    ['number'],
    ['word'],
    ['number', 'symbol'],
  ]);
  return emphasise(mark === '~~' ? '**' : mark, ({ sort }) => sorts.includes(sort))(pieces, rng);
};

/** Letters and digits of mathematical alphabets, to dodge those who copy. */
const ALPHABETS = [
  [0x1d400, 0x1d41a, DIGITS.bold],
  [0x1d5d4, 0x1d5ee, DIGITS.sansBold],
  [0x1d670, 0x1d68a, DIGITS.mono],
  [0xff21, 0xff41, DIGITS.wide],
] as const;

const mathematical: Disturbance = (pieces, rng) => {
  const [large, small, digits] = rng.pick(ALPHABETS);
  const figures = Array.from(digits);
  const numbersToo = rng.chance(0.6);
  const letter = (char: string) => {
    const code = char.charCodeAt(0);
    if (code >= 65 && code <= 90) return String.fromCodePoint(large + code - 65);
    return String.fromCodePoint(small + code - 97);
  };
  return each(
    ({ text, sort }) => {
      const letters = text.replace(/[A-Za-z]/g, letter);
      return numbersToo && sort !== 'emoji'
        ? letters.replace(/\d/g, (digit) => figures[Number(digit)] ?? digit)
        : letters;
    },
    ({ text }) => !text.includes('\u20E3'),
  )(pieces, rng);
};

const dots: Disturbance = (pieces, rng) => {
  const tail = rng.pick(['!!!', '...', '!!', ' ‼️', '!', ' 🔥🔥🔥', ' ✨', '.', ' 🙏']);
  return [...pieces, { text: tail, sort: 'text', order: 0 }];
};

/** Letters spaced or dotted: S L, T.P. */
const spacedLabels = each(
  ({ text }, rng) => Array.from(text).join(rng.pick([' ', '.', '/', '-', ' . '])),
  ({ text, sort }) => sort === 'word' && /^(SL|TP|sl|tp)$/.test(text),
);

/** Around each piece of a sort, now and then. */
function surround(
  marks: (rng: Rng) => readonly [string, string],
  only: (piece: Piece) => boolean,
): Disturbance {
  return (pieces, rng) =>
    pieces.flatMap((piece) => {
      if (!only(piece)) return [piece];
      const [before, after] = marks(rng);
      const plain: Piece = { text: before, sort: 'text', order: piece.order };
      return [plain, piece, { ...plain, text: after }];
    });
}

const isPrice = ({ text, sort }: Piece) => sort === 'number' && /^\d[\d.,]{2,}$/.test(text);

const SPARKS = ['🔥', '⭐', '✨', '💰', '💎', '👉', '⚡', ''];
const sparks = surround((rng) => [rng.pick(SPARKS), rng.pick(SPARKS)], isPrice);

const brackets: Disturbance = (pieces, rng) => {
  const [open, close] = rng.pick([
    ['(', ')'],
    ['[', ']'],
    ['"', '"'],
    ['{', '}'],
  ] as const);
  const isBracketed = pieces.some(({ text, sort }) => sort === 'text' && /[()[\]"{}]/.test(text));
  return isBracketed ? pieces : surround(() => [open, close], isPrice)(pieces, rng);
};

/** BUY! GOLD!! */
const shouts = surround(
  (rng) => ['', rng.pick(['', '!', '!!', '!!!'])],
  ({ text, sort }) => (sort === 'word' || sort === 'symbol') && /\p{L}$/u.test(text),
);

/** A number on the line below its label, as tables are pasted. */
const breakLabels: Disturbance = (pieces) =>
  pieces.map((piece, at) => {
    const [before, after] = [pieces[at - 1], pieces[at + 1]];
    const isGap = before?.sort === 'word' && after?.sort === 'number' && /^:? $/.test(piece.text);
    return isGap && piece.sort === 'text' ? { ...piece, text: piece.text.trim() + '\n' } : piece;
  });

/** Keys for digits, but not where they would count. */
const keycaps = each(
  ({ text }) => text.replace(/\d/g, '$&\uFE0F\u20E3'),
  (piece) => isPrice(piece) && /\d{3}/.test(piece.text) && !'123456789'.startsWith(piece.text),
);

/** A space in a price, which another one tells from two numbers: 23 30.5 beside 2320. */
const splitPrices: Disturbance = (pieces, rng) => {
  const prices = pieces.filter(
    ({ text, sort }) => sort === 'number' && /^\d{4,5}(\.\d+)?$/.test(text),
  );
  const places = prices.filter((piece) =>
    prices.some(
      (other) => other.text !== piece.text && other.text.slice(0, 2) === piece.text.slice(0, 2),
    ),
  );
  if (places.length === 0) return pieces;
  const chosen = rng.pick(places);
  const text = `${chosen.text.slice(0, 2)} ${chosen.text.slice(2)}`;
  return pieces.map((piece) => (piece === chosen ? { ...piece, text } : piece));
};

const isSide = (piece?: Piece) => /^(buy|sell|long|short)$/i.test(piece?.text ?? '');
const isName = (piece?: Piece) =>
  piece?.sort === 'symbol' && /^(gold|silver|(XAU|EUR|GBP|AUD|USD|NZD)[A-Z]{3})$/i.test(piece.text);

/** buygold, EURUSDsell */
const glueSides: Disturbance = (pieces) =>
  pieces.map((piece, at) => {
    const pair = [pieces[at - 1], pieces[at + 1]];
    const isGap = piece.sort === 'text' && piece.text === ' ';
    return isGap && pair.some(isSide) && pair.some(isName) ? { ...piece, text: '' } : piece;
  });

const CHANNELS = [
  'Gold VIP',
  'Forex Signals',
  'Crypto Whales 🐋',
  'XAUUSD Scalper',
  'FX Room',
  'Daily Trades',
  'BTC Kings',
  'John',
  'Maria T.',
];

function momentOf(rng: Rng): { readonly time: string; readonly date: string } {
  const two = (low: number, high: number) => String(rng.int(low, high)).padStart(2, '0');
  const [day, month, year] = [two(1, 28), two(1, 12), rng.int(2023, 2026)];
  const mark = rng.pick(['.', '/']);
  return { time: `${two(0, 23)}:${two(0, 59)}`, date: [day, month, year].join(mark) };
}

/** What a messenger copies along: who wrote it, when, and how many saw it. */
const copied: Disturbance = (pieces, rng) => {
  const { time, date } = momentOf(rng);
  const name = rng.pick(CHANNELS);
  const views = `${rng.int(1, 90)}.${rng.int(1, 9)}K`;
  const [head, tail] = rng.pick([
    [`Forwarded from ${name}\n`, ''],
    [`Forwarded from ${name}\n`, ''],
    [`[${time}, ${date}] ${name}: `, ''],
    [`${name}, [${date} ${time}]\n`, ''],
    [`[${date}, ${time}:${String(rng.int(10, 59))}] ${name}: `, ''],
    [
      `[${time}, ${date}] +${rng.int(1, 99)} ${rng.int(100, 9999)} ${rng.int(100000, 999999)}: `,
      '',
    ],
    [`${name} ${time}\n`, ''],
    [`${name} — ${date} ${time}\n`, ''],
    ['', `\n${views} ${time}`],
    ['', `\n${rng.int(12, 999)} ${time}`],
    ['', `\n👁 ${views} edited ${time}`],
    ['', `\n👍 ${rng.int(2, 99)} 🔥 ${rng.int(2, 99)} ${time}`],
    ['', ` ${date}`],
    ['', ` ${time}`],
  ] as const);
  const plain: Piece = { text: head, sort: 'text', order: 0 };
  return [plain, ...pieces, { ...plain, text: tail }];
};

const RATES: readonly (readonly [number, Disturbance])[] = [
  [0.04, typos],
  [0.012, spacedLabels],
  [0.008, lookalikes],
  [0.01, zeroWidth],
  [0.02, hardSpaces],
  [0.05, joinLines],
  [0.05, glue],
  [0.09, lower],
  [0.05, upper],
  [0.008, ransom],
  [0.05, emphasis],
  [0.012, mathematical],
  [0.04, dots],
  [0.006, glueSides],
  [0.006, splitPrices],
  [0.003, keycaps],
  [0.006, sparks],
  [0.005, brackets],
  [0.005, shouts],
  [0.008, breakLabels],
  [0.015, copied],
];

/** What happens to a message on its way; strict formats stay as they are. */
export function disturb(pieces: readonly Piece[], { rng, wish }: Draft): Piece[] {
  let disturbed = [...pieces];
  if (wish.plain) return disturbed;
  for (const [rate, change] of RATES) {
    if (rng.chance(rate)) disturbed = change(disturbed, rng);
  }
  return disturbed;
}
