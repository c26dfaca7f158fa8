import { actionAccepted, actionHeld } from '@signalos/contracts';
import { enqueue, enqueueAll } from '@signalos/messaging';
import type { Doubt } from '@signalos/signal-parser';
import { noteChanges } from '../changes/change.commands.ts';
import type { Change } from '../changes/change.ts';
import type { Tx } from '../db.ts';
import {
  deleteSettled,
  findAction,
  insertActions,
  saveConfirmed,
  type Cleanup,
  type NewAction,
  type Tally,
} from './action.store.ts';
import { actionNotFound, actionSettled, type Action } from './action.ts';

/**
 * For other features: takes trades into the queue, in this order, and says so. What is in doubt is held
 * until its user confirms it.
 */
export async function acceptActions(tx: Tx, actions: readonly NewAction[]): Promise<void> {
  if (actions.length === 0) return;
  await insertActions(tx, actions);
  await noteChanges(
    tx,
    actions.map((action) =>
      action.doubt === null ? accepted(action, action.acceptedAt) : held(action, action.doubt),
    ),
  );
  await enqueueAll(
    tx,
    actions.map((action) =>
      action.doubt === null ? acceptance(action, action.acceptedAt) : holding(action, action.doubt),
    ),
  );
}

/** Its user consents: a trade that is held goes into the queue. One that is no longer held stays as it is. */
export async function confirmAction(
  tx: Tx,
  { now, ...key }: { userId: string; id: string; now: Date },
): Promise<Action> {
  const confirmed = await saveConfirmed(tx, { ...key, now });
  if (!confirmed) return stillWanted(await findAction(tx, key), key.id);
  await noteChanges(tx, [accepted(confirmed, now)]);
  await enqueue(tx, acceptance(confirmed, now));
  return confirmed;
}

function stillWanted(action: Action | undefined, id: string): Action {
  if (!action) throw actionNotFound(`You have no trade ${id}`, { actionId: id });
  if (action.state === 'expired') {
    throw actionSettled(`Trade ${id} has expired already`, { actionId: id });
  }
  return action;
}

type Accepted = Pick<
  Action,
  'userId' | 'accountId' | 'id' | 'deviceId' | 'kind' | 'acceptedAt' | 'expiresAt'
>;

const accepted = (action: Accepted, at: Date): Change => ({
  ...changeOf(action, at),
  state: 'accepted',
});

const held = (action: Accepted, doubt: Doubt): Change => {
  const change = changeOf(action, action.acceptedAt);
  return { ...change, state: 'held', detail: { ...change.detail, doubt } };
};

const changeOf = ({ userId, accountId, id: actionId, kind, expiresAt }: Accepted, at: Date) => ({
  userId,
  accountId,
  actionId,
  kind,
  detail: expiresAt ? { expiresAt: expiresAt.toISOString() } : {},
  at,
});

const acceptance = (action: Accepted, at: Date) =>
  actionAccepted.create(
    { ...wordsOf(action), acceptedAt: action.acceptedAt.toISOString() },
    { at },
  );

const holding = (action: Accepted, doubt: Doubt) => {
  const at = action.acceptedAt;
  return actionHeld.create({ ...wordsOf(action), doubt, heldAt: at.toISOString() }, { at });
};

const wordsOf = ({ userId, accountId, id, deviceId, kind, expiresAt }: Accepted) => ({
  userId,
  accountId,
  actionId: id,
  deviceId,
  kind,
  expiresAt: expiresAt?.toISOString() ?? null,
});

/** For other features: a trade of this user, unless it was cleaned up. */
export function actionOf(tx: Tx, key: { userId: string; id: string }): Promise<Action | undefined> {
  return findAction(tx, key);
}

export const CLEANUP_CHUNK = 1_000;

/** Deletes up to a thousand trades that ended long enough ago. */
export function cleanUpChunk(tx: Tx, cleanup: Cleanup): Promise<Tally> {
  return deleteSettled(tx, { ...cleanup, limit: CLEANUP_CHUNK });
}
