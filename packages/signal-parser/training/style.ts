import type { Instrument } from './market.ts';
import { DIGITS, type NumberStyle, PLAIN } from './numbers.ts';
import type { Rng } from './rng.ts';

const COMMA = new Set(
  'de fr es it pt ru uk tr pl id vi nl cs ro el sr hu bg sv fi da no'.split(' '),
);

const SCRIPTS: Readonly<Record<string, readonly (keyof typeof DIGITS)[]>> = {
  ar: ['arabic'],
  fa: ['persian'],
  ur: ['persian', 'arabic'],
  hi: ['devanagari'],
  mr: ['devanagari'],
  bn: ['bengali'],
  th: ['thai'],
  zh: ['wide'],
  ja: ['wide'],
  ko: ['wide'],
};

function pickDigits(rng: Rng, code: string): string {
  const own = SCRIPTS[code];
  if (own && rng.chance(code === 'fa' || code === 'ar' ? 0.25 : 0.08)) return DIGITS[rng.pick(own)];
  if (rng.chance(0.012)) return DIGITS[rng.pick(['bold', 'sansBold', 'mono', 'wide'] as const)];
  return '';
}

/** How a message in this language about this instrument writes its numbers. */
export function pickStyle(rng: Rng, code: string, { price, group }: Instrument): NumberStyle {
  const comma = rng.chance(COMMA.has(code) ? 0.22 : 0.03);
  const style: NumberStyle = {
    ...PLAIN,
    keepZeros: rng.chance(0.75),
    digits: pickDigits(rng, code),
    decimal: comma ? ',' : '.',
  };
  if (price >= 1000) return pickLarge(rng, style, price);
  return group === 'forex' && rng.chance(0.008) ? { ...style, decimal: ' ' } : style;
}

function pickLarge(rng: Rng, style: NumberStyle, price: number): NumberStyle {
  if (price > 20_000 && rng.chance(0.07)) return { ...style, thousand: rng.pick(['k', 'k', 'K']) };
  if (!rng.chance(0.2)) return style;
  const separators =
    style.decimal === ',' ? ['.', '.', ' ', '\u00A0'] : [',', ',', ',', ',', ' ', "'", '’'];
  return { ...style, thousands: rng.pick(separators) };
}
