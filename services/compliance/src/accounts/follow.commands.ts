import type { Tx } from '../db.ts';
import { saveAccount } from './account.store.ts';
import type { Account } from './account.ts';
import type { Moment } from './book.ts';
import { reviewAccount } from './review.commands.ts';

/** Something that happened to an account. */
export interface Happening {
  readonly of: { readonly accountId: string; readonly userId: string };
  readonly at: Date;
  readonly change: Change;
}

/**
 * When something happened, by a clock that may be ahead of ours. What is told is over, so a loss of
 * "tomorrow" would be in the balance today, and missing among the losses of the day.
 */
export const happenedAt = (told: string, { now }: Moment): Date =>
  new Date(Math.min(Date.parse(told), now.getTime()));

/** Does what an event says, and gives what it changes of the account itself. */
export type Change = (account: Account) => Promise<Partial<Account>>;

/**
 * Follows an event: the account is looked at before, so that the event does not hide how it stood,
 * and after, for the event may be what breaks a limit.
 */
export async function follow(tx: Tx, moment: Moment, { of, at, change }: Happening): Promise<void> {
  const review = { key: { id: of.accountId, userId: of.userId }, phase: 'monitor' } as const;
  const { account } = await reviewAccount(tx, moment, review);
  const changed = { ...account, ...(await change(account)) };
  const { toldUntil = at } = account;
  await saveAccount(tx, { ...changed, toldUntil: at > toldUntil ? at : toldUntil });
  await reviewAccount(tx, moment, review);
}
