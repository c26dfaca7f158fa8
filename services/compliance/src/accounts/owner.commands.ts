import type { Reader, Tx } from '../db.ts';
import { findOwner, getAccount, getAccountForUpdate } from './account.store.ts';
import { accountNotFound, type Account, type AccountKey } from './account.ts';

interface FullKey extends AccountKey {
  readonly id: string;
}

/** Which account a caller means: one of his own; for an operator, anybody's that he names. */
export async function keyFor(db: Reader, key: AccountKey, mayNameAny: boolean): Promise<FullKey> {
  if (mayNameAny && key.id !== undefined) return keyOfAny(db, key.id);
  const { id, userId } = await getAccount(db, key);
  return { id, userId };
}

/** For operators, and for what the platform itself does. */
export async function keyOfAny(db: Reader, id: string): Promise<FullKey> {
  const userId = await findOwner(db, id);
  if (userId === undefined) throw accountNotFound(`No account ${id}`, { accountId: id });
  return { id, userId };
}

/** Takes an account for this transaction alone, for those who change what belongs to it. */
export function takeAccount(tx: Tx, key: AccountKey): Promise<Account> {
  return getAccountForUpdate(tx, key);
}
