import type { Sql, SqlTx } from '@signalos/database';
import type { Decimal } from '@signalos/trading';
import { saveAccountDay } from './account-day.store.ts';
import { noteEquity } from './account-day.ts';
import { getAccount, getAccountForUpdate, saveAccount } from './account.store.ts';
import type { AccountKey } from './account.ts';
import { getBook } from './book.store.ts';
import { boundaryOf, equityOf, withDay, type AccountBook, type Moment } from './book.ts';

/**
 * Takes an account for this transaction alone, with all that its risk depends on. Whoever takes it
 * sees its equity, which the account's day remembers: how it started, and how low it went.
 */
export async function takeBook(tx: SqlTx, moment: Moment, key: AccountKey): Promise<AccountBook> {
  const book = await getBook(tx, await getAccountForUpdate(tx, key), moment);
  const { account, profile } = book;
  const equity = profile && equityOf(book, moment);
  if (!equity) return book;

  const { now } = moment;
  const dayStart = profile.limits.day(now).start;
  const boundary = boundaryOf(profile);
  const { id: accountId, balance } = account;
  const { seenElsewhere } = book;
  const seen = { accountId, dayStart, boundary, balance, equity, seenElsewhere, now };
  const day = noteEquity(book.day, seen);
  if (day !== book.day) await saveAccountDay(tx, day);
  return withPeak(tx, withDay(book, day), equity);
}

/** For those who only look: nothing waits for them, and nothing is remembered. */
export async function seeBook(db: Sql, moment: Moment, key: AccountKey): Promise<AccountBook> {
  return getBook(db, await getAccount(db, key), moment);
}

/** A limit that trails equity hangs from its highest, which is remembered. */
async function withPeak(tx: SqlTx, book: AccountBook, equity: Decimal): Promise<AccountBook> {
  const { account } = book;
  if (equity.atMost(account.peakEquity)) return book;
  await saveAccount(tx, { ...account, peakEquity: equity });
  const marks = { ...account.marks, equity };
  return { ...book, account: { ...account, peakEquity: equity, marks } };
}
