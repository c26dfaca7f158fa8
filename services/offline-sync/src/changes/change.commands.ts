import type { Reader, Tx } from '../db.ts';
import { insertChanges, listChanges, type ChangesQuery } from './change.store.ts';
import type { Change, ChangePosition } from './change.ts';

/** For other features: notes what became of trades, for devices to read. */
export async function noteChanges(tx: Tx, changes: readonly Change[]): Promise<void> {
  if (changes.length > 0) await insertChanges(tx, changes);
}

export interface ChangesSince {
  readonly changes: readonly Change[];
  /** Where to go on; where one was, if nothing has changed. */
  readonly position: ChangePosition | undefined;
  readonly more: boolean;
}

/** For other features: what changed for a user since a position. */
export async function changesSince(db: Reader, query: ChangesQuery): Promise<ChangesSince> {
  const { after, limit } = query;
  const rows = await listChanges(db, { ...query, limit: limit + 1 });
  const changes = rows.slice(0, limit);
  return { changes, position: changes.at(-1)?.position ?? after, more: rows.length > limit };
}
