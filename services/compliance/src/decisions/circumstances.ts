import type { Situation } from '../rules/situation.ts';

/** What an order is judged by besides its account’s book and the market. */
export type Circumstances = Pick<
  Situation,
  'activity' | 'closedTrades' | 'linkedPositions' | 'news'
>;
