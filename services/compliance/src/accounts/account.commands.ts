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
import { insertAccount, saveAccount } from './account.store.ts';
import { takeBook } from './book.commands.ts';
import type { AccountBook, Moment } from './book.ts';
import {
  deletePosition,
  findPosition,
  insertClosedTrade,
  insertFill,
  insertPosition,
  savePosition,
} from './position.store.ts';
import { commissionPerLot, positionUnknown, reduced } from './position.ts';
import { saveReservationEnd } from './reservation.store.ts';
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
  const { account } = await takeBookOf(tx, moment, filled);
  const lots = Decimal.parse(filled.lots);
  const commission = Decimal.parse(filled.commission);
  const position = {
    id: filled.positionId,
    symbol: filled.symbol,
    side: filled.side,
    lots,
    openPrice: Decimal.parse(filled.price),
    ...levelsOf(filled),
    commission,
    swap: Decimal.ZERO,
    openedAt: new Date(filled.filledAt),
  };
  await insertPosition(tx, account.id, position);
  const { executionId: id, actionId: clientTradeId } = filled;
  await insertFill(tx, { id, accountId: account.id, clientTradeId, position });
  const cost = commissionPerLot(commission, lots);
  if (cost.greaterThan(account.commissionPerLot)) {
    await saveAccount(tx, { ...account, commissionPerLot: cost });
  }
  await endReservation(tx, filled, { outcome: 'filled', moment });
}

/** The balance is the broker's, also where compliance has not seen the position opened. */
export async function recordClose(
  tx: Tx,
  moment: Moment,
  closed: DataOf<typeof executionClosed>,
): Promise<void> {
  const { account } = await takeBookOf(tx, moment, closed);
  const { accountId, positionId, symbol, side, lots, profit } = closed;
  await insertClosedTrade(tx, {
    id: closed.executionId,
    accountId,
    positionId,
    symbol,
    side,
    lots,
    profit,
    closedAt: new Date(closed.closedAt),
  });
  const balance = Decimal.parse(closed.balance);
  const highestClosed = Decimal.max(account.highestClosed, balance);
  await saveAccount(tx, { ...account, balance, highestClosed });

  const key = { id: positionId, accountId };
  const position = await findPosition(tx, key);
  const left = position && reduced(position, Decimal.parse(closed.remainingLots), account.currency);
  if (left) await savePosition(tx, left);
  else await deletePosition(tx, key);
}

export async function recordModification(
  tx: Tx,
  moment: Moment,
  modified: DataOf<typeof positionModified>,
): Promise<void> {
  await takeBookOf(tx, moment, modified);
  const { accountId, positionId } = modified;
  const position = await findPosition(tx, { id: positionId, accountId });
  if (!position) throw positionUnknown(`No position ${positionId}`, { positionId });
  await savePosition(tx, { ...position, ...levelsOf(modified) });
}

export async function recordFailure(
  tx: Tx,
  moment: Moment,
  failed: DataOf<typeof executionFailed>,
): Promise<void> {
  await takeBookOf(tx, moment, failed);
  await endReservation(tx, failed, { outcome: 'failed', moment });
}

interface OfAccount {
  readonly accountId: string;
  readonly userId: string;
}

function takeBookOf(
  tx: Tx,
  moment: Moment,
  { accountId, userId }: OfAccount,
): Promise<AccountBook> {
  return takeBook(tx, moment, { id: accountId, userId });
}

function endReservation(
  tx: Tx,
  { accountId, actionId }: { readonly accountId: string; readonly actionId: string },
  { outcome, moment }: { readonly outcome: ReservationOutcome; readonly moment: Moment },
): Promise<void> {
  const end = { accountId, clientTradeId: actionId, outcome, endedAt: moment.now };
  return saveReservationEnd(tx, end);
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
