import { randomUUID } from 'node:crypto';
import {
  violationDetected,
  type AuditReference,
  type EventOf,
  type ProposedTrade,
  type Violation,
} from '@signalos/contracts';
import type { Account } from '../accounts/account.ts';
import { appendAudit } from '../audits/audit.commands.ts';
import type { Tx } from '../db.ts';
import { referenceTo, type Profile } from '../profiles/profile.ts';
import type { ViolationPhase } from './decision.ts';
import { insertViolations } from './violation.store.ts';
import { excessOf } from './violation.ts';

export interface FoundViolations {
  readonly book: {
    readonly account: Pick<Account, 'id' | 'userId'>;
    readonly profile: Profile | undefined;
  };
  readonly violations: readonly Violation[];
  readonly phase: ViolationPhase;
  /** Whether they ended or paused the account’s trading. */
  readonly latched: boolean;
  /** What was judged, where an order was. */
  readonly order?: JudgedOrder;
  readonly now: Date;
}

interface JudgedOrder {
  readonly decisionId: string;
  readonly trade: ProposedTrade;
  /** Where the decision is in the audit trail. */
  readonly audit: AuditReference | null;
}

/** Remembers violations; gives the events that tell of them, for the caller to record with others. */
export async function recordViolations(
  tx: Tx,
  found: FoundViolations,
): Promise<EventOf<typeof violationDetected>[]> {
  const { book, phase, latched, order, now } = found;
  const violations = found.violations.map((violation) => ({ ...violation, id: randomUUID() }));
  const of = {
    decisionId: order?.decisionId ?? null,
    accountId: book.account.id,
    userId: book.account.userId,
    phase,
    latched,
  };
  await insertViolations(
    tx,
    violations.map((violation) => ({ ...violation, ...of, detectedAt: now })),
  );

  const profile = book.profile ? referenceTo(book.profile) : null;
  const around = {
    profile,
    audit: order ? order.audit : await prove(tx, found, { violations, profile }),
    day: book.profile ? dayOf(book.profile, now) : null,
    trade: order ? excerptOf(order.trade) : null,
  };
  return violations.map(({ id: violationId, ...violation }) => {
    const excess = excessOf(violation);
    const data = { ...violation, ...of, ...around, violationId, excess };
    return violationDetected.create(data, { at: now });
  });
}

/** A decision's entry holds its violations; those without an order have one of their own. */
function prove(tx: Tx, { book, phase, latched, now }: FoundViolations, what: object) {
  const data = { phase, latched, ...what };
  return appendAudit(tx, { stream: book.account.id, kind: 'violations-detected', at: now, data });
}

/** How often an account was found to break a rule. */
export { countViolations } from './violation.store.ts';

/** The trading day that an instant belongs to, as subscribers are told of it. */
export function dayOf({ limits, source }: Pick<Profile, 'limits' | 'source'>, now: Date) {
  const { start, end } = limits.day(now);
  return { start: start.toISOString(), end: end.toISOString(), tz: source.day.tz };
}

/** What subscribers are told of the order. */
function excerptOf({ clientTradeId, symbol, side, type, lots, ...prices }: ProposedTrade) {
  const { entryPrice = null, slPrice = null } = prices;
  return { clientTradeId, symbol, side, type, lots, entryPrice, slPrice };
}
