import type { LastEntry } from '../audits/audit-entry.ts';
import type { Situation } from '../rules/situation.ts';
import type { EarlierDecision } from './decision.ts';

/** What an order is judged by besides its account’s book and the market. */
export type Circumstances = Pick<
  Situation,
  'activity' | 'closedTrades' | 'linkedPositions' | 'news'
>;

/** What is known when an order is decided on. */
export interface Known {
  readonly circumstances: Circumstances;
  /** The decision that was taken on the same clientTradeId, where one was. */
  readonly earlier: EarlierDecision | undefined;
  /** Of the account’s audit trail. */
  readonly lastEntry: LastEntry;
  /** Whether the news calendar has anything in the days to come. */
  readonly hasNewsAhead: boolean;
}
