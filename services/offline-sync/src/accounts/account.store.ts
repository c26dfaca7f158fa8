import { Decimal } from '@signalos/trading';
import type { Reader, Tx } from '../db.ts';
import type { Account } from './account.ts';

export async function insertAccount(tx: Tx, account: Account): Promise<void> {
  const { initialBalance, ...columns } = account;
  await tx.account.create({ data: { ...columns, initialBalance: initialBalance.toString() } });
}

/** The first opened, which is the default one, first. */
export async function listAccounts(db: Reader, userId: string): Promise<Account[]> {
  const rows = await db.account.findMany({
    where: { userId },
    orderBy: [{ openedAt: 'asc' }, { id: 'asc' }],
  });
  return rows.map(({ initialBalance, broker: _broker, ...columns }) => ({
    ...columns,
    broker: 'paper',
    initialBalance: Decimal.parse(initialBalance.toFixed()),
  }));
}

/** Makes openings of one user wait for each other, so that they can be counted. */
export async function lockAccounts(tx: Tx, userId: string): Promise<void> {
  await tx.$queryRaw`
    select 1 from pg_advisory_xact_lock(hashtextextended(${`accounts of ${userId}`}, 0))`;
}
