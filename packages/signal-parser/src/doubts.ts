import { classOf, typicalPrice } from './instruments.ts';
import type { RawReading } from './read.ts';
import { priceIn, SERIOUS, type Doubt, type Signal, type Warning } from './reading.ts';

/** What is so doubtful that a person must look at it, however sure the model is. */
export const seriousIn = (warnings: readonly Warning[]): Doubt | undefined =>
  SERIOUS.find((doubt) => warnings.includes(doubt));

export function warningsOf({ signals, isInferred, hasShorthand, cautions }: RawReading): Warning[] {
  const warnings = new Set<Warning>(cautions);
  if (isInferred) warnings.add('direction-inferred');
  if (hasShorthand) warnings.add('shorthand-expanded');
  for (const signal of signals) {
    if (signal.stopLoss === null) warnings.add('no-stop-loss');
    if (hasOddSize(signal)) warnings.add('implausible-size');
    for (const warning of levelWarnings(signal)) warnings.add(warning);
  }
  return [...warnings];
}

function* levelWarnings(signal: Signal): Generator<Warning> {
  const { action, entry, stopLoss, takeProfits, symbol } = signal;
  const stop = priceIn(stopLoss);
  const targets = takeProfits.flatMap((target) => priceIn(target) ?? []);
  const entries = entry ? [Number(entry.low), Number(entry.high)] : [];
  const isBelow = (a: number, b: number) => (action === 'buy' ? a < b : a > b);
  const reference = entries.length > 0 ? entries : targets;
  if (stop !== undefined && reference.some((price) => !isBelow(stop, price))) {
    yield 'stop-on-wrong-side';
  }
  if (targets.some((target) => entries.some((price) => !isBelow(price, target)))) {
    yield 'target-on-wrong-side';
  }
  if (areImplausible([...entries, ...targets, ...(stop === undefined ? [] : [stop])], symbol)) {
    yield 'implausible-level';
  }
}

/**
 * How far prices may be from what the instrument costs, and from each other, as a factor: currencies move
 * a few per cent in a month, coins double.
 */
const BOUNDS = {
  currency: { far: 2, spread: 1.25 },
  coin: { far: 20, spread: 6 },
  known: { far: 5, spread: 2 },
  unknown: { far: Infinity, spread: 3 },
} as const;

function areImplausible(prices: readonly number[], symbol: string): boolean {
  if (prices.length === 0) return false;
  const [low, high] = [Math.min(...prices), Math.max(...prices)];
  if (!(low > 0)) return true;
  const { far, spread } = BOUNDS[classOf(symbol)];
  const typical = typicalPrice(symbol) ?? low;
  return low / typical > far || typical / high > far || high / low > spread;
}

/** Nobody means to trade nothing, or with more than that. */
const MOST = { lots: 100, riskPercent: 20, leverage: 1_000 } as const;

function hasOddSize(signal: Signal): boolean {
  const isOdd = (size: keyof typeof MOST) =>
    signal[size] !== null && !(Number(signal[size]) > 0 && Number(signal[size]) <= MOST[size]);
  const distances = [signal.stopLoss, ...signal.takeProfits].flatMap((level) =>
    level && 'pips' in level ? [Number(level.pips)] : [],
  );
  return (
    isOdd('lots') ||
    isOdd('riskPercent') ||
    isOdd('leverage') ||
    distances.some((pips) => !(pips > 0))
  );
}
