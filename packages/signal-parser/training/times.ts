import type { Timeframe } from './labels.ts';
import type { Rng } from './rng.ts';
import type { Voice } from './voice.ts';

interface Frame {
  readonly label: Timeframe;
  readonly count: number;
  readonly unit: 'minute' | 'hour' | 'day' | 'week';
  readonly spellings: readonly string[];
}

const FRAMES: readonly Frame[] = [
  { label: 'M1', count: 1, unit: 'minute', spellings: ['M1', '1m', '1min'] },
  { label: 'M5', count: 5, unit: 'minute', spellings: ['M5', '5m', '5M', '5min', '5 min', 'm5'] },
  {
    label: 'M15',
    count: 15,
    unit: 'minute',
    spellings: ['M15', '15m', '15M', '15min', '15 Min', 'm15'],
  },
  {
    label: 'M30',
    count: 30,
    unit: 'minute',
    spellings: ['M30', '30m', '30M', '30min', '30 min', 'm30'],
  },
  { label: 'H1', count: 1, unit: 'hour', spellings: ['H1', '1h', '1H', '1hr', '1 hour', 'h1'] },
  { label: 'H2', count: 2, unit: 'hour', spellings: ['H2', '2h', '2H', '2hr'] },
  { label: 'H4', count: 4, unit: 'hour', spellings: ['H4', '4h', '4H', '4hr', '4 hours', 'h4'] },
  { label: 'D1', count: 1, unit: 'day', spellings: ['D1', '1D', 'Daily', 'daily', '1d'] },
  { label: 'W1', count: 1, unit: 'week', spellings: ['W1', '1W', 'Weekly', 'weekly'] },
];
const USUAL = [0, 1, 2, 2, 2, 3, 3, 4, 4, 4, 4, 5, 6, 6, 6, 6, 7, 8];

export interface WrittenTime {
  readonly text: string;
  readonly label: Timeframe;
}

/** A time frame as a token ("H4"), or a number and its unit in the author's language. */
export function pickFrame(rng: Rng, voice: Voice): WrittenTime {
  const { label, count, unit, spellings } = FRAMES[rng.pick(USUAL)] as Frame;
  const units = voice.language.words[unit] ?? [];
  if (unit === 'day' || unit === 'week' || units.length === 0 || !rng.chance(0.2)) {
    return { text: rng.pick(spellings), label };
  }
  const space = voice.language.spaces ? ' ' : '';
  return { text: `${count}${space}${rng.pick(units.slice(0, 2))}`, label };
}

/** A number of this unit that a chart can have. */
export function pickCount(rng: Rng, unit: 'minute' | 'hour'): WrittenTime {
  const frames = FRAMES.filter(
    (each) => each.unit === unit && each.count !== 2 && each.label !== 'M1',
  );
  const { count, label } = rng.pick(frames);
  return { text: String(count), label };
}
