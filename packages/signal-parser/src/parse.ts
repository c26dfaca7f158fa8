import type { ChannelMemory } from './channel-memory.ts';
import { readRaw, remember, type RawReading } from './read.ts';
import {
  priceIn,
  type Doubt,
  type Parse,
  type Reading,
  type Signal,
  type Warning,
} from './reading.ts';
import { typicalPrice } from './instruments.ts';
import { confidenceOf } from './trust.ts';
import { calibration, shippedModel } from './weights.ts';

/** Changes whenever the same text may be read differently. */
export const PARSER_VERSION = 'model-1';

export const TEXT_BYTES_MAX = 8 * 1024;

export interface ParseOptions {
  /** What earlier messages of the same channel looked like; from `learn`. */
  readonly memory?: ChannelMemory;
}

/**
 * Reads a channel message. Never throws; the same text with the same memory always gets the same answer.
 * A memory helps to see what is what; how sure one must be to act stays the same.
 */
export function parse(text: string, { memory }: ParseOptions = {}): Parse {
  if (isTooLong(text)) {
    return { kind: 'refused', reason: 'text-too-long', bytesMax: TEXT_BYTES_MAX };
  }
  return judge(readRaw(text, shippedModel(), memory));
}

/** The memory of a channel after a message whose reading a person accepted; the old one is not changed. */
export function learn(memory: ChannelMemory, text: string): ChannelMemory {
  return isTooLong(text) ? memory : remember(memory, text, shippedModel());
}

function isTooLong(text: string): boolean {
  if (text.length > TEXT_BYTES_MAX) return true;
  return text.length * 3 > TEXT_BYTES_MAX && new TextEncoder().encode(text).length > TEXT_BYTES_MAX;
}

/** How sure a reading is, and whether a person must look at it first. */
function judge(raw: RawReading): Reading {
  const { kind, signals, updates, evidence } = raw;
  const [update = null, ...moreUpdates] = updates;
  const warnings = warningsOf(raw);
  const confidence = confidenceOf(raw);
  return {
    kind,
    signals,
    update,
    ...(moreUpdates.length > 0 && { moreUpdates }),
    confidence,
    abstained:
      kind === 'noise' ? (raw.isUnnamed ? 'incomplete' : null) : doubtOf(confidence, warnings),
    evidence,
    warnings,
  };
}

const SERIOUS: readonly Doubt[] = [
  'stop-on-wrong-side',
  'target-on-wrong-side',
  'implausible-level',
];

/** Whether a person must look at a reading however sure it is. */
export const isSerious = (raw: RawReading) => doubtOf(1, warningsOf(raw)) !== null;

function doubtOf(confidence: number, warnings: readonly Warning[]): Doubt | null {
  const serious = SERIOUS.find((doubt) => (warnings as readonly string[]).includes(doubt));
  return serious ?? (confidence < calibration.threshold ? 'unsure' : null);
}

function warningsOf({ signals, isInferred, hasShorthand }: RawReading): Warning[] {
  const warnings = new Set<Warning>();
  if (isInferred) warnings.add('direction-inferred');
  if (hasShorthand) warnings.add('shorthand-expanded');
  for (const signal of signals) {
    if (signal.stopLoss === null) warnings.add('no-stop-loss');
    for (const warning of levelWarnings(signal)) warnings.add(warning);
  }
  return [...warnings];
}

/** Levels of one trade are that near to each other, and prices to what the instrument costs. */
const SPREAD_MAX = 3;
const FAR = 20;

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

function areImplausible(prices: readonly number[], symbol: string): boolean {
  if (prices.length === 0) return false;
  const [low, high] = [Math.min(...prices), Math.max(...prices)];
  if (!(low > 0)) return true;
  const typical = typicalPrice(symbol);
  const isFar = typical !== undefined && (low / typical > FAR || typical / high > FAR);
  return isFar || high / low > (symbol.includes('USDT') ? 2 : 1) * SPREAD_MAX;
}
