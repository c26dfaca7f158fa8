import { type Language, UNIVERSAL } from './language.ts';
import type { Instrument } from './market.ts';
import type { Rng } from './rng.ts';

const SUFFIXES = ['m', '.pro', '.r', '.i', 'm', '.m', '.raw', '.ecn'];
const FLAGS: Readonly<Record<string, string>> = {
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
  const local = language.symbols[instrument.label] ?? [];
  if (local.length > 0 && rng.chance(language.code === 'en' ? 0.15 : 0.4)) {
    return cased(rng, rng.pick(local));
  }
  const universal = UNIVERSAL[instrument.label] ?? [];
  if (universal.length > 0 && rng.chance(0.12)) return cased(rng, rng.pick(universal));
  if (instrument.group === 'coin') return spellCoin(rng, instrument);
  if (/^[A-Z]{6}$/.test(instrument.label)) return spellPair(rng, instrument);
  const name = rng.pick([instrument.label, ...instrument.names]);
  if (/^\w{3,8}$/.test(name) && rng.chance(0.12)) return `#${name}`;
  return /^[A-Z]+\d*$/.test(name) && rng.chance(0.04) ? name + rng.pick(SUFFIXES) : name;
}

/** Where there is one word for it only, as in a command or a field of a bot. */
export const spellPlainly = (rng: Rng, { label }: Instrument): string =>
  rng.pick([label, label, label.toLowerCase()]);

function spellPair(rng: Rng, { label, names }: Instrument): string {
  if (names.length > 0 && rng.chance(label === 'XAUUSD' ? 0.6 : 0.16)) return rng.pick(names);
  const [base, quote] = [label.slice(0, 3), label.slice(3)];
  const draw = rng.next();
  if (draw < 0.5) return label;
  if (draw < 0.62) return `${base}/${quote}`;
  if (draw < 0.68) return rng.pick([label.toLowerCase(), label.toLowerCase(), title(label)]);
  if (draw < 0.75) return `#${rng.pick([label, label, label.toLowerCase()])}`;
  if (draw < 0.82) return base + rng.pick(['-', ' ', '_', ' / ', '.']) + quote;
  if (draw < 0.89) return label + rng.pick(SUFFIXES);
  if (draw < 0.92) return `$${label}`;
  if (draw < 0.94) return swapLetters(rng, label);
  const flags = (FLAGS[base] ?? '') + (FLAGS[quote] ?? '');
  if (!(base in FLAGS) || !(quote in FLAGS)) return label;
  return rng.chance(0.35)
    ? flags
    : rng.pick([`${flags} ${label}`, `${label} ${flags}`, `${flags}${label}`]);
}

function spellCoin(rng: Rng, { label, names }: Instrument): string {
  const quote = label.endsWith('USDT') ? 'USDT' : 'USD';
  const base = label.slice(0, -quote.length);
  if (quote === 'USD') return rng.pick([label, label, `${base}/${quote}`, ...names, `#${label}`]);
  const draw = rng.next();
  if (draw < 0.24) return label;
  if (draw < 0.42) return `${base}/${quote}`;
  if (draw < 0.54) return `#${rng.pick([label, `${base}/${quote}`, base, base])}`;
  if (draw < 0.68) return `$${rng.pick([base, base, base, label])}`;
  if (draw < 0.74)
    return rng.pick([label.toLowerCase(), `${title(base)}/${title(quote)}`, `${base}/usdt`]);
  if (draw < 0.8) return base + rng.pick(['-', '_', ' ', ' / ']) + quote;
  if (draw < 0.86) return label + rng.pick(['.P', 'PERP', '-SWAP', ' Perp', '.p', ' PERPETUAL']);
  if (draw < 0.88) return `${base}-USDT-SWAP`;
  return names.length > 0 ? rng.pick(names) : label;
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
