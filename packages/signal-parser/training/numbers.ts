import type { Rng } from './rng.ts';

/** How one message writes its numbers. */
export interface NumberStyle {
  readonly decimal: '.' | ',' | ' ';
  readonly thousands: string;
  readonly keepZeros: boolean;
  /** The ten digits of the script. */
  readonly digits: string;
  readonly thousand: string; // 'k', or nothing.
}

export const PLAIN: NumberStyle = {
  decimal: '.',
  thousands: '',
  keepZeros: true,
  digits: '',
  thousand: '',
};

export const DIGITS = {
  arabic: '٠١٢٣٤٥٦٧٨٩',
  persian: '۰۱۲۳۴۵۶۷۸۹',
  devanagari: '०१२३४५६७८९',
  bengali: '০১২৩৪৫৬৭৮৯',
  thai: '๐๑๒๓๔๕๖๗๘๙',
  wide: '０１２３４５６７８９',
  bold: '𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗',
  sansBold: '𝟬𝟭𝟮𝟯𝟰𝟱𝟲𝟳𝟴𝟵',
  mono: '𝟶𝟷𝟸𝟹𝟺𝟻𝟼𝟽𝟾𝟿',
} as const;

export const power = (exponent: number): number => Number(`1e${exponent}`);

/** `ticks` of 10^-decimals as a decimal without needless zeros. */
export function toDecimal(ticks: number, decimals: number): string {
  return trimZeros(toFixed(ticks, decimals));
}

/** `2.50` is 2.5, and `2.00` is 2. */
export function trimZeros(plain: string): string {
  if (!plain.includes('.')) return plain;
  let end = plain.length;
  while (plain[end - 1] === '0') end -= 1;
  return plain.slice(0, plain[end - 1] === '.' ? end - 1 : end);
}

function toFixed(ticks: number, decimals: number): string {
  if (decimals === 0) return String(ticks);
  const digits = String(ticks).padStart(decimals + 1, '0');
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** A price in ticks, as the style writes it. */
export function write(ticks: number, decimals: number, style: NumberStyle): string {
  const unit = 100 * power(decimals);
  if (style.thousand !== '' && ticks >= 100 * unit && ticks % unit === 0) {
    const short = toDecimal(ticks / unit, 1);
    return foreign(short.replace('.', style.decimal), style) + style.thousand;
  }
  const plain = style.keepZeros ? toFixed(ticks, decimals) : toDecimal(ticks, decimals);
  return writeText(plain, style);
}

/** A plain decimal, as the style writes it. */
export function writeText(plain: string, style: NumberStyle): string {
  const [whole = '', fraction] = plain.split('.');
  const grouped =
    style.thousands === '' || whole.length < 4
      ? whole
      : whole.replace(/\B(?=(\d{3})+$)/g, style.thousands);
  return foreign(fraction === undefined ? grouped : grouped + style.decimal + fraction, style);
}

function foreign(text: string, { digits }: NumberStyle): string {
  if (digits === '') return text;
  const all = Array.from(digits);
  return text.replace(/\d/g, (digit) => all[Number(digit)] ?? digit);
}

const SLIPS: Readonly<Record<string, string>> = {
  '0': 'OoО',
  '1': 'lI|',
  '2': 'Z',
  '5': 'S',
  '8': 'B',
};

/** At either end a letter would be the beginning of a word, but for a nought, or where a point tells. */
const canSlip = (text: string, at: number, last: number) =>
  text[at] === '0' || (at < last && (at > 0 || text.includes('.')));

/** As a scanner may misread it: one or two letters for digits, never all. */
export function slip(text: string, rng: Rng): string {
  const last = text.length - 1;
  const places = Array.from(text).flatMap((letter, at) =>
    letter in SLIPS && canSlip(text, at, last) ? [at] : [],
  );
  if (places.length === 0 || text.length < 4) return text;
  const at = rng.pick(places);
  const digit = text[at] ?? '';
  return text.slice(0, at) + rng.pick(SLIPS[digit] ?? digit) + text.slice(at + 1);
}

/** The last digits of a price, when a full price beside it tells the first ones; else nothing. */
export function shorten(text: string, full: string): string | undefined {
  if (text.length !== full.length || text === full || !/^[\d.]+$/.test(text + full))
    return undefined;
  const leading = Array.from(text).findIndex((digit, at) => digit !== full[at]);
  const short = text.slice(Math.min(leading, text.length - 2));
  return short.length < text.length && /^\d{2,3}$/.test(short) ? short : undefined;
}
