import { randomUUID } from 'node:crypto';
import { accountSnapshotTaken, cashFlowBooked } from '@signalos/contracts';
import { enqueue } from '@signalos/messaging';
import type { Decimal } from '@signalos/trading';
import type { Tx } from '../db.ts';
import { equityOf, freeBalance, signedAmount, type Books, type Wish } from './cash-flow.ts';
import type { Venue } from './paper.commands.ts';
import { getAccountForUpdate, listOpenPositions, saveBalance } from './paper.store.ts';
import type { PaperPosition } from './paper.ts';

export interface CashFlow extends Wish {
  readonly id: string;
  readonly accountId: string;
  readonly balance: Decimal;
  readonly bookedAt: Date;
}

/** Books money that comes or goes without a trade. */
export async function bookCashFlow(
  tx: Tx,
  { accountId, ...wish }: Wish & { readonly accountId: string },
  venue: Venue,
): Promise<CashFlow> {
  const books = await takeBooks(tx, accountId, venue);
  const { account } = books;
  const amount = signedAmount(wish, { account, free: freeBalance(books) });
  const balance = account.balance.plus(amount);
  await saveBalance(tx, { ...account, balance });
  const flow = { id: randomUUID(), accountId, kind: wish.kind, amount, balance };
  await enqueue(tx, announcement({ ...flow, bookedAt: venue.now }, account.userId));
  return { ...flow, bookedAt: venue.now };
}

function announcement({ id, bookedAt, ...flow }: CashFlow, userId: string) {
  const { accountId, kind, amount, balance } = flow;
  const amounts = { amount: amount.toString(), balance: balance.toString() };
  const of = { accountId, userId, cashFlowId: id, kind };
  return cashFlowBooked.create(
    { ...of, ...amounts, bookedAt: bookedAt.toISOString() },
    { at: bookedAt },
  );
}

/** Announces what an account holds, so that others can compare. */
export async function takeSnapshot(tx: Tx, accountId: string, venue: Venue): Promise<void> {
  const books = await takeBooks(tx, accountId, venue);
  const { userId, balance } = books.account;
  const data = {
    accountId,
    userId,
    balance: balance.toString(),
    equity: equityOf(books).toString(),
    positions: books.positions.map(toBody),
    takenAt: venue.now.toISOString(),
  };
  await enqueue(tx, accountSnapshotTaken.create(data, { at: venue.now }));
}

async function takeBooks(
  tx: Tx,
  accountId: string,
  { market, commissionPerLot, now }: Venue,
): Promise<Books> {
  const account = await getAccountForUpdate(tx, accountId);
  const positions = await listOpenPositions(tx, accountId);
  const quotes = (symbol: string) => market.quoteAt(symbol, now);
  return { account, positions, prices: { quotes, commissionPerLot } };
}

/** Commission is charged when a position is closed, and there is no swap. */
function toBody({ id: positionId, symbol, side, openedAt, ...amounts }: PaperPosition) {
  const { lots, openPrice, stopLoss, takeProfit } = amounts;
  return {
    positionId,
    symbol,
    side,
    lots: lots.toString(),
    openPrice: openPrice.toString(),
    stopLoss: stopLoss?.toString() ?? null,
    takeProfit: takeProfit?.toString() ?? null,
    commission: '0',
    swap: '0',
    openedAt: openedAt.toISOString(),
  };
}
