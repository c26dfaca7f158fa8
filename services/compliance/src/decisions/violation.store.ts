import { ProposedTrade } from '@signalos/contracts';
import type { Reader, Tx } from '../db.ts';
import type { Violation as ViolationRow } from '../generated/prisma/client.ts';
import type { DetectedViolation } from './decision.ts';

export async function insertViolations(
  tx: Tx,
  violations: readonly DetectedViolation[],
): Promise<void> {
  await tx.violation.createMany({ data: [...violations] });
}

export function countViolations(
  db: Reader,
  { since, ...of }: { readonly accountId: string; readonly ruleId: string; readonly since?: Date },
): Promise<number> {
  return db.violation.count({ where: { ...of, ...(since && { detectedAt: { gt: since } }) } });
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
