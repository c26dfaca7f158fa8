import { EMPTY_MEMORY, soundMemory, type ChannelMemory } from './channel-memory.ts';
import { seriousIn, warningsOf } from './doubts.ts';
import { readRaw, remember, type RawReading } from './read.ts';
import type { Doubt, Parse, Reading, Warning } from './reading.ts';
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
 * A memory helps to see what is what; how sure one must be to act stays the same. What is no memory, such as
 * a damaged file, is taken for none.
 */
export function parse(text: string, { memory }: ParseOptions = {}): Parse {
  if (isTooLong(text)) {
    return { kind: 'refused', reason: 'text-too-long', bytesMax: TEXT_BYTES_MAX };
  }
  return judge(readRaw(text, shippedModel(), soundMemory(memory)));
}

/** The memory of a channel after a message whose reading a person accepted; the old one is not changed. */
export function learn(memory: ChannelMemory, text: string): ChannelMemory {
  if (isTooLong(text)) return memory;
  return remember(soundMemory(memory) ?? EMPTY_MEMORY, text, shippedModel());
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
      kind === 'noise' ? (raw.isUnnamed ? 'incomplete' : null) : doubtOf(raw, confidence, warnings),
    evidence,
    warnings,
  };
}

/** Whether a person must look at a reading however sure it is. */
export const isSerious = (raw: RawReading) => seriousIn(warningsOf(raw)) !== undefined;

function doubtOf(raw: RawReading, confidence: number, warnings: readonly Warning[]): Doubt | null {
  const isUnsure = confidence < calibration.threshold || isGuessed(raw);
  return seriousIn(warnings) ?? (isUnsure ? 'unsure' : null);
}

/** The levels alone say the direction, beside words that nobody knows: they may say `do not buy`. */
const isGuessed = ({ isInferred, traits }: RawReading) => isInferred && traits.unknownWords > 0;
