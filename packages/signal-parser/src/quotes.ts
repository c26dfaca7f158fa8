import { NO_CONCEPTS } from './concepts.ts';
import type { Normalised } from './normalise.ts';
import type { Unit } from './units.ts';

/** Of a message that answers a quoted one only the instrument is taken from the quotation. */
export function muteQuotes(units: readonly Unit[], normalised: Normalised): readonly Unit[] {
  const quoted = quotedLines(units, normalised);
  const isAnswered = units.some(({ kind, line }) => kind === 'word' && !quoted.has(line));
  if (quoted.size === 0 || !isAnswered) return units;
  return units.map((unit) => (quoted.has(unit.line) ? mute(unit) : unit));
}

function quotedLines(units: readonly Unit[], { original, offsets }: Normalised): Set<number> {
  const quoted = new Set<number>();
  let line = -1;
  for (const unit of units) {
    if (unit.line === line || unit.kind === 'line') continue;
    ({ line } = unit);
    // Arrows are folded to the same mark, but quote nothing.
    if (unit.text === '>' && original[offsets[unit.start] ?? 0] === '>') quoted.add(line);
  }
  return quoted;
}

const mute = (unit: Unit): Unit =>
  unit.kind === 'symbol' || unit.kind === 'line'
    ? unit
    : { ...unit, kind: 'punct', concepts: NO_CONCEPTS, timeframe: undefined };
