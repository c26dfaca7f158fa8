import { randomUUID } from 'node:crypto';
import type { accountSnapshotTaken, EventOf } from '@signalos/contracts';
import { Decimal } from '@signalos/trading';
import type { Tx } from '../db.ts';
import type { Account } from './account.ts';
import type { Moment } from './book.ts';
import { follow, happenedAt, type Change } from './follow.commands.ts';
import {
  deletePosition,
  insertClosedTrade,
  insertFill,
  insertPosition,
  listPositions,
  savePosition,
} from './position.store.ts';
import type { OpenPosition } from './position.ts';
import { differences, shareOut, type Vanished } from './snapshot.ts';

type Snapshot = EventOf<typeof accountSnapshotTaken>['data'];

/** Reconciles an account with what its broker says, unless newer things were told of it since. */
export async function recordSnapshot(tx: Tx, moment: Moment, snapshot: Snapshot): Promise<void> {
  const takenAt = happenedAt(snapshot.takenAt, moment);
  const change: Change = async (account) => {
    if (account.toldUntil && takenAt < account.toldUntil) return {};
    const balance = Decimal.parse(snapshot.balance);
    await reconcile(tx, account, { snapshot, takenAt, balance });
    return { balance, highestClosed: Decimal.max(account.highestClosed, balance) };
  };
  await follow(tx, moment, { of: snapshot, at: takenAt, change });
}

interface Reconciled {
  readonly snapshot: Snapshot;
  readonly takenAt: Date;
  readonly balance: Decimal;
}

async function reconcile(
  tx: Tx,
  account: Account,
  { snapshot, takenAt, balance }: Reconciled,
): Promise<void> {
  const { id: accountId } = account;
  const told = snapshot.positions.map(positionIn);
  const { opened, changed, vanished, gone } = differences(await listPositions(tx, accountId), told);
  for (const position of opened) {
    await insertPosition(tx, accountId, position);
    await insertFill(tx, { id: position.id, accountId, clientTradeId: null, position });
  }
  for (const position of changed) await savePosition(tx, position);
  for (const { id } of gone) await deletePosition(tx, { id, accountId });
  const closed = shareOut(vanished, balance.minus(account.balance));
  for (const each of closed) await recordVanished(tx, { ...each, accountId, closedAt: takenAt });
}

interface VanishedTrade extends Vanished {
  readonly accountId: string;
  readonly profit: Decimal;
  readonly closedAt: Date;
}

async function recordVanished(
  tx: Tx,
  { position, lots, profit, accountId, closedAt }: VanishedTrade,
): Promise<void> {
  const { id: positionId, symbol, side } = position;
  const amounts = { lots: lots.toString(), profit: profit.toString() };
  const trade = { id: randomUUID(), accountId, positionId, symbol, side, closedAt };
  await insertClosedTrade(tx, { ...trade, ...amounts });
}

function positionIn({
  positionId: id,
  symbol,
  side,
  openedAt,
  ...amounts
}: Snapshot['positions'][number]): OpenPosition {
  const { lots, openPrice, stopLoss, takeProfit, commission, swap } = amounts;
  return {
    id,
    symbol,
    side,
    lots: Decimal.parse(lots),
    openPrice: Decimal.parse(openPrice),
    stopLoss: stopLoss === null ? undefined : Decimal.parse(stopLoss),
    takeProfit: takeProfit === null ? undefined : Decimal.parse(takeProfit),
    commission: Decimal.parse(commission),
    swap: Decimal.parse(swap),
    openedAt: new Date(openedAt),
  };
}
