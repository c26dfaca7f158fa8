import type { Violation } from '@signalos/contracts';
import type { AccountBook } from '../accounts/book.ts';
import type { Reader } from '../db.ts';
import { hasNews } from './news.store.ts';
import { calendarEmpty, heedsNews, HORIZON_MS } from './news.ts';

/** What a decision is to warn of where its account heeds a calendar that nobody keeps. */
export async function newsWarnings(
  db: Reader,
  { account, profile }: Pick<AccountBook, 'account' | 'profile'>,
  now: Date,
): Promise<Violation[]> {
  if (!profile || !heedsNews(profile.limits, account)) return [];
  const to = new Date(now.getTime() + HORIZON_MS);
  return (await hasNews(db, { from: now, to })) ? [] : [calendarEmpty()];
}
