import { Decimal } from '@signalos/trading';
import type { OpenPosition } from './position.ts';

/** A position, or a part of it, that was closed without an event that told so. */
export interface Vanished {
  readonly position: OpenPosition;
  readonly lots: Decimal;
}

/** What a broker's list of positions says that was not known. */
export interface Differences {
  /** Opened outside the platform. */
  readonly opened: readonly OpenPosition[];
  /** As they are there: a stop was moved, a swap was booked, a part was closed. */
  readonly changed: readonly OpenPosition[];
  readonly vanished: readonly Vanished[];
  /** Nothing is left of these. */
  readonly gone: readonly OpenPosition[];
}

export function differences(
  known: readonly OpenPosition[],
  told: readonly OpenPosition[],
): Differences {
  const before = new Map(known.map((position) => [position.id, position]));
  const after = new Map(told.map((position) => [position.id, position]));
  const gone = known.filter(({ id }) => !after.has(id));
  const smaller = known.flatMap((position) => {
    const lots = position.lots.minus(after.get(position.id)?.lots ?? position.lots);
    return lots.isPositive() ? [{ position, lots }] : [];
  });
  return {
    opened: told.filter(({ id }) => !before.has(id)),
    changed: told.filter((position) => {
      const was = before.get(position.id);
      return was !== undefined && !isSame(was, position);
    }),
    vanished: [...gone.map((position) => ({ position, lots: position.lots })), ...smaller],
    gone,
  };
}

const AMOUNTS = ['lots', 'stopLoss', 'takeProfit', 'commission', 'swap'] as const;

function isSame(one: OpenPosition, other: OpenPosition): boolean {
  return AMOUNTS.every((name) => {
    const [a, b] = [one[name], other[name]];
    return a && b ? a.equals(b) : a === b;
  });
}

/**
 * What the closed ones brought, as far as the balance tells: all of its change, on the first of them.
 * So a loss stays a loss of the day, and does not pass for money that was taken out.
 */
export function shareOut(
  vanished: readonly Vanished[],
  change: Decimal,
): (Vanished & { readonly profit: Decimal })[] {
  return vanished.map((each, index) => ({ ...each, profit: index === 0 ? change : Decimal.ZERO }));
}
