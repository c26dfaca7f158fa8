import { Decimal, type OrderType, type Side } from '@signalos/trading';
import type { PositionQuery } from '../brokers/broker.ts';
import type { Db, Reader, Tx } from '../db.ts';
import type {
  PaperOrder as OrderRow,
  PaperPosition as PositionRow,
} from '../generated/prisma/client.ts';
import type { Opening, PaperAccount, PaperPosition } from './paper.ts';

export async function insertPaperAccount(tx: Tx, account: PaperAccount): Promise<void> {
  await tx.paperAccount.create({ data: { ...account, balance: account.balance.toString() } });
}

/** Reads an account and makes everything else that changes it wait. */
export async function getAccountForUpdate(tx: Tx, accountId: string): Promise<PaperAccount> {
  const [row] = await tx.$queryRaw<(Omit<PaperAccount, 'balance'> & { balance: string })[]>`
    select account_id::text as "accountId", user_id::text as "userId", currency, balance::text
    from paper_account where account_id = ${accountId}::uuid for update`;
  if (!row) throw new Error(`No paper account ${accountId}`);
  return { ...row, balance: Decimal.parse(row.balance) };
}

export async function saveBalance(tx: Tx, { accountId, balance }: PaperAccount): Promise<void> {
  await tx.paperAccount.update({ where: { accountId }, data: { balance: balance.toString() } });
}

export async function insertPosition(tx: Tx, position: PaperPosition): Promise<void> {
  const { lots, openPrice, stopLoss, takeProfit, ...columns } = position;
  await tx.paperPosition.create({
    data: {
      ...columns,
      lots: lots.toString(),
      openPrice: openPrice.toString(),
      stopLoss: toColumn(stopLoss),
      takeProfit: toColumn(takeProfit),
    },
  });
}

/** A position that is still open. */
export async function findOpenPosition(
  db: Reader,
  { accountId, positionId, openedBy }: PositionQuery,
): Promise<PaperPosition | undefined> {
  const where = positionId === null ? { openedBy: openedBy ?? '' } : { id: positionId };
  const row = await db.paperPosition.findFirst({ where: { accountId, closedAt: null, ...where } });
  return row ? toPosition(row) : undefined;
}

/** All that are open on an account. */
export async function listOpenPositions(db: Reader, accountId: string): Promise<PaperPosition[]> {
  const rows = await db.paperPosition.findMany({
    where: { accountId, closedAt: null },
    orderBy: [{ openedAt: 'asc' }, { id: 'asc' }],
  });
  return rows.map(toPosition);
}

/** The accounts that hold something, or closed something since then. */
export async function listTraded(db: Reader, since: Date): Promise<string[]> {
  const rows = await db.paperPosition.findMany({
    where: { OR: [{ closedAt: null }, { closedAt: { gte: since } }] },
    distinct: ['accountId'],
    select: { accountId: true },
  });
  return rows.map(({ accountId }) => accountId);
}

/** A position with nothing left of it is closed. */
export async function savePosition(tx: Tx, position: PaperPosition, now: Date): Promise<void> {
  const { id, lots, stopLoss, takeProfit } = position;
  await tx.paperPosition.update({
    where: { id },
    data: {
      lots: lots.toString(),
      stopLoss: toColumn(stopLoss),
      takeProfit: toColumn(takeProfit),
      closedAt: lots.isZero() ? now : null,
    },
  });
}

type OrderState = 'working' | 'filled' | 'rejected' | 'expired';

/** An order that was given to the broker, and what became of it. */
export interface PaperOrder {
  readonly accountId: string;
  readonly clientOrderId: string;
  readonly userId: string;
  readonly actionId: string;
  readonly state: OrderState;
  readonly code: string | null;
  readonly message: string | null;
  readonly placedAt: Date;
  /** Of an order that opens a position; for one that waits for its price this is all there is of it. */
  readonly opening: Opening | null;
  readonly expiresAt: Date | null;
}

export interface OrderKey {
  readonly accountId: string;
  readonly clientOrderId: string;
}

