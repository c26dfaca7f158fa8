import { Decimal } from '@signalos/trading';
import type { AccountPhase } from '../rules/situation.ts';
import type { TradingDays } from '../profiles/trading-day.ts';

/** What an account has traded since it was opened. */
export interface TradeRecord {
  readonly currency: string;
  readonly initialBalance: Decimal;
  readonly phase: AccountPhase;
  readonly openedAt: Date;
  readonly openPositions: number;
  /** When trades were opened, in order. */
  readonly openings: readonly Date[];
  /** What closing brought, in order. */
  readonly closings: readonly Closing[];
}

interface Closing {
  readonly at: Date;
  /** After costs. */
  readonly profit: Decimal;
}

/** One trading day on which something was opened or closed. */
export interface TradedDay {
  readonly start: Date;
  readonly opened: number;
  readonly profit: Decimal;
}

/** The days of a record, in order; all between two of them passed without a trade. */
export function tradedDays(
  { openings, closings }: Pick<TradeRecord, 'openings' | 'closings'>,
  daysOf: TradingDays,
): TradedDay[] {
  const events = [
    ...openings.map((at) => ({ at, opened: 1, profit: Decimal.ZERO })),
    ...closings.map(({ at, profit }) => ({ at, opened: 0, profit })),
  ].toSorted((a, b) => a.at.getTime() - b.at.getTime());

  const days: TradedDay[] = [];
  let end: Date | undefined;
  for (const { at, opened, profit } of events) {
    const last = days.at(-1);
    if (last && end && at < end) {
      days[days.length - 1] = add(last, opened, profit);
      continue;
    }
    const day = daysOf(at); // Not for every trade: to find a day costs more than to add to it.
    end = day.end;
    days.push({ start: day.start, opened, profit });
  }
  return days;
}

function add({ start, ...day }: TradedDay, opened: number, profit: Decimal): TradedDay {
  return { start, opened: day.opened + opened, profit: day.profit.plus(profit) };
}

export function profitOf(items: readonly { readonly profit: Decimal }[]): Decimal {
  return Decimal.sum(items.map(({ profit }) => profit));
}
