import type { Side } from '@signalos/trading';
import { fromNumeric, type Reader, type Tx } from '../db.ts';
import type { Position as PositionRow } from '../generated/prisma/client.ts';
import type { OpenPosition } from './position.ts';

/** Where a position is. */
export interface PositionKey {
  readonly id: string;
  readonly accountId: string;
}

export async function findPosition(
  db: Reader,
  { id, accountId }: PositionKey,
): Promise<OpenPosition | undefined> {
  const row = await db.position.findUnique({ where: { id, accountId } });
  return row ? toPosition(row) : undefined;
}

export async function listPositions(db: Reader, accountId: string): Promise<OpenPosition[]> {
  const rows = await db.position.findMany({ where: { accountId }, orderBy: { id: 'asc' } });
  return rows.map(toPosition);
}

export async function insertPosition(
  tx: Tx,
  accountId: string,
  position: OpenPosition,
): Promise<void> {
  const { id, symbol, side, openPrice, openedAt } = position;
  await tx.position.create({
    data: {
      id,
      accountId,
      symbol,
      side,
      openPrice: openPrice.toString(),
      openedAt,
      ...toColumns(position),
    },
  });
}

export async function savePosition(tx: Tx, position: OpenPosition): Promise<void> {
  await tx.position.update({ where: { id: position.id }, data: toColumns(position) });
}

export async function deletePosition(tx: Tx, { id, accountId }: PositionKey): Promise<void> {
  await tx.position.deleteMany({ where: { id, accountId } });
}

/** What changes in a position's life. */
function toColumns({ lots, stopLoss, takeProfit, commission, swap }: OpenPosition) {
  return {
    swap: swap.toString(),
    lots: lots.toString(),
    stopLoss: stopLoss?.toString() ?? null,
    takeProfit: takeProfit?.toString() ?? null,
    commission: commission.toString(),
  };
}

function toPosition(row: PositionRow): OpenPosition {
  return {
    id: row.id,
    symbol: row.symbol,
    side: row.side as Side,
    lots: fromNumeric(row.lots),
    openPrice: fromNumeric(row.openPrice),
    stopLoss: row.stopLoss ? fromNumeric(row.stopLoss) : undefined,
    takeProfit: row.takeProfit ? fromNumeric(row.takeProfit) : undefined,
    commission: fromNumeric(row.commission),
    swap: fromNumeric(row.swap),
    openedAt: row.openedAt,
  };
}

/** The opening of a position, by the execution of this id. */
export interface NewFill {
  readonly id: string;
  readonly accountId: string;
  /** The order that opened it; null for one that was opened outside the platform. */
  readonly clientTradeId: string | null;
  readonly position: OpenPosition;
}

export async function insertFill(tx: Tx, fill: NewFill): Promise<void> {
  const { id, accountId, clientTradeId, position } = fill;
  const { id: positionId, symbol, side, lots, openPrice, openedAt: filledAt } = position;
  await tx.fill.create({
    data: {
      id,
      accountId,
      positionId,
      clientTradeId,
      symbol,
      side,
      lots: lots.toString(),
      price: openPrice.toString(),
      filledAt,
    },
  });
}

/** A position, or a part of it, that was closed by the execution of this id. */
export interface NewClosedTrade {
  readonly id: string;
  readonly accountId: string;
  readonly positionId: string;
  readonly symbol: string;
  readonly side: Side;
  readonly lots: string;
  readonly profit: string;
  readonly closedAt: Date;
}

export async function insertClosedTrade(tx: Tx, trade: NewClosedTrade): Promise<void> {
  await tx.closedTrade.create({ data: trade });
}
