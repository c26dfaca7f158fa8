import { findInstrument, INSTRUMENTS, instrumentOf, type Quote } from './case.ts';
import { minorUnits } from './market.ts';
import { type Random } from './random.ts';

/** What one unit is worth in dollars, more or less. */
const DOLLARS: Readonly<Record<string, number>> = {
  USD: 1,
  EUR: 1.1,
  GBP: 1.3,
  CHF: 1.14,
  CAD: 0.73,
  AUD: 0.65,
  NZD: 0.6,
  SEK: 0.095,
  KWD: 3.25,
  JPY: 1 / 150,
  XAU: 2_600,
  XAG: 31,
  BTC: 90_000,
};

const INDEX_POINTS: Readonly<Record<string, number>> = {
  US30: 42_000,
  NAS100: 21_000,
  GER40: 20_000,
  ESP35: 11_500,
  AAPL: 230,
  ES: 6_000,
};

const PAIR_TICK = '0.00001';
const ROUND_TICKS = 1_000;

export const SYMBOLS = Object.keys(INSTRUMENTS);
export const CURRENCIES = ['USD', 'EUR', 'GBP', 'JPY', 'CHF', 'CAD', 'AUD', 'NZD', 'SEK', 'KWD'];

/** Writes 7 steps of 0.25 as 1.75. */
export function inSteps(count: number | bigint, step: string): string {
  const [whole = '', decimals = ''] = step.split('.');
  return scaled(BigInt(count) * BigInt(whole + decimals), decimals.length);
}

/** How many whole steps there are in a number: 7 of 0.25 in 1.80. */
export const stepsIn = (value: string | number, step: string): number =>
  Math.round(Number(value) / Number(step));

/** The smallest amount of a currency: 0.01 of USD, 1 of JPY. */
export const minorUnit = (currency: string): string => scaled(1n, minorUnits(currency));

/** An amount, given in dollars, in another currency. */
export function amountIn(currency: string, dollars: number): string {
  const step = minorUnit(currency);
  return inSteps(stepsIn(dollars / (DOLLARS[currency] ?? 1), step), step);
}

export const tickOf = (symbol: string): string => findInstrument(symbol)?.tick ?? PAIR_TICK;

/** Some price near the usual one, in ticks; often a round one. */
function priceTicks(random: Random, symbol: string): number {
  const usual = INDEX_POINTS[symbol] ?? pairPrice(symbol);
  const ticks = stepsIn(usual * (0.98 + 0.04 * random.fraction()), tickOf(symbol));
  return random.chance(0.5) ? Math.ceil(ticks / ROUND_TICKS) * ROUND_TICKS : ticks;
}

export function aQuote(random: Random, symbol: string): Quote {
  const bid = Math.max(1, priceTicks(random, symbol));
  const spread = random.chance(0.5) ? 0 : random.magnitude(1, 60);
  return { bid: inSteps(bid, tickOf(symbol)), ask: inSteps(bid + spread, tickOf(symbol)) };
}

/** Pairs by which an amount gets from its currency to the account's: direct, turned, by dollar. */
export function someRoute(random: Random, from: string, to: string): string[] {
  if (from === to) return [];
  const direct = random.pick([
    [usualPair(from, to)],
    [to + from],
    [from + to],
    [to + from, from + to],
  ]);
  if (from === 'USD' || to === 'USD') return direct;
  const byDollar = [...someRoute(random, from, 'USD'), ...someRoute(random, 'USD', to)];
  return random.pick([direct, byDollar, [...direct, ...byDollar]]);
}

export const quoteCurrencyOf = (symbol: string): string => instrumentOf(symbol).quote;

const pairPrice = (pair: string): number =>
  (DOLLARS[pair.slice(0, 3)] ?? 1) / (DOLLARS[pair.slice(3)] ?? 1);

const usualPair = (from: string, to: string): string =>
  Object.hasOwn(INSTRUMENTS, from + to) ? from + to : to + from;

function scaled(units: bigint, decimals: number): string {
  if (decimals === 0) return units.toString();
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, '0');
  return `${units < 0n ? '-' : ''}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
