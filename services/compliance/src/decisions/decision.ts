import type { Decision, ProfileReference, ProposedTrade, Violation } from '@signalos/contracts';
import { defineError } from '@signalos/errors';
import { Decimal } from '@signalos/trading';

/** An order that its user asks about; without an account, it is for his default one. */
export interface Proposal extends Omit<ProposedTrade, 'accountId'> {
  readonly accountId: string | undefined;
  readonly userId: string;
}

/** A decision that was taken, with the order it is about. */
export interface DecisionRecord {
  readonly decision: Decision;
  readonly trade: ProposedTrade;
}

/** What it was found at: an order, a tick, or the start of a day. */
export const VIOLATION_PHASES = ['pre-trade', 'monitor', 'day-roll'] as const;
export type ViolationPhase = (typeof VIOLATION_PHASES)[number];

/** A violation as it is remembered. */
export interface DetectedViolation extends Violation {
  readonly id: string;
  /** None for one that no order caused. */
  readonly decisionId: string | null;
  readonly accountId: string;
  readonly userId: string;
  readonly phase: ViolationPhase;
  /** Whether it ended or paused the account’s trading. */
  readonly latched: boolean;
  readonly detectedAt: Date;
}

/** Asks what would be decided: nothing is reserved, remembered or announced. */
export function isDryRun({ reserve }: Pick<ProposedTrade, 'reserve'>): boolean {
  return reserve.ttlMs === 0;
}

const WORDS = ['symbol', 'side', 'type', 'reduceOnly', 'positionId'] as const;
const NUMBERS = ['lots', 'entryPrice', 'slPrice', 'tpPrice'] as const;
type Content = Pick<ProposedTrade, (typeof WORDS)[number] | (typeof NUMBERS)[number]>;

/** Whether two orders are the same but for how their numbers are spelled. */
export function isSameOrder(one: Content, other: Content): boolean {
  return (
    WORDS.every((name) => (one[name] ?? null) === (other[name] ?? null)) &&
    NUMBERS.every((name) => isSameNumber(one[name], other[name]))
  );
}

function isSameNumber(one: string | null | undefined, other: string | null | undefined): boolean {
  if (!one || !other) return (one ?? null) === (other ?? null);
  return Decimal.parse(one).equals(Decimal.parse(other));
}

/**
 * The decision taken before, for the same order again. What one profile has allowed, another may
 * not: a permission does not outlive the profile that gave it.
 */
export function replay(
  { decision, trade }: DecisionRecord,
  proposal: Proposal,
  profile: ProfileReference | null,
): Decision {
  const { clientTradeId } = proposal;
  if (!isSameOrder(trade, proposal)) {
    throw idempotencyConflict(`${clientTradeId} was used for another order`, { clientTradeId });
  }
  if (decision.allowed && !trade.reduceOnly && decision.profile?.sha256 !== profile?.sha256) {
    throw decisionOutdated(`${clientTradeId} was allowed under another profile`, { clientTradeId });
  }
  return { ...decision, replayed: true };
}

/**
 * A service that heard no price yet can judge nothing but reductions, and must not refuse for good
 * what it would allow a moment later.
 */
export function assertStateKnown(
  { clientTradeId, reduceOnly }: Pick<Proposal, 'clientTradeId' | 'reduceOnly'>,
  quotes: { readonly hasAny: () => boolean },
): void {
  if (reduceOnly || quotes.hasAny()) return;
  const answer = { allowed: false, violations: ['STATE_UNAVAILABLE'] };
  throw stateUnavailable('No price was heard since the start', { clientTradeId, ...answer });
}

export const stateUnavailable = defineError({
  kind: 'unavailable',
  code: 'state-unavailable',
  summary: 'What the order would be judged by is not known yet; nothing was decided.',
  fix: 'Do not place the order; ask again after `Retry-After` seconds, under the same clientTradeId.',
});

export const tooManyDecisions = defineError({
  kind: 'unavailable',
  code: 'too-many-decisions',
  summary: 'Too many orders wait to be decided; nothing was decided on this one.',
  fix: 'Ask again after `Retry-After` seconds, under the same clientTradeId.',
});

export const idempotencyConflict = defineError({
  kind: 'conflict',
  code: 'idempotency-conflict',
  summary: 'This clientTradeId was used before, for an order with other content.',
  fix: 'Use a new clientTradeId for a new order; repeat the old order to get its decision.',
});

export const decisionOutdated = defineError({
  kind: 'conflict',
  code: 'decision-outdated',
  summary: 'The order was allowed under another profile than the account has now.',
  fix: 'Ask again under a new clientTradeId.',
});
