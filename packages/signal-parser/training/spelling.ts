import { type Language, UNIVERSAL } from './language.ts';
import type { Instrument } from './market.ts';
import type { Rng } from './rng.ts';

const SUFFIXES = ['m', '.pro', '.r', '.i', 'm', '.m', '.raw', '.ecn'];
const ENDINGS = ['.P', 'PERP', '-SWAP', ' Perp', '.p', ' PERPETUAL'];
export const FLAGS: Readonly<Record<string, string>> = {
  EUR: '🇪🇺',
  USD: '🇺🇸',
  GBP: '🇬🇧',
  JPY: '🇯🇵',
  CHF: '🇨🇭',
  CAD: '🇨🇦',
  AUD: '🇦🇺',
  NZD: '🇳🇿',
  TRY: '🇹🇷',
  MXN: '🇲🇽',
  ZAR: '🇿🇦',
  SEK: '🇸🇪',
  NOK: '🇳🇴',
  SGD: '🇸🇬',
  PLN: '🇵🇱',
  CNH: '🇨🇳',
  HUF: '🇭🇺',
};

/** One of the ways to write an instrument, in this language. */
export function spell(rng: Rng, instrument: Instrument, language: Language): string {
  const name = nameOf(rng, instrument.label, language);
  if (name !== undefined) return cased(rng, name);
  if (instrument.group === 'coin') return spellCoin(rng, instrument);
  return /^[A-Z]{6}$/.test(instrument.label) && instrument.group !== 'energy'
    ? spellPair(rng, instrument)
    : spellOther(rng, instrument);
}

/** A name of its own, in this language or in all of them, now and then. */
function nameOf(rng: Rng, label: string, language: Language): string | undefined {
  const local = language.symbols[label] ?? [];
  const universal = UNIVERSAL[label] ?? [];
  if (local.length > 0 && rng.chance(language.code === 'en' ? 0.15 : 0.4)) return rng.pick(local);
  return universal.length > 0 && rng.chance(0.12) ? rng.pick(universal) : undefined;
}

function spellOther(rng: Rng, { label, names }: Instrument): string {
  const name = rng.pick([label, ...names]);
  if (/^\w{3,8}$/.test(name) && rng.chance(0.12)) return `#${name}`;
  return /^[A-Z]+\d*$/.test(name) && rng.chance(0.04) ? name + rng.pick(SUFFIXES) : name;
}

/** After a # or $ that stands there already. */
export function spellTagged(rng: Rng, { label, group }: Instrument): string {
  const name = group === 'coin' && rng.chance(0.6) ? label.replace(/USDT$/, '') : label;
  return rng.chance(0.9) ? name : name.toLowerCase();
}

/** Where there is one word for it only, as in a command or a field of a bot. */
export const spellPlainly = (rng: Rng, { label }: Instrument): string =>
  rng.pick([label, label, label.toLowerCase()]);

type Spelling = (rng: Rng, base: string, quote: string) => string;

/** Each as often as its weight says. */
function repeat(spellings: readonly (readonly [number, Spelling])[]): readonly Spelling[] {
  return spellings.flatMap(([weight, spelling]) => Array.from({ length: weight }, () => spelling));
}

const PAIRS = repeat([
  [50, (_, base, quote) => base + quote],
  [12, (_, base, quote) => `${base}/${quote}`],
  [4, (_, base, quote) => (base + quote).toLowerCase()],
  [2, (_, base, quote) => title(base + quote)],
  [5, (_, base, quote) => `#${base}${quote}`],
  [2, (_, base, quote) => `#${base}${quote}`.toLowerCase()],
  [7, (rng, base, quote) => base + rng.pick(['-', ' ', '_', ' / ', '.']) + quote],
  [7, (rng, base, quote) => base + quote + rng.pick(SUFFIXES)],
  [3, (_, base, quote) => `$${base}${quote}`],
  [2, (rng, base, quote) => swapLetters(rng, base + quote)],
  [6, spellFlags],
]);

function spellFlags(rng: Rng, base: string, quote: string): string {
  const label = base + quote;
  const [first, second] = [FLAGS[base], FLAGS[quote]];
  if (first === undefined || second === undefined) return label;
  const flags = first + second;
  return rng.pick([flags, flags, `${flags} ${label}`, `${label} ${flags}`, `${flags}${label}`]);
}

function spellPair(rng: Rng, { label, names }: Instrument): string {
  const isNamed = names.length > 0 && rng.chance(label === 'XAUUSD' ? 0.6 : 0.16);
  return isNamed ? rng.pick(names) : rng.pick(PAIRS)(rng, label.slice(0, 3), label.slice(3));
}

const COINS = repeat([
  [24, (_, base, quote) => base + quote],
  [18, (_, base, quote) => `${base}/${quote}`],
  [3, (_, base, quote) => `#${base}${quote}`],
  [3, (_, base, quote) => `#${base}/${quote}`],
  [6, (_, base) => `#${base}`],
  [10, (_, base) => `$${base}`],
  [4, (_, base, quote) => `$${base}${quote}`],
  [2, (_, base, quote) => (base + quote).toLowerCase()],
  [2, (_, base, quote) => `${title(base)}/${title(quote)}`],
  [2, (_, base, quote) => `${base}/${quote.toLowerCase()}`],
  [6, (rng, base, quote) => base + rng.pick(['-', '_', ' ', ' / ']) + quote],
  [6, (rng, base, quote) => base + quote + rng.pick(ENDINGS)],
  [2, (_, base, quote) => `${base}-${quote}-SWAP`],
]);

function spellCoin(rng: Rng, { label, names }: Instrument): string {
  const quote = label.endsWith('USDT') ? 'USDT' : 'USD';
  const base = label.slice(0, -quote.length);
  if (quote === 'USD') return rng.pick([label, label, `${base}/${quote}`, ...names, `#${label}`]);
  return names.length > 0 && rng.chance(0.14) ? rng.pick(names) : rng.pick(COINS)(rng, base, quote);
}

const title = (word: string) => word.charAt(0) + word.slice(1).toLowerCase();

function cased(rng: Rng, word: string): string {
  const draw = rng.next();
  if (draw < 0.45) return word;
  return draw < 0.75 ? word.charAt(0).toUpperCase() + word.slice(1) : word.toUpperCase();
}

/** A slip of the fingers, in the middle, so that it can still be told. */
function swapLetters(rng: Rng, word: string): string {
  const at = rng.int(1, 3);
  if (word[at] === word[at + 1]) return word + word.slice(-1);
  const swapped = word.slice(0, at) + (word[at + 1] ?? '') + (word[at] ?? '') + word.slice(at + 2);
  return /^(USD|EUR|GBP|AUD|NZD|XAU|XAG)/.test(word) && at < 3 ? word : swapped;
}
