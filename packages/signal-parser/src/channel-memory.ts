import { EDGE } from './codes.ts';
import { COLUMNS, columnOf } from './labels.ts';
import type { Scores } from './lattice.ts';
import type { View } from './view.ts';

/**
 * What a channel's accepted messages looked like: for each place in its layouts, how often which label
 * stood there. Plain JSON, to be kept on the device; a channel uses few layouts, for months.
 */
export interface ChannelMemory {
  readonly version: 1;
  /** By place, the labels' numbers and how often each was right. */
  readonly places: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

export const EMPTY_MEMORY: ChannelMemory = { version: 1, places: {} };

/** A memory from a disk or a peer, if it is one: whole, and within its limits. */
export function soundMemory(memory: ChannelMemory | undefined): ChannelMemory | undefined {
  if (memory === undefined || sound.has(memory)) return memory;
  if (!isSound(memory)) return undefined;
  sound.add(memory);
  return memory;
}

/** Looked at once each. */
const sound = new WeakSet<object>();

function isSound(memory: unknown): boolean {
  if (!isRecord(memory) || memory['version'] !== 1 || !isRecord(memory['places'])) return false;
  const places = Object.values(memory['places']);
  return (
    places.length <= PLACES_MAX && places.every((counts) => isRecord(counts) && areCounts(counts))
  );
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const areCounts = (counts: Readonly<Record<string, unknown>>) =>
  Object.values(counts).every(
    (count) => Number.isInteger(count) && Number(count) > 0 && Number(count) <= COUNT_MAX,
  );

/** Places that are remembered; a layout has a dozen. The oldest give way. */
const PLACES_MAX = 400;
const COUNT_MAX = 20;
/** A memory may tip the scales, but never outweighs plain words. */
const BONUS_MAX = 2;

/** What stands around a unit that may have a label: the same in every message of a layout. */
function placeOf(view: View, at: number): string {
  const { codes, before, header, prices } = view;
  const code = (offset: number) => codes[at + offset] ?? EDGE;
  const order = Math.min(9, prices.order[at] ?? 0);
  return [code(0), code(-2), code(-1), code(1), before[at], header[at], order].join('.');
}

/** The memory with one more message, which was accepted as it was read. */
export function remembering(
  { places }: ChannelMemory,
  view: View,
  labels: readonly number[],
): ChannelMemory {
  const next = { ...places };
  for (const [index, at] of view.candidates.entries()) {
    const place = placeOf(view, at);
    const label = String(labels[index] ?? 0);
    const counts = next[place] ?? {};
    Reflect.deleteProperty(next, place);
    next[place] = { ...counts, [label]: Math.min(COUNT_MAX, (counts[label] ?? 0) + 1) };
  }
  const kept = Object.entries(next).slice(-PLACES_MAX);
  return { version: 1, places: Object.fromEntries(kept) };
}

/** Adds to the scores of labels what they were in this channel, in the same places. */
export function recall({ places: known }: ChannelMemory, view: View, scores: Scores): void {
  for (const [index, at] of view.candidates.entries()) {
    const counts = known[placeOf(view, at)];
    if (!counts) continue;
    const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
    for (const label of scores.places[index]?.labels ?? []) {
      const column = index * COLUMNS + columnOf(label);
      const share = (counts[String(label)] ?? 0) / (total + 1);
      scores.emissions[column] = (scores.emissions[column] ?? 0) + BONUS_MAX * share;
    }
  }
}
