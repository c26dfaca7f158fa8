import type { Cell, Tone } from './document.ts';
import { percent } from './wording.ts';

/** From here on a share of a limit wants care. */
export const WARN_PCT = 50;
/** From here on it is alarming. */
export const BAD_PCT = 80;

export function toneOf(usedPct: number): Tone {
  if (usedPct >= BAD_PCT) return 'bad';
  return usedPct >= WARN_PCT ? 'warn' : 'good';
}

export function usedCell(usedPct: string | null): Cell {
  if (usedPct === null) return { text: '' };
  return { text: percent(usedPct), tone: toneOf(Number(usedPct)) };
}
