import { createHash } from 'node:crypto';
import type { Decision } from '@signalos/contracts';
import type { Transact } from '@signalos/database';
import { AppError } from '@signalos/errors';
import { Decimal } from '@signalos/trading';
import type { BrokerConnector, Evidence, Outcome, Position, Ticket } from '../brokers/broker.ts';
import type { Db, Tx } from '../db.ts';
import { saveSubmitted, saveWaiting, type Waiting } from './action.store.ts';
import { actionSettled, isExpired, nextAttempt, type Action, type ActionOf } from './action.ts';
import {
  isUnawareOf,
  lotsToClose,
  proposeClosing,
  proposeOpening,
  questionId,
  widensRisk,
  type Proposal,
} from './proposal.ts';
import { expire, recordFailure, refuse, subjectOf, type Reason } from './settlement.commands.ts';

/** What it takes to see a trade through. */
export interface AttemptDeps {
  readonly db: Db;
  readonly transact: Transact<Tx>;
  readonly now: () => Date;
  readonly connector: BrokerConnector;
  readonly judge: Judge;
}

/** Asks compliance; throws `no-answer` when it is silent. */
export type Judge = (trade: Proposal & { readonly userId: string }) => Promise<Decision>;

/** A broker that did not know an order twice, this long after it was sent, never got it. */
const MISSES_MIN = 2;
const ARRIVAL_MAX_MS = 10_000;
const DOUBT_FIRST_MS = 1_000;
const DOUBT_MAX_MS = 30_000;
const QUESTIONS_MAX = 5;
/** Compliance hears of a new position by its event, which takes a moment. */
const HEARSAY_MS = 1_000;
const CLIENT_ORDER_ID_LENGTH = 18;

/**
 * Takes a trade one step further: to its end, or to when it is to be tried again. That it has ended
 * before, in another replica, is as good.
 */
export async function attemptAction(deps: AttemptDeps, action: Action): Promise<void> {
  try {
    await proceed(deps, action);
  } catch (error) {
    if (!(error instanceof AppError && error.code === actionSettled.contract.code)) throw error;
  }
}

async function proceed(deps: AttemptDeps, action: Action): Promise<void> {
  if (action.submittedAt) return settleDoubt(deps, action);
  if (isExpired(action, deps.now()))
    return end(deps, (tx, now) => expire(tx, { of: subjectOf(action), now }));
  switch (action.kind) {
    case 'open':
      return openPosition(deps, action);
    case 'close':
      return closePosition(deps, action);
    case 'modify':
      return modifyPosition(deps, action);
  }
}

async function openPosition(deps: AttemptDeps, action: ActionOf<'open'>): Promise<void> {
  const decision = await decide(deps, action, proposeOpening(action, deps.now()));
  if (!decision) return;
  if (!decision.allowed) return refuseFor(deps, action, decision);

  const { symbol, side, type, lots, entryPrice, stopLoss, takeProfit } = action.payload;
  const expiresAt = earliest(action.expiresAt, decision.reservation?.expiresAt);
  await submit(deps, action, () =>
    deps.connector.submit({
      ...ticketOf(action),
      symbol,
      side,
      type,
      lots: Decimal.parse(lots),
      entryPrice: readLevel(entryPrice),
      stopLoss: readLevel(stopLoss),
      takeProfit: readLevel(takeProfit),
      expiresAt,
    }),
  );
}

async function closePosition(deps: AttemptDeps, action: ActionOf<'close'>): Promise<void> {
  const position = await findPosition(deps, action);
  if (!position) return;
  const heardAt = new Date(position.openedAt.getTime() + HEARSAY_MS);
  if (heardAt > deps.now()) return wait(deps, action, { nextAt: heardAt });

  const lots = lotsToClose(action.payload.lots, position);
  const clientTradeId = questionId(action.id, action.question);
  const decision = await decide(deps, action, proposeClosing(position, { lots, clientTradeId }));
  if (!decision) return;
  if (!decision.allowed && isUnawareOf(decision) && action.question < QUESTIONS_MAX) {
    return wait(deps, action, { question: action.question + 1 });
  }
  if (!decision.allowed) return refuseFor(deps, action, decision);
  await submit(deps, action, () =>
    deps.connector.close({ ...ticketOf(action), positionId: position.id, lots }),
  );
}

async function modifyPosition(deps: AttemptDeps, action: ActionOf<'modify'>): Promise<void> {
  const position = await findPosition(deps, action);
  if (!position) return;
  const { stopLoss = position.stopLoss, takeProfit = position.takeProfit } = action.payload;
  const levels = { stopLoss: readLevel(stopLoss), takeProfit: readLevel(takeProfit) };
  const move = { side: position.side, from: position.stopLoss, to: levels.stopLoss };
  if (widensRisk(move)) {
    const message = `The stop would move from ${move.from?.toString()} to ${move.to?.toString() ?? 'none'}, away from profit`;
    const refusal = { code: 'stop-widens-risk', message, decisionId: null, violations: [] };
    return end(deps, (tx, now) => refuse(tx, { action, refusal, now }));
  }
  await submit(deps, action, () =>
    deps.connector.modify({ ...ticketOf(action), positionId: position.id, ...levels }),
  );
}

