import type { Violation } from '@signalos/contracts';
import type { Reader } from '../db.ts';

/** What stopped an account's trading. */
export interface Breach extends Pick<Violation, 'ruleId' | 'limit' | 'actual' | 'unit'> {
  readonly detectedAt: string;
}

/** The newest. */
export async function findBreach(db: Reader, accountId: string): Promise<Breach | undefined> {
  const row = await db.violation.findFirst({
    where: { accountId, latched: true },
    orderBy: [{ detectedAt: 'desc' }, { id: 'desc' }],
    select: { ruleId: true, limit: true, actual: true, unit: true, detectedAt: true },
  });
  return row ? { ...row, detectedAt: row.detectedAt.toISOString() } : undefined;
}
