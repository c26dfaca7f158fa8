import { actionAccepted } from '@signalos/contracts';
import { enqueueAll } from '@signalos/messaging';
import { noteChanges } from '../changes/change.commands.ts';
import type { Tx } from '../db.ts';
import {
  deleteSettled,
  findAction,
  insertActions,
  type Cleanup,
  type NewAction,
  type Tally,
} from './action.store.ts';
import type { Action } from './action.ts';

/** For other features: takes trades into the queue, in this order, and says so. */
export async function acceptActions(tx: Tx, actions: readonly NewAction[]): Promise<void> {
  if (actions.length === 0) return;
  await insertActions(tx, actions);
  await noteChanges(
    tx,
    actions.map(({ userId, accountId, id, kind, acceptedAt, expiresAt }) => ({
      userId,
      accountId,
      actionId: id,
      kind,
      state: 'accepted' as const,
      detail: expiresAt ? { expiresAt: expiresAt.toISOString() } : {},
      at: acceptedAt,
    })),
  );
  await enqueueAll(tx, actions.map(announcement));
}

const announcement = ({
  userId,
  accountId,
  id,
  deviceId,
  kind,
  acceptedAt,
  expiresAt,
}: NewAction) =>
  actionAccepted.create(
    {
      userId,
      accountId,
      actionId: id,
      deviceId,
      kind,
      acceptedAt: acceptedAt.toISOString(),
      expiresAt: expiresAt?.toISOString() ?? null,
    },
    { at: acceptedAt },
  );

/** For other features: a trade of this user, unless it was cleaned up. */
export function actionOf(tx: Tx, key: { userId: string; id: string }): Promise<Action | undefined> {
  return findAction(tx, key);
}

export const CLEANUP_CHUNK = 1_000;

/** Deletes up to a thousand trades that ended long enough ago. */
export function cleanUpChunk(tx: Tx, cleanup: Cleanup): Promise<Tally> {
  return deleteSettled(tx, { ...cleanup, limit: CLEANUP_CHUNK });
}
