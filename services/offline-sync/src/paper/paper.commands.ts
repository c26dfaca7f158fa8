import { randomUUID } from 'node:crypto';
import { closingPrice, Decimal, openingPrice, type Quote } from '@signalos/trading';
import {
  expire,
  recordClosing,
  recordFailure,
  recordFill,
  recordModification,
  recordWorking,
  type Subject,
} from '../actions/settlement.commands.ts';
import type { CloseOrder, ModifyOrder, OpenOrder, Outcome, Ticket } from '../brokers/broker.ts';
import type { Tx } from '../db.ts';
import {
  findOpenPosition,
  findOrder,
  getAccountForUpdate,
  insertOrder,
  insertPaperAccount,
  insertPosition,
  saveBalance,
  saveOrderState,
  savePosition,
  type OrderKey,
  type PaperOrder,
} from './paper.store.ts';
import {
  findEntryFault,
  findFault,
  findHit,
  findLevelFault,
  findLotsFault,
  isMarketable,
  profitOf,
  type Opening,
  type PaperAccount,
  type PaperPosition,
  type Rejection,
} from './paper.ts';
import type { Market } from './quote.ts';

/** Where and when orders meet prices. */
export interface Venue {
  readonly market: Market;
  readonly commissionPerLot: Decimal;
  readonly now: Date;
}

/** For other features: an account with its starting balance. */
export async function openPaperAccount(tx: Tx, account: PaperAccount): Promise<void> {
  await insertPaperAccount(tx, account);
}

/** Fills an order, or keeps it until its price comes; the same order a second time changes nothing. */
export function placeOrder(tx: Tx, order: OpenOrder, venue: Venue): Promise<Outcome> {
  return once(tx, order, async () => {
    const { now } = venue;
    const { symbol, expiresAt } = order;
    const placed = { ...newOrder(order, now), opening: order, expiresAt };
    if (expiresAt && expiresAt < now) return endExpired(tx, placed, now);
    const fault = findFault(order) ?? findEntryFault(order, quoteOf(symbol, venue));
    if (fault) return reject(tx, placed, { fault, now });
    if (isMarketable(order, quoteOf(symbol, venue))) {
      return open(tx, placed, { ...venue, keep: insertOrder });
    }
    await insertOrder(tx, { ...placed, state: 'working' });
    await recordWorking(tx, { of: subjectOf(order), now });
    return { outcome: 'working' };
  });
}

/** Closes a position, or part of it. */
export function closeOnOrder(tx: Tx, order: CloseOrder, venue: Venue): Promise<Outcome> {
  return once(tx, order, async (account) => {
    const { now } = venue;
    const placed = newOrder(order, now);
    const { accountId, positionId, lots } = order;
    const position = await findOpenPosition(tx, { accountId, positionId, openedBy: null });
    if (!position) return reject(tx, placed, { fault: noPosition(positionId), now });
    const isAll = lots.atLeast(position.lots);
    const fault = isAll ? undefined : findLotsFault(position.symbol, lots);
    if (fault) return reject(tx, placed, { fault, now });

    await insertOrder(tx, placed);
    const closed = isAll ? position.lots : lots;
    const reason = 'requested';
    await close(tx, { account, position, lots: closed, reason, actionId: order.actionId }, venue);
    return { outcome: 'filled' };
  });
}

/** Moves a position's stop and target. */
export function modifyOnOrder(tx: Tx, order: ModifyOrder, venue: Venue): Promise<Outcome> {
  return once(tx, order, async () => {
    const { now } = venue;
    const placed = newOrder(order, now);
    const { accountId, positionId, stopLoss, takeProfit } = order;
    const position = await findOpenPosition(tx, { accountId, positionId, openedBy: null });
    if (!position) return reject(tx, placed, { fault: noPosition(positionId), now });
    const modified = { ...position, stopLoss, takeProfit };
    const fault = findLevelFault(modified, quoteOf(position.symbol, venue));
    if (fault) return reject(tx, placed, { fault, now });

    await insertOrder(tx, placed);
    await savePosition(tx, modified, now);
    const modification = { positionId, stopLoss, takeProfit };
    await recordModification(tx, { of: subjectOf(order), modification, now });
    return { outcome: 'filled' };
  });
}

/** Fills a working order whose price has come, or ends it when its time is over. */
export async function settleWorking(tx: Tx, key: OrderKey, venue: Venue): Promise<void> {
  await getAccountForUpdate(tx, key.accountId);
  const order = await findOrder(tx, key);
  if (order?.state !== 'working' || !order.opening) return;
  const { opening, expiresAt } = order;
  if (expiresAt && expiresAt < venue.now) {
    await saveOrderState(tx, { ...order, state: 'expired' });
    await expire(tx, { of: subjectOf(order), now: venue.now });
  } else if (isMarketable(opening, quoteOf(opening.symbol, venue))) {
    await open(tx, { ...order, opening }, { ...venue, keep: saveOrderState });
  }
}