export async function findOrder(db: Reader, key: OrderKey): Promise<PaperOrder | undefined> {
  const { accountId, clientOrderId } = key;
  const row = await db.paperOrder.findUnique({
    where: { accountId_clientOrderId: { accountId, clientOrderId } },
  });
  return row ? toOrder(row) : undefined;
}

export async function insertOrder(tx: Tx, { opening, ...columns }: PaperOrder): Promise<void> {
  await tx.paperOrder.create({
    data: {
      ...columns,
      ...(opening && {
        symbol: opening.symbol,
        side: opening.side,
        type: opening.type,
        lots: opening.lots.toString(),
        entryPrice: toColumn(opening.entryPrice),
        stopLoss: toColumn(opening.stopLoss),
        takeProfit: toColumn(opening.takeProfit),
      }),
    },
  });
}

export async function saveOrderState(
  tx: Tx,
  { accountId, clientOrderId, state, code, message }: PaperOrder,
): Promise<void> {
  await tx.paperOrder.update({
    where: { accountId_clientOrderId: { accountId, clientOrderId } },
    data: { state, code, message },
  });
}

/** Prices as the database compares them with levels. */
export interface PriceTable {
  readonly symbols: readonly string[];
  readonly bids: readonly string[];
  readonly asks: readonly string[];
}

export interface WatchQuery {
  readonly prices: PriceTable;
  readonly limit: number;
}

/** Open positions whose stop or target these prices have reached. */
export async function listHitPositions(
  db: Db,
  { prices: { symbols, bids, asks }, limit }: WatchQuery,
): Promise<{ accountId: string; positionId: string }[]> {
  return db.$queryRaw`
    select account_id::text as "accountId", id::text as "positionId"
    from unnest(${symbols}::text[], ${bids}::numeric[], ${asks}::numeric[]) as price (symbol, bid, ask)
      join paper_position using (symbol)
    where closed_at is null and case side
      when 'buy' then bid <= stop_loss or bid >= take_profit
      else ask >= stop_loss or ask <= take_profit end
    order by opened_at, id limit ${limit}`;
}

/** Working orders that these prices fill, or whose time is over. */
export async function listDueOrders(
  db: Db,
  { prices: { symbols, bids, asks }, limit, now }: WatchQuery & { now: Date },
): Promise<OrderKey[]> {
  return db.$queryRaw`
    select account_id::text as "accountId", client_order_id as "clientOrderId"
    from unnest(${symbols}::text[], ${bids}::numeric[], ${asks}::numeric[]) as price (symbol, bid, ask)
      join paper_order using (symbol)
    where state = 'working' and (expires_at < ${now} or case side || ' ' || type
      when 'buy limit' then ask <= entry_price
      when 'buy stop' then ask >= entry_price
      when 'sell limit' then bid >= entry_price
      else bid <= entry_price end)
    order by placed_at, client_order_id limit ${limit}`;
}

function toPosition(row: PositionRow): PaperPosition {
  return {
    ...row,
    side: row.side as Side,
    lots: toDecimal(row.lots),
    openPrice: toDecimal(row.openPrice),
    stopLoss: row.stopLoss && toDecimal(row.stopLoss),
    takeProfit: row.takeProfit && toDecimal(row.takeProfit),
  };
}

function toOrder(row: OrderRow): PaperOrder {
  const { symbol, side, type, lots, entryPrice, stopLoss, takeProfit, ...columns } = row;
  const opening = symbol !== null &&
    lots !== null && {
      symbol,
      side: side as Side,
      type: type as OrderType,
      lots: toDecimal(lots),
      entryPrice: entryPrice && toDecimal(entryPrice),
      stopLoss: stopLoss && toDecimal(stopLoss),
      takeProfit: takeProfit && toDecimal(takeProfit),
    };
  return { ...columns, state: row.state as OrderState, opening: opening || null };
}

/** Not `toString`, which writes small numbers with an exponent. */
const toDecimal = (column: { toFixed(): string }) => Decimal.parse(column.toFixed());
const toColumn = (value: Decimal | null) => value?.toString() ?? null;
