import { accountReinstated } from '@signalos/contracts';
import { enqueue } from '@signalos/messaging';
import { appendAudit } from '../audits/audit.commands.ts';
import type { Tx } from '../db.ts';
import { forgetLows } from './account-day.store.ts';
import { saveAccount } from './account.store.ts';
import { takeBook } from './book.commands.ts';
import { equityOf, type AccountBook, type Moment } from './book.ts';
import { keyOfAny } from './owner.commands.ts';
import { assertReinstatable, equityUnknown, stillBeyondLimit } from './reinstatement.ts';
import { reviewBook } from './review.ts';

export interface Reinstatement {
  readonly accountId: string;
  readonly reason: string;
  readonly operatorId: string;
}

/**
 * Takes the latch of a breach off. How low equity was today is forgotten, or the next look at the
 * account would find the same breach again; one that is there still, it would find too.
 */
export async function reinstate(
  tx: Tx,
  moment: Moment,
  { accountId, reason, operatorId }: Reinstatement,
): Promise<AccountBook> {
  const { now } = moment;
  const book = await takeBook(tx, moment, await keyOfAny(tx, accountId));
  assertReinstatable(book.account, now);
  const equity = equityOf(book, moment);
  if (!equity) throw equityUnknown(`No price for a position of account ${accountId}`);

  const account = { ...book.account, status: 'active' as const, pausedUntil: undefined };
  const risen = { ...book, account: { ...account, lowestEquityToday: equity } };
  const [breach] = reviewBook(risen, moment)?.breaches ?? [];
  if (breach) throw stillBeyondLimit(breach.message, { ruleId: breach.ruleId });

  await forgetLows(tx, { accountId, equity, now });
  await saveAccount(tx, account);
  const data = { accountId, userId: account.userId, reason, reinstatedBy: operatorId };
  await appendAudit(tx, { stream: accountId, kind: 'account-reinstated', at: now, data });
  const reinstatedAt = now.toISOString();
  await enqueue(tx, accountReinstated.create({ ...data, reinstatedAt }, { at: now }));
  return risen;
}
