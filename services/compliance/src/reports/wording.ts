import { Decimal } from '@signalos/trading';

/** `1234567.50` as `1,234,567.50`. */
export function grouped(amount: string): string {
  const [whole = '', fraction] = amount.split('.');
  const parts = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? parts : `${parts}.${fraction}`;
}

export function rounded(amount: string, digits: number): string {
  return Decimal.parse(amount).toFixed(digits);
}

export const percent = (amount: string) => `${amount} %`;

/** `2026-06-10T22:00:00.000Z` as `2026-06-10 22:00:00 UTC`. */
export const instant = (text: string) => `${clock(text)} UTC`;

/** Where a column says that it is UTC. */
export function clock(text: string): string {
  return `${text.slice(0, 10)} ${text.slice(11, 19)}`;
}

/** Controls, line ends, and marks that turn the direction of writing or are not seen at all. */
const UNSEEN =
  /[\p{Cc}\p{Zl}\p{Zp}\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;

/** What people typed, as it can be printed: what cannot be seen is shown by its code. */
export function plain(text: string): string {
  return text.replaceAll(UNSEEN, codeOf);
}

/** `\u{202e}`. */
export function codeOf(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16)}}`;
}
