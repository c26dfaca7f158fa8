import { Decision, ProposedTrade } from '@signalos/contracts';
import { Decimal } from '@signalos/trading';
import { fromNumeric, type Tx } from '../db.ts';
import {
  REFUSALS_MAX,
  RefusedRisk,
  TRADES_MAX,
  VIOLATIONS_MAX,
  type ClosedPart,
  type DayRecord,
  type Flow,
  type FoundViolation,
  type History,
  type RefusedOrder,
  type ViolationCount,
} from './history.ts';
import type { Period } from './period.ts';
import { VERIFY_COMMAND, type AuditHead } from './trail.ts';

/** An account, and the days that a report is about. */
export interface Scope {
  readonly accountId: string;
  readonly userId: string;
  readonly period: Period;
  /** Names when days start, as the records of days do. */
  readonly boundary: string;
}

/** From here on the transaction sees one state of the database, and cannot change it. */
export async function takeSnapshot(tx: Tx): Promise<void> {
  await tx.$executeRaw`set transaction isolation level repeatable read read only`;
}

/** Reads a period of an account, in a number of queries that does not depend on what is in it. */
export async function readHistory(tx: Tx, scope: Scope): Promise<History> {
  return {
    before: await sumsBefore(tx, scope),
    days: await listDayRecords(tx, scope),
    closed: await listClosedParts(tx, scope),
    flows: await listFlows(tx, scope),
    openings: await listOpenings(tx, scope),
    violationCounts: await countViolations(tx, scope),
    violations: await listViolations(tx, scope),
    decisions: await countDecisions(tx, scope),
    refusals: await listRefusals(tx, scope),
  };
}

/** Ownership is part of every query, although the account was found by its owner already. */
function within({ accountId, userId, period: { from, to } }: Scope) {
  return { account: { id: accountId, userId }, during: { gte: from, lt: to } };
}

async function sumsBefore(tx: Tx, scope: Scope): Promise<History['before']> {
  const { account } = within(scope);
  const before = { lt: scope.period.from };
  const { _sum: closed } = await tx.closedTrade.aggregate({
    where: { account, closedAt: before },
    _sum: { profit: true },
  });
  const { _sum: flows } = await tx.cashFlow.aggregate({
    where: { account, bookedAt: before },
    _sum: { amount: true },
  });
  return {
    profit: closed.profit ? fromNumeric(closed.profit) : Decimal.ZERO,
    flow: flows.amount ? fromNumeric(flows.amount) : Decimal.ZERO,
  };
}

async function listDayRecords(tx: Tx, scope: Scope): Promise<DayRecord[]> {
  const { account, during } = within(scope);
  const rows = await tx.accountDay.findMany({
    where: { account, dayStart: during, boundary: scope.boundary },
    orderBy: { dayStart: 'asc' },
  });
  return rows.map(({ dayStart, startBalance, startEquity, lowestEquity }) => ({
    start: dayStart,
    startBalance: fromNumeric(startBalance),
    startEquity: fromNumeric(startEquity),
    lowestEquity: fromNumeric(lowestEquity),
  }));
}

interface ClosedRow {
  readonly positionId: string;
  readonly symbol: string;
  readonly profit: string;
  readonly closedAt: Date;
  readonly risk: string | null;
}

/** One more than a report may have, so that too many are noticed. */
async function listClosedParts(
  tx: Tx,
  { accountId, userId, period }: Scope,
): Promise<ClosedPart[]> {
  const rows = await tx.$queryRaw<ClosedRow[]>`
    select closed.position_id as "positionId", closed.symbol,
      trim_scale(closed.profit)::text as profit, closed.closed_at as "closedAt",
      decision.reply -> 'risk' ->> 'tradeWorstLoss' as risk
    from closed_trade closed
    join account on account.id = closed.account_id and account.user_id = ${userId}::uuid
    left join fill
      on fill.account_id = closed.account_id and fill.position_id = closed.position_id
    left join decision on decision.account_id = fill.account_id
      and decision.client_trade_id = fill.client_trade_id and decision.allowed
    where closed.account_id = ${accountId}::uuid
      and closed.closed_at >= ${period.from} and closed.closed_at < ${period.to}
    order by closed.closed_at, closed.id limit ${TRADES_MAX + 1}`;
  return rows.map(({ profit, risk, ...rest }) => ({
    ...rest,
    profit: Decimal.parse(profit),
    risk: risk === null ? undefined : Decimal.parse(risk),
  }));
}

