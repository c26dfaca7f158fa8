import { fromNumeric, type Reader, type Tx } from '../db.ts';
import type { Account as AccountRow } from '../generated/prisma/client.ts';
import type { AccountPhase, AccountStatus, AccountType } from '../rules/situation.ts';
import { accountNotFound, type Account, type AccountKey, type Activation } from './account.ts';

/** Another user's account is reported as missing, so that ids cannot be probed. */
export async function getAccount(db: Reader, { id, userId }: AccountKey): Promise<Account> {
  const row = await db.account.findFirst({
    where: { userId, ...(id && { id }) },
    orderBy: [{ openedAt: 'asc' }, { id: 'asc' }],
  });
  if (!row) throw missing(id);
  return toAccount(row);
}

/** As `getAccount`, and nobody else changes it, or anything on it, until the transaction ends. */
export async function getAccountForUpdate(tx: Tx, { id, userId }: AccountKey): Promise<Account> {
  const wanted = id ?? null;
  const [row] = await tx.$queryRaw<Omit<AccountRow, 'changedIn'>[]>`
    select id, user_id as "userId", currency, initial_balance as "initialBalance", balance,
      commission_per_lot as "commissionPerLot", status, paused_until as "pausedUntil", phase, type,
      permitted_symbols as "permittedSymbols", highest_closed as "highestClosed",
      peak_equity as "peakEquity", opened_at as "openedAt",
      profile_id as "profileId", profile_version as "profileVersion", activated_at as "activatedAt",
      told_until as "toldUntil"
    from account
    where user_id = ${userId}::uuid and (${wanted}::uuid is null or id = ${wanted}::uuid)
    order by opened_at, id limit 1 for update`;
  if (!row) throw missing(id);
  return toAccount(row);
}

/** Whose account it is. */
export async function findOwner(db: Reader, id: string): Promise<string | undefined> {
  const row = await db.account.findUnique({ where: { id }, select: { userId: true } });
  return row?.userId;
}

/** Does nothing when it is there already. */
export async function insertAccount(tx: Tx, account: Account): Promise<void> {
  await tx.account.createMany({
    data: {
      id: account.id,
      userId: account.userId,
      currency: account.currency,
      initialBalance: account.initialBalance.toString(),
      openedAt: account.openedAt,
      ...toColumns(account),
    },
    skipDuplicates: true,
  });
}

export async function saveAccount(tx: Tx, account: Account): Promise<void> {
  await tx.account.update({ where: { id: account.id }, data: toColumns(account) });
}

/** What changes in an account's life. */
function toColumns({ balance, commissionPerLot, activation, ...account }: Account) {
  return {
    balance: balance.toString(),
    commissionPerLot: commissionPerLot.toString(),
    status: account.status,
    pausedUntil: account.pausedUntil ?? null,
    phase: account.phase,
    type: account.type,
    permittedSymbols: [...(account.permittedSymbols ?? [])],
    highestClosed: account.highestClosed.toString(),
    peakEquity: account.peakEquity.toString(),
    profileId: activation?.profileId ?? null,
    profileVersion: activation?.version ?? null,
    activatedAt: activation?.activatedAt ?? null,
    toldUntil: account.toldUntil ?? null,
  };
}

function toAccount(row: Omit<AccountRow, 'changedIn'>): Account {
  return {
    id: row.id,
    userId: row.userId,
    currency: row.currency,
    initialBalance: fromNumeric(row.initialBalance),
    balance: fromNumeric(row.balance),
    commissionPerLot: fromNumeric(row.commissionPerLot),
    status: row.status as AccountStatus,
    pausedUntil: row.pausedUntil ?? undefined,
    phase: row.phase as AccountPhase,
    type: row.type as AccountType,
    permittedSymbols: row.permittedSymbols.length > 0 ? row.permittedSymbols : undefined,
    highestClosed: fromNumeric(row.highestClosed),
    peakEquity: fromNumeric(row.peakEquity),
    openedAt: row.openedAt,
    activation: toActivation(row),
    toldUntil: row.toldUntil ?? undefined,
  };
}

function toActivation(row: Omit<AccountRow, 'changedIn'>): Activation | undefined {
  const { profileId, profileVersion: version, activatedAt } = row;
  if (profileId === null || version === null || activatedAt === null) return undefined;
  return { profileId, version, activatedAt };
}

function missing(id: string | undefined) {
  return accountNotFound(id ? `No account ${id}` : 'You have no account', { accountId: id });
}
