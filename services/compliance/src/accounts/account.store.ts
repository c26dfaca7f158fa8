import { fromNumeric, type Reader, type Tx } from '../db.ts';
import { Prisma, type Account as AccountRow } from '../generated/prisma/client.ts';
import type { StoredProfile } from '../profiles/profile.ts';
import type { AccountPhase, AccountStatus, AccountType } from '../rules/situation.ts';
import { accountNotFound, type Account, type AccountKey, type Activation } from './account.ts';

interface Row extends Omit<AccountRow, 'changedIn'> {
  readonly customProfile: StoredProfile | null;
}

/** Another user's account is reported as missing, so that ids cannot be probed. */
export function getAccount(db: Reader, key: AccountKey): Promise<Account> {
  return selectAccount(db, key, Prisma.empty);
}

/** As `getAccount`, and nobody else changes it, or anything on it, until the transaction ends. */
export function getAccountForUpdate(tx: Tx, key: AccountKey): Promise<Account> {
  return selectAccount(tx, key, Prisma.sql`for update`);
}

/** A custom profile comes along with its account, for a decision has no time to ask twice. */
async function selectAccount(
  db: Reader,
  { id, userId }: AccountKey,
  locking: Prisma.Sql,
): Promise<Account> {
  const wanted = id ?? null;
  const [row] = await db.$queryRaw<Row[]>`
    select id, user_id as "userId", currency, initial_balance as "initialBalance", balance,
      commission_per_lot as "commissionPerLot", status, paused_until as "pausedUntil", phase, type,
      permitted_symbols as "permittedSymbols", highest_closed as "highestClosed",
      peak_equity as "peakEquity", opened_at as "openedAt",
      profile_id as "profileId", profile_version as "profileVersion", activated_at as "activatedAt",
      told_until as "toldUntil",
      (select json_build_object('id', own.id, 'version', own.version, 'sha256', own.sha256,
          'name', own.name, 'limits', own.limits, 'base', json_build_object(
            'id', own.base_id, 'version', own.base_version, 'looser', own.looser))
        from custom_profile as own
        where own.id = profile_id and own.version = profile_version) as "customProfile"
    from account
    where user_id = ${userId}::uuid and (${wanted}::uuid is null or id = ${wanted}::uuid)
    order by opened_at, id limit 1 ${locking}`;
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

function toAccount(row: Row): Account {
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

function toActivation(row: Row): Activation | undefined {
  const { profileId, profileVersion: version, activatedAt } = row;
  if (profileId === null || version === null || activatedAt === null) return undefined;
  return { profileId, version, activatedAt, custom: row.customProfile ?? undefined };
}

function missing(id: string | undefined) {
  return accountNotFound(id ? `No account ${id}` : 'You have no account', { accountId: id });
}
