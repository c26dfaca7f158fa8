import type { Rng } from './rng.ts';

/** What is said beside a level, and is no value of its own. */
export type Remark = 'pips' | 'plus' | 'bare' | 'percent' | 'share' | 'ratio' | 'word';

const KINDS = [
  'pips',
  'pips',
  'pips',
  'plus',
  'plus',
  'bare',
  'percent',
  'percent',
  'share',
  'ratio',
  'word',
] as const;

export const pickRemark = (rng: Rng): Remark | undefined =>
  rng.chance(0.12) ? rng.pick(KINDS) : undefined;
