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
  /** The lowest seen since. */
  readonly lowestEquity: Decimal;
}

export interface Sighting {
  readonly accountId: string;
  readonly dayStart: Date;
  readonly boundary: string;
  readonly balance: Decimal;
  readonly equity: Decimal;
  readonly now: Date;
}

/** A day with an equity that was seen in it. The same object where that tells nothing new. */
export function noteEquity(
  day: AccountDay | undefined,
  { equity, balance, now, ...key }: Sighting,
): AccountDay {
  if (!day) {
    const start = { startEquity: equity, startBalance: balance };
    return { ...key, ...start, takenAt: now, lowestEquity: equity };
  }
  return equity.lessThan(day.lowestEquity) ? { ...day, lowestEquity: equity } : day;
}
