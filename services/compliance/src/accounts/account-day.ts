import type { Decimal } from '@signalos/trading';

/** An account's equity in one trading day. */
export interface AccountDay {
  readonly accountId: string;
  /** When the day started. */
  readonly dayStart: Date;
  /** Equity when the day was first seen; it never changes. */
  readonly startEquity: Decimal;
  readonly takenAt: Date;
  /** The lowest seen since. */
  readonly lowestEquity: Decimal;
}

export interface Sighting {
  readonly accountId: string;
  readonly dayStart: Date;
  readonly equity: Decimal;
  readonly now: Date;
}

/** A day with an equity that was seen in it. The same object where that tells nothing new. */
export function noteEquity(
  day: AccountDay | undefined,
  { accountId, dayStart, equity, now }: Sighting,
): AccountDay {
  if (!day) return { accountId, dayStart, startEquity: equity, takenAt: now, lowestEquity: equity };
  return equity.lessThan(day.lowestEquity) ? { ...day, lowestEquity: equity } : day;
}
