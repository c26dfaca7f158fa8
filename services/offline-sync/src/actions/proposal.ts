import type { Decision, ProposedTrade } from '@signalos/contracts';
import { Decimal, opposite } from '@signalos/trading';
import type { Position } from '../brokers/broker.ts';
import type { ActionOf, OpenTrade } from './action.ts';
import type { z } from 'zod';

/** As it is sent; compliance fills in what is left out. */
export type Proposal = z.input<typeof ProposedTrade>;

/** An allowed trade's risk stays reserved until it is surely done, or surely not. */
const RESERVE_MARGIN_MS = 60_000;
const RESERVE_MAX_MS = 300_000;

/** Compliance's own name for the question: the trade's id, and a number when it is asked anew. */
export const questionId = (actionId: string, question: number) =>
  question === 0 ? actionId : `${actionId}/${question}`;

export function proposeOpening(
  { payload, expiresAt, id, accountId, question }: Omit<ActionOf<'open'>, 'state'>,
  now: Date,
): Proposal {
  const waitMs = Math.max(0, (expiresAt ?? now).getTime() - now.getTime());
  const reserve = { ttlMs: Math.min(waitMs + RESERVE_MARGIN_MS, RESERVE_MAX_MS) };
  return { ...orderOf(payload), clientTradeId: questionId(id, question), accountId, reserve };
}

export function orderOf({ symbol, side, type, lots, ...levels }: OpenTrade) {
  const { entryPrice, stopLoss: slPrice, takeProfit: tpPrice } = levels;
  return { symbol, side, type, lots, entryPrice, slPrice, tpPrice, reduceOnly: false };
}

/** Closing is trading the other way, by at most what is there. */
export function proposeClosing(
  { id: positionId, accountId, symbol, side, lots: held }: Position,
  { lots, clientTradeId }: { lots: Decimal; clientTradeId: string },
): Proposal {
  return {
    clientTradeId,
    accountId,
    symbol,
    side: opposite(side),
    type: 'market',
    lots: Decimal.min(lots, held).toString(),
    reduceOnly: true,
    positionId,
    reserve: { ttlMs: 0 },
  };
}

/** How much a trade wants to close: never more than there is. */
export function lotsToClose(wanted: string | null, { lots: held }: Position): Decimal {
  return wanted === null ? held : Decimal.min(Decimal.parse(wanted), held);
}

/** Whether it was refused only because compliance has not heard of the position yet. */
export function isUnawareOf({ violations }: Decision): boolean {
  return violations.length > 0 && violations.every(({ ruleId }) => ruleId === 'POSITION_NOT_FOUND');
}

export interface StopMove {
  readonly side: Position['side'];
  readonly from: Decimal | null;
  readonly to: Decimal | null;
}

/** Whether more can be lost afterwards: a stop that moves away from profit, or is taken off. */
export function widensRisk({ side, from, to }: StopMove): boolean {
  if (from === null) return false;
  if (to === null) return true;
  return side === 'buy' ? to.lessThan(from) : to.greaterThan(from);
}