/** Closes a position if its stop or target is still reached, and it is still open. */
export async function closeIfHit(
  tx: Tx,
  { accountId, positionId }: { accountId: string; positionId: string },
  venue: Venue,
): Promise<void> {
  const account = await getAccountForUpdate(tx, accountId);
  const position = await findOpenPosition(tx, { accountId, positionId, openedBy: null });
  const reason = position && findHit(position, quoteOf(position.symbol, venue));
  if (!reason) return;
  await close(tx, { account, position, lots: position.lots, reason, actionId: null }, venue);
}

/** One order at a time on an account, and each order once. */
async function once(
  tx: Tx,
  ticket: Ticket,
  work: (account: PaperAccount) => Promise<Outcome>,
): Promise<Outcome> {
  const account = await getAccountForUpdate(tx, ticket.accountId);
  const before = await findOrder(tx, ticket);
  return before ? outcomeOf(before) : work(account);
}

export function outcomeOf({ state, code }: PaperOrder): Outcome {
  return state === 'rejected' ? { outcome: state, code: code ?? '' } : { outcome: state };
}

/** How an order is kept: a new one is inserted, a working one changed. */
type Keep = typeof insertOrder;

async function open(
  tx: Tx,
  order: PaperOrder & { readonly opening: Opening },
  { keep, ...venue }: Venue & { readonly keep: Keep },
): Promise<Outcome> {
  const { userId, accountId, actionId, opening } = order;
  const { symbol, side, lots, stopLoss, takeProfit } = opening;
  const { now } = venue;
  const quote = quoteOf(symbol, venue);
  const fault = findLevelFault(opening, quote);
  if (fault) return reject(tx, order, { fault, now, keep });

  const price = openingPrice(side, quote);
  const position: PaperPosition = {
    id: randomUUID(),
    accountId,
    userId,
    openedBy: actionId,
    symbol,
    side,
    lots,
    stopLoss,
    takeProfit,
    openPrice: price,
    openedAt: now,
  };
  await keep(tx, { ...order, state: 'filled' });
  await insertPosition(tx, position);
  const fill = { symbol, side, lots, stopLoss, takeProfit, price, positionId: position.id };
  await recordFill(tx, { of: subjectOf(order), fill: { ...fill, commission: Decimal.ZERO }, now });
  return { outcome: 'filled' };
}

interface Leaving {
  readonly account: PaperAccount;
  readonly position: PaperPosition;
  readonly lots: Decimal;
  readonly reason: 'requested' | 'stop_loss' | 'take_profit';
  readonly actionId: string | null;
}

/** Everything is filled at the price there is: a stop at a worse one after a gap, a target at a better. */
async function close(
  tx: Tx,
  leaving: Leaving,
  { market, commissionPerLot, now }: Venue,
): Promise<void> {
  const { account, position, lots, reason, actionId } = leaving;
  const { id: positionId, userId, accountId, symbol, side, openPrice } = position;
  const price = closingPrice(side, quoteOf(symbol, { market, now }));
  const { currency } = account;
  const quotes = (other: string) => market.quoteAt(other, now);
  const profit = profitOf(position, { lots, price, currency, commissionPerLot, quotes });
  const balance = account.balance.plus(profit);
  const remainingLots = position.lots.minus(lots);

  await savePosition(tx, { ...position, lots: remainingLots }, now);
  await saveBalance(tx, { ...account, balance });
  const figures = { lots, remainingLots, openPrice, price, profit, balance };
  const closing = { positionId, symbol, side, ...figures, reason };
  await recordClosing(tx, { of: { userId, accountId, actionId }, closing, now });
}

async function reject(
  tx: Tx,
  order: PaperOrder,
  { fault, now, keep = insertOrder }: { fault: Rejection; now: Date; keep?: Keep },
): Promise<Outcome> {
  await keep(tx, { ...order, ...fault, state: 'rejected' });
  await recordFailure(tx, { of: subjectOf(order), failure: fault, now });
  return { outcome: 'rejected', code: fault.code };
}

async function endExpired(tx: Tx, order: PaperOrder, now: Date): Promise<Outcome> {
  await insertOrder(tx, { ...order, state: 'expired' });
  await expire(tx, { of: subjectOf(order), now });
  return { outcome: 'expired' };
}

const newOrder = (ticket: Ticket, now: Date): PaperOrder => ({
  ...subjectOf(ticket),
  clientOrderId: ticket.clientOrderId,
  state: 'filled',
  code: null,
  message: null,
  opening: null,
  expiresAt: null,
  placedAt: now,
});

const subjectOf = ({ userId, accountId, actionId }: Subject): Subject => ({
  userId,
  accountId,
  actionId,
});

const noPosition = (positionId: string): Rejection => ({
  code: 'position-not-found',
  message: `Position ${positionId} is not open any more`,
});

function quoteOf(symbol: string, { market, now }: Pick<Venue, 'market' | 'now'>): Quote {
  const quote = market.quoteAt(symbol, now);
  if (!quote) throw new Error(`No price for ${symbol}`);
  return quote;
}
