import type { AccountBook } from '../accounts/book.ts';
import type { Reader } from '../db.ts';
import { activity } from './habits.ts';
import type { Objective } from './objective.ts';
import { progressOf } from './progress.ts';
import { findLastOpening, getTrades } from './trade-record.store.ts';

/** How far an account is with what its profile asks of it; nothing without a profile. */
export async function readObjectives(
  db: Reader,
  { account, profile }: Pick<AccountBook, 'account' | 'profile'>,
  now: Date,
): Promise<Objective[]> {
  if (!profile) return [];
  const { limits } = profile;
  const { objectives, monitors = {} } = limits;
  const lastOpenedAt = (await findLastOpening(db, account.id)) ?? account.openedAt;
  const habits = activity(monitors, { lastOpenedAt, now });
  if (!objectives) return habits;
  return [...progressOf({ ...account, ...(await getTrades(db, account.id)) }, limits), ...habits];
}
