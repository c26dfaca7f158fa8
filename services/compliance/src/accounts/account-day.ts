import type { Decimal } from '@signalos/trading';

/** An account's equity in one trading day. */
export interface AccountDay {
  readonly accountId: string;
  /** When the day started. */
  readonly dayStart: Date;
  /** When days start, and where: `Europe/Prague 00:00`. */
  readonly boundary: string;
  /** Equity when the day was first seen; it never changes. */
  readonly startEquity: Decimal;
  /** The balance that the day before ended with. */
  readonly startBalance: Decimal;
  readonly takenAt: Date;
  /** The lowest seen since, and when that was. */
  readonly lowestEquity: Decimal;
  readonly lowestAt: Date;
}

/** An equity that was seen. */
export interface Low {
  readonly equity: Decimal;
  readonly at: Date;
}

export interface Sighting {
  readonly accountId: string;
  readonly dayStart: Date;
  readonly boundary: string;
  readonly balance: Decimal;
  readonly equity: Decimal;
  /** The lowest since this day's start that was noted for days which start at other hours. */
  readonly seenElsewhere: Low | undefined;
  readonly now: Date;
}

/** A day with an equity that was seen in it. The same object where that tells nothing new. */
export function noteEquity(
  day: AccountDay | undefined,
  { equity, balance, seenElsewhere, now, ...key }: Sighting,
): AccountDay {
  const present = { equity, at: now };
  const low = seenElsewhere?.equity.lessThan(equity) ? seenElsewhere : present;
  const lowest = { lowestEquity: low.equity, lowestAt: low.at };
  if (!day) {
    return { ...key, startEquity: equity, startBalance: balance, takenAt: now, ...lowest };
  }
  return low.equity.lessThan(day.lowestEquity) ? { ...day, ...lowest } : day;
}
