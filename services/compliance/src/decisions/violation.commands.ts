import { randomUUID } from 'node:crypto';
import {
  violationDetected,
  type AuditReference,
  type EventOf,
  type ProposedTrade,
  type Violation,
} from '@signalos/contracts';
import { writeTogether, type SqlTx, type Statement } from '@signalos/database';
import type { Account } from '../accounts/account.ts';
import { appendAudit } from '../audits/audit.commands.ts';
import { referenceTo, type Profile } from '../profiles/profile.ts';
import type { ViolationPhase } from './decision.ts';
import { insertingViolations } from './violation.store.ts';
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
  readonly now: Date;
}

/** An order that was judged. */
interface JudgedOrder {
  readonly decisionId: string;
  readonly trade: ProposedTrade;
}

type Told = EventOf<typeof violationDetected>[];

/** Remembers what no order caused; gives the events that tell of it, for the caller to record. */
export async function recordViolations(tx: SqlTx, found: FoundViolations): Promise<Told> {
  const violations = found.violations.map(identified);
  const audit = await prove(tx, found, violations);
  const { writes, events } = recording(found, { violations, audit });
  await writeTogether(tx, writes);
  return events;
}

/** The same of an order. Its decision’s entry in the audit trail holds its violations. */
export function recordingViolations(
  found: Omit<FoundViolations, 'phase' | 'latched'>,
  order: JudgedOrder,
  audit: AuditReference,
) {
  const violations = found.violations.map(identified);
  return recording({ ...found, phase: 'pre-trade', latched: false }, { violations, audit, order });
}

const identified = (violation: Violation) => ({ ...violation, id: randomUUID() });
type Identified = ReturnType<typeof identified>;

interface Proven {
  readonly violations: readonly Identified[];
  readonly audit: AuditReference;
  readonly order?: JudgedOrder;
}

function recording(
  { book, phase, latched, now }: FoundViolations,
  { violations, audit, order }: Proven,
): { readonly writes: Statement[]; readonly events: Told } {
  const { id: accountId, userId } = book.account;
  const of = { decisionId: order?.decisionId ?? null, accountId, userId, phase, latched };
  const around = {
    profile: book.profile ? referenceTo(book.profile) : null,
    audit,
    day: book.profile ? dayOf(book.profile, now) : null,
    trade: order ? excerptOf(order.trade) : null,
  };
  const rows = violations.map((violation) => ({ ...violation, ...of, detectedAt: now }));
  const events = violations.map(({ id: violationId, ...violation }) => {
    const excess = excessOf(violation);
    const data = { ...violation, ...of, ...around, violationId, excess };
    return violationDetected.create(data, { at: now });
  });
  return { writes: insertingViolations(rows), events };
}

/** An entry of their own, for those without an order. */
function prove(
  tx: SqlTx,
  { book, phase, latched, now }: FoundViolations,
  violations: readonly Identified[],
): Promise<AuditReference> {
  const profile = book.profile ? referenceTo(book.profile) : null;
  const data = { phase, latched, violations, profile };
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
