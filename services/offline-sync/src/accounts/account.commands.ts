import { randomUUID } from 'node:crypto';
import { accountOpened } from '@signalos/contracts';
import { enqueue } from '@signalos/messaging';
import type { Reader, Tx } from '../db.ts';
import { openPaperAccount } from '../paper/paper.commands.ts';
import { insertAccount, listAccounts, lockAccounts } from './account.store.ts';
import {
  ACCOUNTS_MAX,
  accountsOf,
  readBalance,
  tooManyAccounts,
  type Account,
  type AccountCurrency,
  type Accounts,
} from './account.ts';

export interface OpenAccount {
  readonly userId: string;
  readonly name: string;
  readonly currency: AccountCurrency;
  readonly initialBalance: string;
  readonly now: Date;
}

export async function openAccount(tx: Tx, command: OpenAccount): Promise<Account> {
  const { userId, name, currency, now } = command;
  const initialBalance = readBalance(command.initialBalance, currency);
  await lockAccounts(tx, userId);
  const { length } = await listAccounts(tx, userId);
  if (length >= ACCOUNTS_MAX) throw tooManyAccounts(`You have ${length} accounts already`);

  const id = randomUUID();
  const account = { id, userId, name, broker: 'paper', currency, initialBalance } as const;
  const opened: Account = { ...account, openedAt: now };
  await insertAccount(tx, opened);
  await openPaperAccount(tx, { accountId: id, userId, currency, balance: initialBalance });
  await enqueue(tx, announcement(opened));
  return opened;
}

const announcement = ({ id, userId, broker, currency, initialBalance, openedAt }: Account) =>
  accountOpened.create(
    {
      accountId: id,
      userId,
      broker,
      currency,
      initialBalance: initialBalance.toString(),
      openedAt: openedAt.toISOString(),
    },
    { at: openedAt },
  );

/** For other features: which accounts a user may trade on, and which one is meant. */
export async function accountsFor(db: Reader, userId: string): Promise<Accounts> {
  return accountsOf(await listAccounts(db, userId));
}
