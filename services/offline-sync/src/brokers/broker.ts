import type { Decimal, OrderType, Side } from '@signalos/trading';

/** Whose order it is, and under which name a broker knows it: the same name is the same order. */
export interface Ticket {
  readonly userId: string;
  readonly accountId: string;
  readonly actionId: string;
  readonly clientOrderId: string;
}

export interface OpenOrder extends Ticket {
  readonly symbol: string;
  readonly side: Side;
  readonly type: OrderType;
  readonly lots: Decimal;
  readonly entryPrice: Decimal | null;
  readonly stopLoss: Decimal | null;
  readonly takeProfit: Decimal | null;
  /** Not filled after that, whether it is late or still waits for its price. */
  readonly expiresAt: Date | null;
}

export interface CloseOrder extends Ticket {
  readonly positionId: string;
  readonly lots: Decimal;
}

export interface ModifyOrder extends Ticket {
  readonly positionId: string;
  readonly stopLoss: Decimal | null;
  readonly takeProfit: Decimal | null;
}

/** `rejected` is certain: it did not happen and will not. `unknown` may have happened. */
export type Outcome =
  | { readonly outcome: 'filled' | 'working' | 'expired' }
  | { readonly outcome: 'rejected'; readonly code: string }
  | { readonly outcome: 'unknown'; readonly reason: string };

/** `conclusive` when the broker could not have missed the order; otherwise ask again later. */
export type Evidence = Outcome | { readonly outcome: 'not-found'; readonly conclusive: boolean };

export interface Position {
  readonly id: string;
  readonly accountId: string;
  readonly symbol: string;
  readonly side: Side;
  readonly lots: Decimal;
  readonly openPrice: Decimal;
  readonly stopLoss: Decimal | null;
  readonly takeProfit: Decimal | null;
  readonly openedAt: Date;
}

/** A position by its own id, or by the action that opened it. */
export interface PositionQuery {
  readonly accountId: string;
  readonly positionId: string | null;
  readonly openedBy: string | null;
}

/**
 * A way to a broker. Whatever it learns, it records by the commands of the actions before it says
 * so: when it answers anything but `unknown`, the fact and its events are in the database.
 */
export interface BrokerConnector {
  submit(order: OpenOrder): Promise<Outcome>;
  close(order: CloseOrder): Promise<Outcome>;
  modify(order: ModifyOrder): Promise<Outcome>;
  /** What is known of an order that may have reached the broker. */
  find(ticket: Ticket): Promise<Evidence>;
  findPosition(query: PositionQuery): Promise<Position | undefined>;
}
