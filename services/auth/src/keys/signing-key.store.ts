import type { Reader, Tx } from '../db.ts';
import type { SigningKey } from './signing-key.ts';

type Row = Awaited<ReturnType<Reader['signingKey']['findMany']>>[number];

/** All that were not gone or revoked long ago, oldest first. */
export async function listSigningKeys(db: Reader): Promise<SigningKey[]> {
  const rows = await db.signingKey.findMany({
    where: { state: { in: ['next', 'active', 'retiring'] } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  return rows.map(toSigningKey);
}

/** The same, while nobody else changes keys until the transaction ends. */
export async function lockSigningKeys(tx: Tx): Promise<SigningKey[]> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('signing-keys', 0))`;
  return listSigningKeys(tx);
}

export async function insertSigningKey(tx: Tx, key: SigningKey): Promise<void> {
  await tx.signingKey.create({ data: key });
}

export async function saveSigningKey(tx: Tx, { id, ...key }: SigningKey): Promise<void> {
  await tx.signingKey.update({ where: { id }, data: key });
}

const toSigningKey = (row: Row): SigningKey => ({
  ...row,
  state: row.state as SigningKey['state'],
});
