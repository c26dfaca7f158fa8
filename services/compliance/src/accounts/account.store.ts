import { rowsOf, sql, type Sql, type SqlTx, type Statement } from '@signalos/database';
import { Decimal } from '@signalos/trading';
import type { Reader, Tx } from '../db.ts';
import type { StoredProfile } from '../profiles/profile.ts';
import type { AccountPhase, AccountStatus, AccountType } from '../rules/situation.ts';
import { accountNotFound, type Account, type AccountKey, type Activation } from './account.ts';

/** As it comes out of the database: numbers as text. */
interface Row {
  readonly id: string;
  readonly userId: string;
  readonly currency: string;
  readonly initialBalance: string;
  readonly balance: string;
  readonly commissionPerLot: string;
  readonly status: AccountStatus;
  readonly pausedUntil: Date | null;
  readonly phase: AccountPhase;
  readonly type: AccountType;
  readonly permittedSymbols: readonly string[];
  readonly highestClosed: string;
  readonly peakEquity: string;
  readonly openedAt: Date;
  readonly profileId: string | null;
  readonly profileVersion: number | null;
  readonly activatedAt: Date | null;
  readonly toldUntil: Date | null;
  readonly customProfile: StoredProfile | null;
}

/** Another user's account is reported as missing, so that ids cannot be probed. */
export async function getAccount(db: Sql, key: AccountKey): Promise<Account> {
  return foundIn(await rowsOf<Row>(db, selectAccount(key)), key);
}

/** As `getAccount`, and nobody else changes it, or anything on it, until the transaction ends. */
export async function getAccountForUpdate(tx: SqlTx, key: AccountKey): Promise<Account> {
  const { parts, values } = selectAccount(key);
  const locking = { parts: [...parts.slice(0, -1), `${parts.at(-1)} for update`], values };
  return foundIn(await rowsOf<Row>(tx, locking), key);
}

/** A custom profile comes along with its account, for a decision has no time to ask twice. */
function selectAccount({
  id = null,
  userId,
}: {
  readonly id?: string | null | undefined;
  readonly userId: string;
}): Statement {
  return sql`
    select id, user_id as "userId", currency,
      trim_scale(initial_balance)::text as "initialBalance", trim_scale(balance)::text as balance,
      trim_scale(commission_per_lot)::text as "commissionPerLot", status,
      paused_until as "pausedUntil", phase, type, permitted_symbols as "permittedSymbols",
      trim_scale(highest_closed)::text as "highestClosed",
      trim_scale(peak_equity)::text as "peakEquity", opened_at as "openedAt",
      profile_id as "profileId", profile_version as "profileVersion", activated_at as "activatedAt",
      told_until as "toldUntil",
      (select json_build_object('id', own.id, 'version', own.version, 'sha256', own.sha256,
          'name', own.name, 'limits', own.limits, 'base', json_build_object(
            'id', own.base_id, 'version', own.base_version, 'looser', own.looser))
        from custom_profile as own
        where own.id = profile_id and own.version = profile_version) as "customProfile"
    from account
    where user_id = ${userId}::uuid and (${id}::uuid is null or id = ${id}::uuid)
    order by opened_at, id limit 1`;
}

function foundIn([row]: readonly Row[], { id }: AccountKey): Account {
  if (row) return toAccount(row);
  const message = id ? `No account ${id}` : 'You have no account';
  throw accountNotFound(message, { accountId: id });
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

export async function saveAccount(tx: SqlTx, account: Account): Promise<void> {
  const to = toColumns(account);
  await tx.$executeRaw`
    update account set balance = ${to.balance}::numeric,
      commission_per_lot = ${to.commissionPerLot}::numeric, status = ${to.status},
      paused_until = ${to.pausedUntil}, phase = ${to.phase}, type = ${to.type},
      permitted_symbols = ${to.permittedSymbols}, highest_closed = ${to.highestClosed}::numeric,
      peak_equity = ${to.peakEquity}::numeric, profile_id = ${to.profileId},
      profile_version = ${to.profileVersion}, activated_at = ${to.activatedAt},
      told_until = ${to.toldUntil}
    where id = ${account.id}::uuid`;
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
    initialBalance: Decimal.parse(row.initialBalance),
    balance: Decimal.parse(row.balance),
    commissionPerLot: Decimal.parse(row.commissionPerLot),
    status: row.status,
    pausedUntil: row.pausedUntil ?? undefined,
    phase: row.phase,
    type: row.type,
    permittedSymbols: row.permittedSymbols.length > 0 ? row.permittedSymbols : undefined,
    highestClosed: Decimal.parse(row.highestClosed),
    peakEquity: Decimal.parse(row.peakEquity),
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