async function listFlows(tx: Tx, scope: Scope): Promise<Flow[]> {
  const { account, during } = within(scope);
  const rows = await tx.cashFlow.findMany({
    where: { account, bookedAt: during },
    orderBy: [{ bookedAt: 'asc' }, { id: 'asc' }],
    take: TRADES_MAX + 1,
  });
  return rows.map(({ amount, bookedAt }) => ({ amount: fromNumeric(amount), bookedAt }));
}

async function listOpenings(tx: Tx, scope: Scope): Promise<Date[]> {
  const { account, during } = within(scope);
  const rows = await tx.fill.findMany({
    where: { account, filledAt: during },
    orderBy: { filledAt: 'asc' },
    take: TRADES_MAX + 1,
    select: { filledAt: true },
  });
  return rows.map(({ filledAt }) => filledAt);
}

async function countViolations(
  tx: Tx,
  { accountId, userId, period }: Scope,
): Promise<ViolationCount[]> {
  const starts = period.days.map(({ start }) => start);
  return tx.$queryRaw<ViolationCount[]>`
    select rule_id as "ruleId", severity, count(*)::int as count,
      width_bucket(detected_at, ${starts}::timestamptz[]) - 1 as day
    from violation
    where account_id = ${accountId}::uuid and user_id = ${userId}::uuid
      and detected_at >= ${period.from} and detected_at < ${period.to}
    group by 1, 2, 4 order by 4, 1, 2`;
}

async function listViolations(tx: Tx, scope: Scope): Promise<FoundViolation[]> {
  const { accountId, userId } = scope;
  const rows = await tx.violation.findMany({
    where: { accountId, userId, detectedAt: within(scope).during },
    orderBy: [{ detectedAt: 'desc' }, { id: 'desc' }],
    take: VIOLATIONS_MAX,
    omit: { accountId: true, userId: true },
  });
  return rows.map((row) => ({
    ...row,
    severity: row.severity as FoundViolation['severity'],
    inputs: row.inputs as FoundViolation['inputs'],
  }));
}

async function countDecisions(tx: Tx, scope: Scope): Promise<History['decisions']> {
  const { account, during } = within(scope);
  const groups = await tx.decision.groupBy({
    by: 'allowed',
    where: { account, decidedAt: during },
    _count: true,
  });
  const count = (allowed: boolean) =>
    groups.find((group) => group.allowed === allowed)?._count ?? 0;
  return { allowed: count(true), refused: count(false) };
}

/** Only what is told, so that decisions of the past may lack what those of today have. */
const Refused = Decision.pick({ decisionId: true, decidedAt: true, violations: true }).extend({
  risk: RefusedRisk.nullable(),
});

async function listRefusals(tx: Tx, scope: Scope): Promise<RefusedOrder[]> {
  const { account, during } = within(scope);
  const rows = await tx.decision.findMany({
    where: { account, decidedAt: during, allowed: false },
    orderBy: [{ decidedAt: 'desc' }, { id: 'desc' }],
    take: REFUSALS_MAX,
    select: { trade: true, reply: true },
  });
  return rows.map(({ trade, reply }) => ({
    trade: ProposedTrade.parse(trade),
    decision: Refused.parse(reply),
  }));
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

/** Undefined where nothing is in the account's trail. */
export async function findAuditHead(
  tx: Tx,
  { accountId: stream }: Scope,
): Promise<AuditHead | undefined> {
  const head = await tx.auditEntry.findFirst({
    where: { stream },
    orderBy: { seq: 'desc' },
    select: { seq: true, hash: true },
  });
  if (!head) return undefined;
  const first = await tx.auditEntry.aggregate({ where: { stream }, _min: { seq: true } });
  const newest = await tx.auditCheckpoint.findFirst({ orderBy: { size: 'desc' } });
  return {
    stream,
    firstSeq: Number(first._min.seq ?? head.seq),
    lastSeq: Number(head.seq),
    headHash: hex(head.hash),
    checkpoint: newest && {
      size: Number(newest.size),
      root: hex(newest.root),
      at: newest.at.toISOString(),
      note: newest.note,
    },
    verify: VERIFY_COMMAND,
  };
}
