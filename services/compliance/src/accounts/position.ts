import { defineError } from '@signalos/errors';
import { minorDigits, type Decimal } from '@signalos/trading';
import type { Position } from '../rules/situation.ts';

export interface OpenPosition extends Omit<Position, 'charges' | 'initialMargin'> {
  readonly takeProfit: Decimal | undefined;
  /** Zero or more; it comes off the profit when the position is closed. */
  readonly commission: Decimal;
  /** Booked on it so far; negative where it costs. */
  readonly swap: Decimal;
  readonly openedAt: Date;
}

/** What is left when a part was closed; its commission is shared out, rounded against the account. */
export function reduced(
  position: OpenPosition,
  remainingLots: Decimal,
  currency: string,
): OpenPosition | undefined {
  if (!remainingLots.isPositive()) return undefined;
  const commission = position.commission.times(remainingLots).dividedBy(position.lots, {
    digits: minorDigits(currency),
    rounding: 'ceiling',
  });
  return { ...position, lots: remainingLots, commission };
}

const RATE_DIGITS = 8;

/** What a fill cost per lot. */
export function commissionPerLot(commission: Decimal, lots: Decimal): Decimal {
  return commission.dividedBy(lots, { digits: RATE_DIGITS, rounding: 'ceiling' });
}

export const positionUnknown = defineError({
  kind: 'not-found',
  code: 'compliance-position-unknown',
  summary: 'An event names a position that compliance has not seen opened.',
  fix: 'Redrive the event once the one that opened the position was handled.',
});
