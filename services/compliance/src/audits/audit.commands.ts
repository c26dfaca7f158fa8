import { canonicalJson } from '@signalos/audit-trail';
import type { AuditReference } from '@signalos/contracts';
import type { Tx } from '../db.ts';
import { insertAuditEntry } from './audit-entry.store.ts';
import type { AuditEvent } from './audit-entry.ts';

/**
 * Puts into the audit trail what happened, in the transaction in which it happened: it is there if,
 * and only if, that commits. Take the account's row lock first, as for every change of an account.
 */
export async function appendAudit(
  tx: Tx,
  { stream, kind, at, data }: AuditEvent,
): Promise<AuditReference> {
  const content = canonicalJson({ at: at.toISOString(), kind, data });
  return { stream, ...(await insertAuditEntry(tx, { stream, at, content })) };
}
