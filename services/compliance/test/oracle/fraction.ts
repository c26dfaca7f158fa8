/** An exact ratio of two integers; `bottom` is above zero. */
export interface Fraction {
  readonly top: bigint;
  readonly bottom: bigint;
}

export const DECIMAL = /^-?\d+(\.\d+)?$/;
export const ZERO: Fraction = { top: 0n, bottom: 1n };

/** Reads '-12.50' as -1250/100. */
export function fraction(text: string): Fraction {
  const known = readBefore.get(text) ?? read(text);
  if (readBefore.size >= REMEMBERED_MAX) readBefore.clear();
  readBefore.set(text, known);
  return known;
}

// A case and its neighbours have nearly all their numbers in common.
const readBefore = new Map<string, Fraction>();
const REMEMBERED_MAX = 10_000;

function read(text: string): Fraction {
  if (!DECIMAL.test(text)) throw new Error(`${text} is not a decimal number`);
  const [whole = '', decimals = ''] = text.split('.');
  return { top: BigInt(whole + decimals), bottom: 10n ** BigInt(decimals.length) };
}

export const integer = (value: number): Fraction => ({ top: BigInt(value), bottom: 1n });

export function plus(a: Fraction, b: Fraction): Fraction {
  if (a.bottom === b.bottom) return { top: a.top + b.top, bottom: a.bottom };
  return { top: a.top * b.bottom + b.top * a.bottom, bottom: a.bottom * b.bottom };
}

export const negative = (a: Fraction): Fraction => ({ top: -a.top, bottom: a.bottom });

export const minus = (a: Fraction, b: Fraction): Fraction => plus(a, negative(b));

export const times = (a: Fraction, b: Fraction): Fraction => ({
  top: a.top * b.top,
  bottom: a.bottom * b.bottom,
});

export function over(a: Fraction, b: Fraction): Fraction {
  if (b.top === 0n) throw new Error('A fraction cannot be divided by zero');
  const quotient = { top: a.top * b.bottom, bottom: a.bottom * b.top };
  return quotient.bottom > 0n ? quotient : { top: -quotient.top, bottom: -quotient.bottom };
}

export const sum = (all: readonly Fraction[]): Fraction => all.reduce(plus, ZERO);

/** Below zero, zero or above zero, as a is below, at or above b. */
export function compare(a: Fraction, b: Fraction): -1 | 0 | 1 {
  const difference = a.top * b.bottom - b.top * a.bottom;
  if (difference === 0n) return 0;
  return difference < 0n ? -1 : 1;
}

export const isBelow = (a: Fraction, b: Fraction): boolean => compare(a, b) < 0;
export const isAbove = (a: Fraction, b: Fraction): boolean => compare(a, b) > 0;

export const lowest = (first: Fraction, ...rest: readonly Fraction[]): Fraction =>
  rest.reduce((least, one) => (isBelow(one, least) ? one : least), first);

export const highest = (first: Fraction, ...rest: readonly Fraction[]): Fraction =>
  rest.reduce((most, one) => (isAbove(one, most) ? one : most), first);

export const absolute = (a: Fraction): Fraction => (a.top < 0n ? negative(a) : a);

export const percentOf = (percent: Fraction, whole: Fraction): Fraction =>
  over(times(percent, whole), integer(100));

/** The next number with so many decimals at or below this one: -0.001 becomes -0.01. */
export function floor(a: Fraction, decimals: number): Fraction {
  const bottom = 10n ** BigInt(decimals);
  const scaled = a.top * bottom;
  const cut = scaled / a.bottom; // Towards zero.
  const top = cut * a.bottom > scaled ? cut - 1n : cut;
  return { top, bottom };
}

export const ceiling = (a: Fraction, decimals: number): Fraction =>
  negative(floor(negative(a), decimals));
