import type { DecimalText } from './reading.ts';

/** Instruments that trade in the thousands, so that `39.450` is 39450 and not 39.45. */
const IN_THOUSANDS = /^(XAUUSD|US30|NAS100|SPX500|GER40|UK100|FRA40|JPN225|V75|BTCUSD|BTCUSDT)$/;

/** A number as written, such as `104,250` or `2.655,50`, read by the scale of its instrument. */
export function readNumber(written: string, symbol: string | undefined): DecimalText {
  const thousands = written.endsWith('k');
  const digits = thousands ? written.slice(0, -1) : written;
  const value = canonical(withPoint(digits, symbol));
  return thousands ? shiftByThousand(value) : value;
}

/** The text with its separators resolved: none but one decimal point. */
function withPoint(text: string, symbol: string | undefined): string {
  const separators = text.replaceAll(/\d/g, '');
  const last = separators.at(-1);
  if (last === undefined) return text;
  const position = text.lastIndexOf(last);
  const repeated = separators.length > 1 && separators === last.repeat(separators.length);
  const grouped = separators.length === 1 && isGroup(text, position, symbol);
  if (repeated || grouped) return text.replaceAll(/\D/g, '');
  return `${text.slice(0, position).replaceAll(/\D/g, '')}.${text.slice(position + 1)}`;
}

/** Whether a lone separator groups thousands: exactly three digits follow, and the scale fits. */
function isGroup(text: string, position: number, symbol: string | undefined): boolean {
  const whole = text.slice(0, position);
  if (text.length - position !== 4 || whole.length > 3 || whole.startsWith('0')) return false;
  if (IN_THOUSANDS.test(symbol ?? '')) return true;
  const isCurrencyPair = /^[A-Z]{6}$/.test(symbol ?? '');
  return text[position] === ',' && !isCurrencyPair;
}

function canonical(text: string): DecimalText {
  const [whole = '', fraction = ''] = text.split('.');
  const decimals = fraction.replace(/0+$/, '');
  return (whole.replace(/^0+(?=\d)/, '') || '0') + (decimals && `.${decimals}`);
}

function shiftByThousand(value: DecimalText): DecimalText {
  const [whole = '', fraction = ''] = value.split('.');
  return canonical(`${whole}${fraction.padEnd(3, '0').slice(0, 3)}.${fraction.slice(3)}`);
}

/** Below zero, zero or above it, as the first is less than, equal to or more than the second. */
export function compare(a: DecimalText, b: DecimalText): number {
  const [wholeA = '', fractionA = ''] = a.split('.');
  const [wholeB = '', fractionB = ''] = b.split('.');
  if (wholeA.length !== wholeB.length) return wholeA.length - wholeB.length;
  const [left, right] = [wholeA + fractionA, wholeB + fractionB];
  return left < right ? -1 : Number(left > right);
}
