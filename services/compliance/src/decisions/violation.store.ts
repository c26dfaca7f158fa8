import { ProposedTrade } from '@signalos/contracts';
import { sql, type Sql, type Statement } from '@signalos/database';
import type { Reader } from '../db.ts';
import type { Violation as ViolationRow } from '../generated/prisma/client.ts';
import type { DetectedViolation } from './decision.ts';

export function insertingViolations(violations: readonly DetectedViolation[]): Statement[] {
  if (violations.length === 0) return [];
  return [
    sql`
      insert into violation (id, decision_id, account_id, user_id, phase, latched, detected_at,
        rule_id, severity, message, "limit", actual, unit, formula, inputs)
      select id, "decisionId", "accountId", "userId", phase, latched, "detectedAt", "ruleId",
        severity, message, "limit", actual, unit, formula, inputs
      from jsonb_to_recordset(${JSON.stringify(violations)}::jsonb) as found (id uuid,
        "decisionId" uuid, "accountId" uuid, "userId" uuid, phase text, latched boolean,
        "detectedAt" timestamptz, "ruleId" text, severity text, message text, "limit" text,
        actual text, unit text, formula text, inputs jsonb)`,
  ];
}

export interface ViolationsCounted {
  readonly accountId: string;
  readonly ruleId: string;
  readonly since?: Date;
}

export async function countViolations(db: Sql, counted: ViolationsCounted): Promise<number> {
  const { accountId, ruleId, since = null } = counted;
  const [row] = await db.$queryRaw<{ count: number }[]>`
    select count(*)::int as count from violation
    where account_id = ${accountId}::uuid and rule_id = ${ruleId}
      and (${since}::timestamptz is null or detected_at > ${since}::timestamptz)`;
  return row?.count ?? 0;
}

/** A violation with the order that caused it. */
export interface ListedViolation extends DetectedViolation {
  readonly trade: ProposedTrade | null;
}

export interface ViolationsQuery {
  readonly userId: string;
  readonly accountId: string | undefined;
  /** The last violation of the page before. */
  readonly after: Pick<DetectedViolation, 'id' | 'detectedAt'> | undefined;
  readonly limit: number;
}

/** Newest first. */
export async function listViolations(
  db: Reader,
  { userId, accountId, after, limit }: ViolationsQuery,
): Promise<ListedViolation[]> {
  const rows = await db.violation.findMany({
    where: {
      userId,
      ...(accountId && { accountId }),
      ...(after && {
        OR: [
          { detectedAt: { lt: after.detectedAt } },
          { detectedAt: after.detectedAt, id: { lt: after.id } },
        ],
      }),
    },
    orderBy: [{ detectedAt: 'desc' }, { id: 'desc' }],
    take: limit,
    include: { decision: { select: { trade: true } } },
  });
  return rows.map(({ decision, ...row }) => ({
    ...toViolation(row),
    trade: decision && ProposedTrade.parse(decision.trade),
  }));
}

function toViolation(row: ViolationRow): DetectedViolation {
  return {
    ...row,
    phase: row.phase as DetectedViolation['phase'],
    severity: row.severity as DetectedViolation['severity'],
    inputs: row.inputs as DetectedViolation['inputs'],
  };
}
