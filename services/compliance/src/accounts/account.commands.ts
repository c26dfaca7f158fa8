import type {
  accountOpened,
  EventOf,
  executionClosed,
  executionFailed,
  executionFilled,
  positionModified,
} from '@signalos/contracts';
import { Decimal } from '@signalos/trading';
import type { Tx } from '../db.ts';
import { watchClose, watchFill } from '../objectives/habit.commands.ts';
import { insertAccount } from './account.store.ts';
import type { Account } from './account.ts';
import { profileOf, type Moment } from './book.ts';
import { follow, happenedAt, type Change } from './follow.commands.ts';
import {
  deletePosition,
  findPosition,
  insertClosedTrade,
  insertFill,
  insertPosition,
  savePosition,
} from './position.store.ts';
import { commissionPerLot, positionUnknown, reduced, type OpenPosition } from './position.ts';
import { concludeReservation } from './reservation.commands.ts';
import type { ReservationOutcome } from './reservation.ts';

type DataOf<Contract> = EventOf<Contract>['data'];

export async function openAccount(tx: Tx, opened: DataOf<typeof accountOpened>): Promise<void> {
  const initialBalance = Decimal.parse(opened.initialBalance);
  await insertAccount(tx, {
    id: opened.accountId,
    userId: opened.userId,
    currency: opened.currency,
    initialBalance,
    balance: initialBalance,
    commissionPerLot: Decimal.ZERO,
    status: 'active',
    pausedUntil: undefined,
    phase: 'evaluation',
    type: 'standard',
    permittedSymbols: undefined,
    highestClosed: initialBalance,
    peakEquity: initialBalance,
    openedAt: new Date(opened.openedAt),
    activation: undefined,
    toldUntil: undefined,
  });
}

/** The reservation becomes a position in one step: the risk is counted once, and never not at all. */
export async function recordFill(
  tx: Tx,
  moment: Moment,
  filled: DataOf<typeof executionFilled>,
): Promise<void> {
  const position = positionOf(filled, moment);
  const { openedAt: at, lots, commission, symbol, side } = position;
  const { now } = moment;
  const change: Change = async (account) => {
    const { id: accountId, commissionPerLot: known } = account;
    await insertPosition(tx, accountId, position);
    const { executionId: id, actionId: clientTradeId } = filled;
    await insertFill(tx, { id, accountId, clientTradeId, position });
    await endReservation(tx, filled, { outcome: 'filled', moment });
    await watchFill(tx, { watched: watched(account, moment), symbol, side, filledAt: at, now });
    return { commissionPerLot: Decimal.max(known, commissionPerLot(commission, lots)) };
  };
  await follow(tx, moment, { of: filled, at, change });
}

const watched = (account: Account, { profiles }: Moment) => ({
  account,
  profile: profileOf(account, profiles),
});

function positionOf(filled: DataOf<typeof executionFilled>, moment: Moment): OpenPosition {
  return {
    id: filled.positionId,
    symbol: filled.symbol,
    side: filled.side,
    lots: Decimal.parse(filled.lots),
    openPrice: Decimal.parse(filled.price),
    ...levelsOf(filled),
    commission: Decimal.parse(filled.commission),
    swap: Decimal.ZERO,
    openedAt: happenedAt(filled.filledAt, moment),
  };
}

/** The balance is the broker's, also where compliance has not seen the position opened. */
export async function recordClose(
  tx: Tx,
  moment: Moment,
  closed: DataOf<typeof executionClosed>,
): Promise<void> {
  const at = happenedAt(closed.closedAt, moment);
  const change: Change = async (account) => {
    const { executionId: id, accountId, positionId, symbol, side, lots, profit } = closed;
    const trade = { id, accountId, positionId, symbol, side, lots, profit, closedAt: at };
    await insertClosedTrade(tx, trade);
    const { now } = moment;
    await watchClose(tx, { watched: watched(account, moment), positionId, closedAt: at, now });
    const key = { id: positionId, accountId };
    const position = await findPosition(tx, key);
    const remaining = Decimal.parse(closed.remainingLots);
    const left = position && reduced(position, remaining, account.currency);
    if (left) await savePosition(tx, left);
    else await deletePosition(tx, key);
    const balance = Decimal.parse(closed.balance);
    return { balance, highestClosed: Decimal.max(account.highestClosed, balance) };
  };
  await follow(tx, moment, { of: closed, at, change });
}

export async function recordModification(
  tx: Tx,
  moment: Moment,
  modified: DataOf<typeof positionModified>,
): Promise<void> {
  const change: Change = async ({ id: accountId }) => {
    const { positionId } = modified;
    const position = await findPosition(tx, { id: positionId, accountId });
    if (!position) throw positionUnknown(`No position ${positionId}`, { positionId });
    await savePosition(tx, { ...position, ...levelsOf(modified) });
    return {};
  };
  await follow(tx, moment, { of: modified, at: happenedAt(modified.modifiedAt, moment), change });
}

export async function recordFailure(
  tx: Tx,
  moment: Moment,
  failed: DataOf<typeof executionFailed>,
): Promise<void> {
  const change: Change = async () => {
    await endReservation(tx, failed, { outcome: 'failed', moment });
    return {};
  };
  await follow(tx, moment, { of: failed, at: happenedAt(failed.failedAt, moment), change });
}

function endReservation(
  tx: Tx,
  { accountId, actionId }: { readonly accountId: string; readonly actionId: string },
  { outcome, moment }: { readonly outcome: ReservationOutcome; readonly moment: Moment },
): Promise<void> {
  const end = { accountId, clientTradeId: actionId, outcome, endedAt: moment.now };
  return concludeReservation(tx, end);
}

interface Levels {
  readonly stopLoss: string | null;
  readonly takeProfit: string | null;
}

function levelsOf({ stopLoss, takeProfit }: Levels) {
  return {
    stopLoss: stopLoss === null ? undefined : Decimal.parse(stopLoss),
    takeProfit: takeProfit === null ? undefined : Decimal.parse(takeProfit),
  };
}
