import { randomUUID } from 'node:crypto';
import {
  actionExpired,
  actionRejected,
  executionClosed,
  executionFailed,
  executionFilled,
  positionModified,
} from '@signalos/contracts';
import { enqueue, enqueueAll } from '@signalos/messaging';
import type { Decimal, Side } from '@signalos/trading';
import { noteChanges } from '../changes/change.commands.ts';
import type { Change, ChangeDetail } from '../changes/change.ts';
import type { Tx } from '../db.ts';
import { expireQueued, findAction, saveSettled, saveWaiting } from './action.store.ts';
import { actionSettled, type Action, type SettledState } from './action.ts';

/** Of which trade something is recorded. */
export interface Subject {
  readonly userId: string;
  readonly accountId: string;
  readonly actionId: string;
}

interface Levels {
  readonly stopLoss: Decimal | null;
  readonly takeProfit: Decimal | null;
}

export interface Fill extends Levels {
  readonly positionId: string;
  readonly symbol: string;
  readonly side: Side;
  readonly lots: Decimal;
  readonly price: Decimal;
  readonly commission: Decimal;
}

/** A broker opened a position: the trade is executed. */
export async function recordFill(
  tx: Tx,
  { of, fill, now }: { of: Subject; fill: Fill; now: Date },
) {
  const action = await settle(tx, of, { state: 'executed', now });
  const words = { ...wordsOf(fill), executionId: randomUUID() };
  await noteChanges(tx, [changeOf(action, 'executed', { detail: { fill: words }, now })]);
  await enqueue(
    tx,
    executionFilled.create({ ...of, ...words, filledAt: now.toISOString() }, { at: now }),
  );
}

interface Closing {
  readonly positionId: string;
  readonly symbol: string;
  readonly side: Side;
  readonly lots: Decimal;
  readonly remainingLots: Decimal;
  readonly openPrice: Decimal;
  readonly price: Decimal;
  readonly profit: Decimal;
  readonly balance: Decimal;
  readonly reason: 'requested' | 'stop_loss' | 'take_profit';
}

interface ClosingRecord {
  readonly of: Omit<Subject, 'actionId'> & { readonly actionId: string | null };
  readonly closing: Closing;
  readonly now: Date;
}

/** A broker closed a position, or part of it: by a trade, or because its stop or target was hit. */
export async function recordClosing(tx: Tx, { of, closing, now }: ClosingRecord): Promise<void> {
  const { userId, accountId, actionId } = of;
  const words = { ...wordsOf(closing), executionId: randomUUID() };
  if (actionId !== null) await settle(tx, { ...of, actionId }, { state: 'executed', now });
  await noteChanges(tx, [
    {
      userId,
      accountId,
      actionId,
      kind: actionId === null ? null : 'close',
      state: actionId === null ? 'closed' : 'executed',
      detail: { close: words },
      at: now,
    },
  ]);
  const { price: closePrice, ...rest } = words;
  await enqueue(
    tx,
    executionClosed.create(
      { userId, accountId, actionId, closePrice, ...rest, closedAt: now.toISOString() },
      { at: now },
    ),
  );
}

interface ModificationRecord {
  readonly of: Subject;
  readonly modification: Levels & { readonly positionId: string };
  readonly now: Date;
}

export async function recordModification(
  tx: Tx,
  { of, modification, now }: ModificationRecord,
): Promise<void> {
  const action = await settle(tx, of, { state: 'executed', now });
  const words = wordsOf(modification);
  await noteChanges(tx, [changeOf(action, 'executed', { detail: { modification: words }, now })]);
  await enqueue(
    tx,
    positionModified.create({ ...of, ...words, modifiedAt: now.toISOString() }, { at: now }),
  );
}

export interface Reason {
  readonly code: string;
  readonly message: string;
}

interface FailureRecord {
  readonly of: Subject;
  readonly failure: Reason;
  readonly now: Date;
}

