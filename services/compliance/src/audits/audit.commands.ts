import type { AuditReference } from '@signalos/contracts';
import type { SqlTx, Statement } from '@signalos/database';
import { insertAuditEntry, insertingEntry } from './audit-entry.store.ts';
import { contentOf, linkEntry, type AuditEvent, type LastEntry } from './audit-entry.ts';

/**
 * Puts into the audit trail what happened, in the transaction in which it happened: it is there if,
 * and only if, that commits. Take the account's row lock first, as for every change of an account.
 */
export async function appendAudit(tx: SqlTx, event: AuditEvent): Promise<AuditReference> {
  const { stream, at } = event;
  return { stream, ...(await insertAuditEntry(tx, { stream, at, content: contentOf(event) })) };
}

/**
 * As `appendAudit`, for who holds the stream’s lock, has read its last entry since, and writes more in
 * the same round trip.
 */
export function appendingAudit(
  last: LastEntry,
  event: AuditEvent,
): { readonly audit: AuditReference; readonly write: Statement } {
  const entry = linkEntry(last, event);
  const { stream, seq, hash } = entry;
  return { audit: { stream, seq, hash }, write: insertingEntry(entry) };
}
