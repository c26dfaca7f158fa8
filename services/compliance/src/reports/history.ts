import {
  RiskFigures,
  type Decision,
  type ProposedTrade,
  type Violation,
} from '@signalos/contracts';
import { defineError } from '@signalos/errors';
import type { Decimal } from '@signalos/trading';
import type { z } from 'zod';

/** At most so many violations are listed in a report; all are counted. */
export const VIOLATIONS_MAX = 10_000;
/** At most so many refused orders are listed in a report; all are counted. */
export const REFUSALS_MAX = 1_000;

/** A report of more closed trades than this would be one of some of them, so there is none. */
export const TRADES_MAX = 20_000;

/** What the database remembers of an account in a period, and the sums of what came before. */
export interface History {
  readonly before: { readonly profit: Decimal; readonly flow: Decimal };
  /** In the order of time, like all lists here unless they say otherwise. */
  readonly days: readonly DayRecord[];
  readonly closed: readonly ClosedPart[];
  readonly flows: readonly Flow[];
  /** When positions were opened. */
  readonly openings: readonly Date[];
  readonly violationCounts: readonly ViolationCount[];
  /** The newest, from the newest on. */
  readonly violations: readonly FoundViolation[];
  readonly decisions: { readonly allowed: number; readonly refused: number };
  /** The newest orders that were refused, from the newest on. */
  readonly refusals: readonly RefusedOrder[];
}

/** What was seen of a trading day. */
export interface DayRecord {
  readonly start: Date;
  readonly startBalance: Decimal;
  readonly startEquity: Decimal;
  readonly lowestEquity: Decimal;
}

/** A position, or part of one, that was closed. */
export interface ClosedPart {
  readonly positionId: string;
  readonly symbol: string;
  readonly profit: Decimal;
  readonly closedAt: Date;
  /** What the position could lose by the decision that allowed it; undefined where nobody knows. */
  readonly risk: Decimal | undefined;
}

export interface Flow {
  readonly amount: Decimal;
  readonly bookedAt: Date;
}

export interface ViolationCount {
  readonly ruleId: string;
  readonly severity: Violation['severity'];
  /** The place of its day in the period, from 0. */
  readonly day: number;
  readonly count: number;
}

export interface FoundViolation extends Violation {
  readonly id: string;
  readonly decisionId: string | null;
  readonly phase: string;
  readonly latched: boolean;
  readonly detectedAt: Date;
}

export const RefusedRisk = RiskFigures.pick({
  currency: true,
  tradeWorstLoss: true,
  worstEquity: true,
  dailyFloor: true,
  totalFloor: true,
});
export type RefusedRisk = z.output<typeof RefusedRisk>;

export interface RefusedOrder {
  readonly decision: Pick<Decision, 'decisionId' | 'decidedAt' | 'violations'> & {
    /** Null where it was refused before its risk was known. */
    readonly risk: RefusedRisk | null;
  };
  readonly trade: ProposedTrade;
}

/** Throws where a report could tell only a part of what was traded. */
export function assertComplete({ closed, flows, openings }: History): void {
  const most = Math.max(closed.length, flows.length, openings.length);
  if (most > TRADES_MAX) {
    throw reportTooLarge(`The period has more than ${TRADES_MAX} trades`, { limit: TRADES_MAX });
  }
}

export const reportTooLarge = defineError({
  kind: 'invalid',
  code: 'report-too-large',
  summary: 'The period has more trades than a report may have.',
  fix: 'Ask for a shorter period; `limit` is the most trades that one may have.',
});
