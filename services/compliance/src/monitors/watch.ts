import type { AccountBook, Moment } from '../accounts/book.ts';
import { reviewBook, type Review } from '../accounts/review.ts';
import type { TradingDay } from '../profiles/trading-day.ts';
import { bandsOf, type Band, type Thresholds } from './band.ts';
import {
  ALWAYS,
  followsPeak,
  isExtreme,
  isNews,
  NOTHING_TOLD,
  peakOf,
  thresholdsOf,
  toldAfter,
  type Told,
} from './thresholds.ts';

/** Prices at which something is to be written down: whoever does it sees the account at these. */
export interface Sighting {
  readonly kind: 'low' | 'high' | 'new day';
  readonly moment: Moment;
  readonly review: Review;
}

/** An account with open positions, kept in memory. */
export interface Watch {
  readonly book: AccountBook;
  readonly told: Told;
  /** The highest equity there was, where a limit hangs from it and it is not written down yet. */
  readonly peak: Sighting | undefined;
  /** The day that its book is of. */
  readonly day: TradingDay | undefined;
}

/** What a look at an account found. */
export interface Look {
  readonly watch: Watch;
  readonly bands: readonly Band[];
  /** Between which equity tells nothing new. */
  readonly thresholds: Thresholds;
  /** To be written down, in this order. */
  readonly sightings: readonly Sighting[];
}

/** A book that was just read; what is known of what was told stays. */
export function watchOf(book: AccountBook, before?: Watch): Watch {
  const { peak, told = NOTHING_TOLD } = before ?? {};
  const { day, profile } = book;
  const watch = { book, told, peak, day: day && profile?.limits.day(day.dayStart) };
  return peak ? withPeak(watch, peak) : watch;
}

/** Looks at an account at the prices of a moment. */
export function look(watch: Watch, moment: Moment): Look {
  const review = reviewBook(watch.book, moment);
  if (!review) {
    const bands = bandsOf(watch.book, moment.quotes, ALWAYS);
    return { watch, bands, thresholds: ALWAYS, sightings: [] };
  }

  const risen =
    followsPeak(watch.book, review) && review.risk.equity.greaterThan(peakOf(watch.book));
  const seen = risen ? withPeak(watch, { kind: 'high', moment, review }) : watch;
  const thresholds = thresholdsOf(seen.book, review, seen.told);
  const bands = bandsOf(seen.book, moment.quotes, thresholds);
  return { bands, thresholds, watch: seen, sightings: sightingsOf(seen, moment, review) };
}

function sightingsOf(watch: Watch, moment: Moment, review: Review): Sighting[] {
  const isNewDay = watch.day?.end !== undefined && moment.now >= watch.day.end;
  const isFirst = watch.day === undefined;
  if (isNewDay || isFirst) return [...peakOfWatch(watch), { kind: 'new day', moment, review }];
  if (!isNews(review, watch.told) && !isExtreme(watch.book, review)) return [];
  const { lowestEquityToday: low, peakEquity } = watch.book.account;
  const isHigh = review.risk.equity.greaterThan(peakEquity) && !isNews(review, watch.told) && low;
  if (isHigh) return [{ kind: 'high', moment, review }];
  return [...peakOfWatch(watch), { kind: 'low', moment, review }];
}

/** It came first, and a limit may hang from it. */
const peakOfWatch = ({ peak }: Watch): Sighting[] => (peak ? [peak] : []);

function withPeak(watch: Watch, peak: Sighting): Watch {
  const { equity } = peak.review.risk;
  if (equity.atMost(peakOf(watch.book))) return { ...watch, peak: undefined };
  const { account } = watch.book;
  const marks = { ...account.marks, equity };
  return { ...watch, peak, book: { ...watch.book, account: { ...account, marks } } };
}

/** Whether the new day itself may be what breaks a limit, and not a profile that was just chosen. */
export function isDayRoll({ book }: Watch, { kind, review }: Sighting): boolean {
  const activatedAt = book.account.activation?.activatedAt;
  return kind === 'new day' && activatedAt !== undefined && activatedAt < review.risk.day.start;
}

/** As a sighting that was written down left it. */
export function afterwards(watch: Watch, book: AccountBook, { moment }: Sighting): Watch {
  const review = reviewBook(book, moment);
  const told = review ? toldAfter(review, watch.told) : watch.told;
  return watchOf(book, { ...watch, told });
}

/** One more to be written down; of two lows in a row the deeper one says all, of two highs the higher. */
export function queued(pending: readonly Sighting[], next: Sighting): readonly Sighting[] {
  const last = pending.at(-1);
  if (last?.kind !== next.kind) return [...pending, next];
  const { equity } = next.review.risk;
  const goesFurther =
    next.kind === 'low'
      ? equity.lessThan(last.review.risk.equity)
      : equity.greaterThan(last.review.risk.equity);
  return goesFurther ? [...pending.slice(0, -1), next] : pending;
}
