export const SIDES = ['buy', 'sell'] as const;
export type Side = (typeof SIDES)[number];

/** A market order takes the price there is; a limit waits for a better one, a stop for a worse. */
export const ORDER_TYPES = ['market', 'limit', 'stop'] as const;
export type OrderType = (typeof ORDER_TYPES)[number];

export function opposite(side: Side): Side {
  return side === 'buy' ? 'sell' : 'buy';
}
