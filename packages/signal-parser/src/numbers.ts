import { isMoment } from './tokens.ts';

/** A piece of a run of digits and separators. */
export interface NumberPart {
  readonly kind: 'number' | 'index';
  readonly text: string;
  readonly value: number;
}

const PLAIN = /^(?:\d+|\d*[.,]\d+|\d{1,3}'\d{3})$/;
const GROUPED = /^\d{1,3}(?:([.,'])\d{3})(?:\1\d{3})*(?:[.,]\d+)?$/;
const LIST_DIGITS_MIN = 4;

/** Cuts a run such as `1.10,1.12` or `1.2.166` where one number ends and the next begins. */
export function splitNumber(text: string): NumberPart[] {
  if (isOne(text)) return [part(text)];
  if (isMoment(text)) return [{ kind: 'index', text, value: NaN }];
  const byComma = text.split(',');
  if (byComma.length > 1) return byComma.flatMap(splitNumber);
  const dot = text.indexOf('.');
  if (dot <= 0) return [part(text)];
  const rest = text.slice(dot + 1);
  const head: NumberPart = { kind: 'index', text: text.slice(0, dot), value: NaN };
  return [head, ...(isOne(rest) ? [part(rest)] : [part(rest.replaceAll('.', ''))])];
}

function isOne(text: string): boolean {
  const [left = '', right] = text.split(',');
  const isList = right?.length === left.length && left.length >= LIST_DIGITS_MIN;
  return !isList && (PLAIN.test(text) || GROUPED.test(text));
}

const part = (text: string): NumberPart => ({
  kind: 'number',
  text,
  value: Number(decimalOf(text)),
});

/** A number without needless zeros; see `decimalOf`. */
export const readPlain = (text: string): string => tidy(decimalOf(text));

/** The last separator is the decimal point unless it repeats; zeros at the end stay. */
export function decimalOf(text: string): string {
  if (/^\d+(?:\.\d+)?$/.test(text)) return text;
  const separators = text.replaceAll(/\d/g, '');
  const last = separators.at(-1);
  const isGrouping =
    separators.length > 1 && [...separators].every((each) => each === last) && last !== undefined;
  if (last === undefined || isGrouping || last === "'") return text.replaceAll(/\D/g, '');
  const cut = text.lastIndexOf(last);
  return `${text.slice(0, cut).replaceAll(/\D/g, '')}.${text.slice(cut + 1)}`;
}

/** Without needless zeros. */
export function tidy(text: string): string {
  const [whole = '', fraction = ''] = text.split('.');
  const decimals = fraction.replace(/0+$/, '');
  const integer = whole.replace(/^0+(?=\d)/, '') || '0';
  return decimals ? `${integer}.${decimals}` : integer;
}

/** A price differs from another of its trade by no more than this; what does has fewer digits. */
const NEAR = 1.6;
const SHORT_DIGITS_MAX = 4;

/**
 * `58` after `2655` is 2658: the price before it gives the digits that are not written. Undefined if
 * the text is no such rest of a price.
 */
export function shorthandOf(text: string, full: string): string | undefined {
  if (text.includes("'") || text.replaceAll(/\D/g, '').length > SHORT_DIGITS_MAX) return undefined;
  const digits = text.replace(/^[.,]/, '');
  if (text !== digits) return withFraction(digits, full);
  const [left = '', right] = digits.split(/[.,]/);
  return right === undefined ? endOf(left, full) : endOfWhole(left, full, `.${right}`);
}

/** `.58` after `1.0850` */
function withFraction(digits: string, full: string): string | undefined {
  const [whole = ''] = full.split('.');
  return /^\d+$/.test(digits) ? tidy(`${whole}.${digits}`) : undefined;
}

/** The last digits of the fraction, or of a price that has none. */
function endOf(digits: string, full: string): string | undefined {
  const [whole = '', fraction = ''] = full.split('.');
  if (digits.length <= fraction.length && fraction.length > 1) {
    return tidy(`${whole}.${fraction.slice(0, -digits.length)}${digits}`);
  }
  return digits.length < SHORT_DIGITS_MAX ? endOfWhole(digits, full, '') : undefined;
}

function endOfWhole(digits: string, full: string, fraction: string): string | undefined {
  const [whole = ''] = full.split('.');
  if (digits.length >= whole.length) return undefined;
  return checked(whole.slice(0, -digits.length) + digits + fraction, full);
}

function checked(text: string, full: string): string | undefined {
  const ratio = Number(text) / Number(full);
  return ratio < NEAR && ratio > 1 / NEAR ? tidy(text) : undefined;
}

/** Times a power of ten, exactly: `63.5k` is 63500. */
export function timesThousand(text: string): string {
  const [whole = '', fraction = ''] = text.split('.');
  const digits = fraction.padEnd(3, '0');
  return tidy(`${whole}${digits.slice(0, 3)}.${digits.slice(3)}`);
}
