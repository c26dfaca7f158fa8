import { Decimal } from '@signalos/trading';
import { readInstant } from './instant.ts';

/** An object of a case, as it came. */
export type Json = Readonly<Record<string, unknown>>;

/** A field of a case that is missing, or is not what it must be. */
export class FieldError extends Error {
  override readonly name = 'FieldError';
}

function wrong(key: string, expected: string, value: unknown): FieldError {
  const actual = value === undefined ? 'left out' : shortened(JSON.stringify(value));
  return new FieldError(`${key} must be ${expected}, not ${actual}`);
}

const VALUE_CHARACTERS_MAX = 100;

function shortened(text: string): string {
  return text.length > VALUE_CHARACTERS_MAX ? `${text.slice(0, VALUE_CHARACTERS_MAX)}…` : text;
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function objectIn(json: Json, key: string): Json {
  const value = json[key];
  if (!isObject(value)) throw wrong(key, 'an object', value);
  return value;
}

const NONE: readonly never[] = [];

/** Nothing where the field is left out. */
export function objectsIn(json: Json, key: string): readonly Json[] {
  const value = json[key] ?? NONE;
  if (!Array.isArray(value) || !value.every(isObject)) throw wrong(key, 'a list of objects', value);
  return value;
}

export function textsIn(json: Json, key: string): readonly string[] | undefined {
  const value = json[key];
  if (value === undefined || value === null) return undefined;
  const isTexts = Array.isArray(value) && value.every((item) => typeof item === 'string');
  if (!isTexts) throw wrong(key, 'a list of texts', value);
  return value;
}

export function textIn(json: Json, key: string): string {
  const value = json[key];
  if (typeof value !== 'string') throw wrong(key, 'a text', value);
  return value;
}

export function currencyIn(json: Json, key: string): string {
  const text = textIn(json, key);
  if (!/^[A-Z]{3}$/.test(text)) throw wrong(key, 'three capital letters, such as "USD"', text);
  return text;
}

/** Null and left out are the same. */
export function optionalTextIn(json: Json, key: string): string | undefined {
  return json[key] === undefined || json[key] === null ? undefined : textIn(json, key);
}

/** What should be a decimal as text, whatever it is: a JSON number has lost digits already. */
export function numberTextIn(json: Json, key: string): string | undefined {
  const value = json[key];
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : `${JSON.stringify(value)} (not text)`;
}

export function flagIn(json: Json, key: string, otherwise: boolean): boolean {
  const value = json[key] ?? otherwise;
  if (typeof value !== 'boolean') throw wrong(key, 'true or false', value);
  return value;
}

export function countIn(json: Json, key: string): number {
  const value = json[key] ?? 0;
  if (!Number.isSafeInteger(value) || Number(value) < 0) throw wrong(key, 'a count', value);
  return Number(value);
}

/** One of some words; `otherwise` where it is left out, if it may be. */
export function wordIn<Word extends string>(
  json: Json,
  key: string,
  { of: words, otherwise }: { readonly of: readonly Word[]; readonly otherwise?: Word },
): Word {
  const value = json[key] ?? otherwise;
  const word = words.find((candidate) => candidate === value);
  if (word === undefined) throw wrong(key, `one of ${words.join(', ')}`, value);
  return word;
}

export function decimalIn(json: Json, key: string): Decimal {
  const value = json[key];
  const decimal = typeof value === 'string' ? Decimal.read(value) : undefined;
  if (!decimal) throw wrong(key, 'a decimal as text, such as "1.50"', value);
  return decimal;
}

export function optionalDecimalIn(json: Json, key: string): Decimal | undefined {
  return json[key] === undefined || json[key] === null ? undefined : decimalIn(json, key);
}

/** None, or zero as traders' terminals send for none, is no price. */
export function optionalPriceIn(json: Json, key: string): Decimal | undefined {
  const price = optionalDecimalIn(json, key);
  return price?.isZero() ? undefined : price;
}

export function instantIn(json: Json, key: string): Date {
  return new Date(timeIn(json, key));
}

const LATEST = Date.parse('9999-12-31T23:59:59.999Z');

/** An instant of the years 1970 to 9999, in milliseconds since then. */
export function timeIn(json: Json, key: string): number {
  const value = json[key];
  const time = typeof value === 'string' ? readInstant(value) : Number.NaN;
  if (Number.isNaN(time)) throw wrong(key, 'an instant such as "2026-06-10T10:00:00.000Z"', value);
  if (time < 0 || time > LATEST) throw wrong(key, 'of the years 1970 to 9999', value);
  return time;
}

export function optionalInstantIn(json: Json, key: string): Date | undefined {
  return json[key] === undefined || json[key] === null ? undefined : instantIn(json, key);
}