/** What was allowed could not be done. */
export async function recordFailure(tx: Tx, { of, failure, now }: FailureRecord): Promise<void> {
  const action = await settle(tx, of, { state: 'failed', now });
  await noteChanges(tx, [changeOf(action, 'failed', { detail: { failure }, now })]);
  const data = { ...of, ...failure, deviceId: action.deviceId, kind: action.kind };
  await enqueue(tx, executionFailed.create({ ...data, failedAt: now.toISOString() }, { at: now }));
}

/** The order is with the broker and waits for its price. */
export async function recordWorking(
  tx: Tx,
  { of, now }: { of: Subject; now: Date },
): Promise<void> {
  const action = await findAction(tx, keyOf(of));
  const saved = await saveWaiting(tx, { ...keyOf(of), state: 'working' });
  if (!action || !saved) throw settledBefore(of);
  await noteChanges(tx, [changeOf(action, 'working', { detail: {}, now })]);
}

export interface Refusal extends Reason {
  readonly decisionId: string | null;
  readonly violations: NonNullable<ChangeDetail['refusal']>['violations'];
}

/** The rules forbid it: nothing was executed. */
export async function refuse(
  tx: Tx,
  { action, refusal, now }: { action: Action; refusal: Refusal; now: Date },
): Promise<void> {
  await settle(tx, subjectOf(action), { state: 'refused', now });
  await noteChanges(tx, [changeOf(action, 'refused', { detail: { refusal }, now })]);
  const { code, message, decisionId } = refusal;
  const data = { ...eventSubjectOf(action), code, message, decisionId };
  await enqueue(tx, actionRejected.create(data, { at: now }));
}

/** It was too old when its turn came, or its price did not come in time. */
export async function expire(tx: Tx, { of, now }: { of: Subject; now: Date }): Promise<void> {
  const action = await settle(tx, of, { state: 'expired', now });
  await announceExpired(tx, [action], now);
}

/** Ends what waits in the queue and is too old; returns how many there were. */
export async function expireDue(tx: Tx, limits: { now: Date; limit: number }): Promise<number> {
  const actions = await expireQueued(tx, limits);
  await announceExpired(tx, actions, limits.now);
  return actions.length;
}

async function announceExpired(tx: Tx, actions: readonly Action[], now: Date): Promise<void> {
  await noteChanges(
    tx,
    actions.map((action) => changeOf(action, 'expired', { detail: {}, now })),
  );
  const expiredAt = now.toISOString();
  const events = actions.map((action) =>
    actionExpired.create({ ...eventSubjectOf(action), expiredAt }, { at: now }),
  );
  await enqueueAll(tx, events);
}

const keyOf = ({ userId, actionId: id }: Subject) => ({ userId, id });

export const subjectOf = ({ userId, accountId, id: actionId }: Action): Subject => ({
  userId,
  accountId,
  actionId,
});

const eventSubjectOf = (action: Action) => ({
  ...subjectOf(action),
  deviceId: action.deviceId,
  kind: action.kind,
});

function changeOf(
  { userId, accountId, id: actionId, kind }: Action,
  state: Change['state'],
  { detail, now }: { detail: ChangeDetail; now: Date },
): Change {
  return { userId, accountId, actionId, kind, state, detail, at: now };
}

/** Ends a trade, once: whoever comes second has its whole transaction undone. */
async function settle(
  tx: Tx,
  of: Subject,
  { state, now }: { state: SettledState; now: Date },
): Promise<Action> {
  const action = await saveSettled(tx, { ...keyOf(of), state, now });
  if (!action) throw settledBefore(of);
  return action;
}

const settledBefore = ({ actionId }: Subject) =>
  actionSettled(`Trade ${actionId} has come to its end already`, { actionId });

type Words<T> = { [Key in keyof T]: T[Key] extends Decimal | null ? WordOf<T[Key]> : T[Key] };
type WordOf<T> = T extends Decimal ? string : null;

/** The same with every decimal as the string that goes over the wire. */
function wordsOf<T extends object>(values: T): Words<T> {
  return JSON.parse(JSON.stringify(values)) as Words<T>;
}
