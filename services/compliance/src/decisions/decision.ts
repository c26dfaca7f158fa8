import {
  Id,
  type Decision,
  type ProfileReference,
  type ProposedTrade,
  type Violation,
} from '@signalos/contracts';
import { defineError } from '@signalos/errors';
import { Decimal } from '@signalos/trading';
import { endOf, type KnownReservation } from '../accounts/reservation.ts';
import { PERMISSION_RULES, STANDING_RULES } from '../rules/catalogue.ts';
import { readOrder } from '../rules/order.ts';
import { firstBroken, isViolation } from '../rules/rule.ts';
import type { Situation } from '../rules/situation.ts';

/** An order that its user asks about; without an account, it is for his default one. */
export interface Proposal extends Omit<ProposedTrade, 'accountId'> {
  readonly accountId: string | undefined;
  readonly userId: string;
  /** Whoever asks hands the order to the broker himself: its user cannot call it back. */
  readonly isHandedOn: boolean;
}

/** A decision that was taken, with the order it is about. */
export interface DecisionRecord {
  readonly decision: Decision;
  readonly trade: ProposedTrade;
}

/** A decision on the same order, taken before, with what became of the risk it set aside. */
export interface EarlierDecision extends DecisionRecord {
  readonly reservation: Pick<KnownReservation, 'outcome' | 'expiresAt'> | undefined;
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

/**
 * The name of an order. One that is a UUID is in lower case, as in the events that tell what became of
 * the order.
 */
export function nameOf(clientTradeId: string): string {
  return Id.safeParse(clientTradeId).data ?? clientTradeId;
}

const WORDS = ['symbol', 'side', 'type', 'reduceOnly', 'positionId', 'strategyId'] as const;
const NUMBERS = ['lots', 'entryPrice', 'slPrice', 'tpPrice', 'leverage'] as const;
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

/** An order that came before, and how things stand now. */
export interface Repetition {
  readonly proposal: Proposal;
  readonly profile: ProfileReference | null;
  readonly situation: Situation;
}

/**
 * The decision taken before, for the same order again. A permission outlives neither the profile that
 * gave it, nor the trading it was given for, nor the risk that was set aside for it. That of an order
 * which was filled has been used: there is nothing to take back.
 */
export function replay(earlier: EarlierDecision, repetition: Repetition): Decision {
  const { decision, trade } = earlier;
  const { clientTradeId } = repetition.proposal;
  if (!isSameOrder(trade, repetition.proposal)) {
    throw idempotencyConflict(`${clientTradeId} was used for another order`, { clientTradeId });
  }
  const change = decision.allowed ? whatEnds(earlier, repetition) : undefined;
  if (change) {
    throw decisionOutdated(`${clientTradeId} was allowed, and is not any more: ${change}`, {
      clientTradeId,
    });
  }
  return { ...decision, replayed: true };
}

/** What has happened since an order was allowed, for which it no longer is. */
function whatEnds(earlier: EarlierDecision, repetition: Repetition): string | undefined {
  if (earlier.reservation?.outcome === 'filled') return undefined;
  const barred = barring(repetition.situation)?.message;
  return earlier.trade.reduceOnly ? barred : (barred ?? whatFreed(earlier, repetition));
}

/** Why the room that an opening was given is not there for it any more. */
function whatFreed(
  { decision, reservation }: EarlierDecision,
  { profile, situation }: Repetition,
): string | undefined {
  if (decision.profile?.sha256 !== profile?.sha256) return 'It was under another profile';
  const end = reservation ? endOf(reservation, situation.now) : 'gone';
  return end && `The risk that was reserved for it is ${end}`;
}

/** The rule by which the account may not place such an order now, whatever it would risk. */
function barring(situation: Situation): Violation | undefined {
  const order = readOrder(situation.trade);
  if (isViolation(order)) return order;
  return firstBroken([...STANDING_RULES, ...PERMISSION_RULES], { situation, order });
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
  summary:
    'The order was allowed once and is not any more: `detail` tells what has happened since.',
  fix: 'Do not place the order. If it is still wanted, ask again under a new clientTradeId.',
});