/** The position a trade is about; the trade fails if there is none. */
async function findPosition(
  deps: AttemptDeps,
  action: ActionOf<'close'> | ActionOf<'modify'>,
): Promise<Position | undefined> {
  const { positionId, openedBy } = action.payload;
  const { accountId } = action;
  const position = await deps.connector.findPosition({ accountId, positionId, openedBy });
  if (!position) {
    const message = `There is no open position ${positionId ?? `of trade ${openedBy}`}`;
    await fail(deps, action, { code: 'position-not-found', message });
  }
  return position;
}

/** What compliance says. Silence, and what it may yet learn, is asked again until the trade expires. */
async function decide(
  deps: AttemptDeps,
  action: Action,
  proposal: Proposal,
): Promise<Decision | undefined> {
  try {
    return await deps.judge({ ...proposal, userId: action.userId });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { code, message } = error;
    if (mayPass(error)) await wait(deps, action, {});
    else await fail(deps, action, { code, message });
    return undefined;
  }
}

const PASSING: ReadonlySet<AppError['kind']> = new Set([
  'unavailable',
  'internal', // A bug may be mended before the trade expires.
  'timed-out',
  'upstream-failed',
  'rate-limited',
  'not-found',
]);
const mayPass = ({ kind }: AppError) => PASSING.has(kind);

/**
 * Gives an order to the broker. That it may be there is committed first, so that a crash in
 * between leaves a doubt, which evidence resolves, and never a second order.
 */
async function submit(
  deps: AttemptDeps,
  action: Action,
  send: () => Promise<Outcome>,
): Promise<void> {
  if (!(await saveSubmitted(deps.db, { ...action, now: deps.now() }))) return;
  const outcome = await send();
  if (outcome.outcome === 'unknown') await doubt(deps, action, 0);
}

/** Only evidence ends a doubt: neither a timer nor an error on the way proves that nothing happened. */
async function settleDoubt(deps: AttemptDeps, action: Action): Promise<void> {
  const evidence = await deps.connector.find(ticketOf(action));
  // What the broker knows it has recorded; if that has not ended the trade, it is asked again.
  if (evidence.outcome === 'working') return;
  if (evidence.outcome !== 'not-found') return doubt(deps, action, action.misses);
  const misses = action.misses + 1;
  if (!neverArrived(evidence, { ...action, misses }, deps.now()))
    return doubt(deps, action, misses);
  const afresh = { state: 'queued', submittedAt: null, misses: 0, nextAt: deps.now() } as const;
  await deps.transact((tx) => save(tx, action, afresh));
}

function neverArrived(
  evidence: Extract<Evidence, { outcome: 'not-found' }>,
  { misses, submittedAt }: Pick<Action, 'misses' | 'submittedAt'>,
  now: Date,
): boolean {
  if (evidence.conclusive) return true;
  const sentAgoMs = now.getTime() - (submittedAt ?? now).getTime();
  return misses >= MISSES_MIN && sentAgoMs >= ARRIVAL_MAX_MS;
}

async function doubt(deps: AttemptDeps, action: Action, misses: number): Promise<void> {
  const delayMs = Math.min(DOUBT_FIRST_MS * 2 ** Math.max(0, action.attempts - 1), DOUBT_MAX_MS);
  const nextAt = new Date(deps.now().getTime() + delayMs);
  await deps.transact((tx) => save(tx, action, { state: 'in_doubt', misses, nextAt }));
}

async function wait(
  deps: AttemptDeps,
  action: Action,
  change: Pick<Waiting, 'nextAt' | 'question'>,
): Promise<void> {
  const nextAt = nextAttempt(action, deps.now());
  await deps.transact((tx) => save(tx, action, { state: 'queued', nextAt, ...change }));
}

async function save(
  tx: Tx,
  { userId, id }: Action,
  change: Omit<Waiting, 'userId' | 'id'>,
): Promise<void> {
  await saveWaiting(tx, { userId, id, ...change });
}

function refuseFor(deps: AttemptDeps, action: Action, decision: Decision): Promise<void> {
  const violations = decision.violations.map(({ ruleId, message, limit, actual, unit }) => ({
    ruleId,
    message,
    limit,
    actual,
    unit,
  }));
  const refusal = {
    code: 'compliance-denied',
    message: violations.map(({ message }) => message).join('; ') || 'The rules forbid this trade',
    decisionId: decision.decisionId,
    violations,
  };
  return end(deps, (tx, now) => refuse(tx, { action, refusal, now }));
}

function fail(deps: AttemptDeps, action: Action, failure: Reason): Promise<void> {
  return end(deps, (tx, now) => recordFailure(tx, { of: subjectOf(action), failure, now }));
}

const end = (
  { transact, now }: AttemptDeps,
  work: (tx: Tx, now: Date) => Promise<void>,
): Promise<void> => transact((tx) => work(tx, now()));

/** The same for the same trade, for ever: letters and digits that every broker accepts. */
function ticketOf(action: Action): Ticket {
  const digest = createHash('sha256').update(`${action.accountId}/${action.id}`).digest();
  return {
    ...subjectOf(action),
    clientOrderId: lettersOf(digest).slice(0, CLIENT_ORDER_ID_LENGTH),
  };
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const lettersOf = (bytes: Uint8Array) =>
  Array.from(bytes, (byte) => LETTERS.charAt(byte % LETTERS.length)).join('');

const readLevel = (level: Decimal | string | null) =>
  typeof level === 'string' ? Decimal.parse(level) : level;

function earliest(expiresAt: Date | null, reservedUntil: string | undefined): Date | null {
  if (reservedUntil === undefined) return expiresAt;
  const until = new Date(reservedUntil);
  return expiresAt && expiresAt < until ? expiresAt : until;
}
