import type { Db, Reader, Tx } from '../db.ts';
import { NO_FAILURES, type LoginGuard } from './login-guard.ts';

/** Which counter: of one address, user's or not, from one place. */
export interface GuardKey {
  readonly emailHash: Uint8Array<ArrayBuffer>;
  readonly source: string;
}

const whereKey = ({ emailHash, source }: GuardKey) => ({
  emailHash_source: { emailHash, source },
});

export async function findLoginGuard(db: Reader, key: GuardKey): Promise<LoginGuard> {
  const select = { failures: true, lockedUntil: true, looks: true };
  return (await db.loginGuard.findUnique({ where: whereKey(key), select })) ?? NO_FAILURES;
}

/** Reads it so that nobody else can count until the transaction ends. */
export async function lockLoginGuard(tx: Tx, key: GuardKey, now: Date): Promise<LoginGuard> {
  const { emailHash, source } = key;
  await tx.$executeRaw`
    insert into login_guard (email_hash, source, failures, looks, last_failed_at)
    values (${emailHash}, ${source}, 0, 0, ${now}) on conflict do nothing`;
  await tx.$queryRaw`
    select from login_guard where email_hash = ${emailHash} and source = ${source} for update`;
  return findLoginGuard(tx, key);
}

export async function saveLoginGuard(
  tx: Tx,
  key: GuardKey,
  guard: LoginGuard & { readonly lastFailedAt: Date },
): Promise<void> {
  await tx.loginGuard.update({ where: whereKey(key), data: guard });
}

export async function deleteLoginGuard(tx: Tx, key: GuardKey): Promise<void> {
  await tx.loginGuard.deleteMany({ where: { ...key } });
}

/** Those that neither failed nor were locked since. */
export async function deleteOldLoginGuards(db: Db, before: Date): Promise<number> {
  const { count } = await db.loginGuard.deleteMany({
    where: {
      lastFailedAt: { lt: before },
      OR: [{ lockedUntil: null }, { lockedUntil: { lt: before } }],
    },
  });
  return count;
}
