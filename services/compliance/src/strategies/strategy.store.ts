import { sql, type Statement } from '@signalos/database';
import type { Reader, Tx } from '../db.ts';
import type { Strategy as StrategyRow } from '../generated/prisma/client.ts';
import type { Strategy } from './strategy.ts';

export interface StrategyKey {
  readonly accountId: string;
  readonly id: string;
}

/** One more execution, of a strategy that may not have had any. */
export function addingExecution({ accountId, id }: StrategyKey): Statement {
  return sql`
    insert into strategy (account_id, id, executions) values (${accountId}::uuid, ${id}, 1)
    on conflict (account_id, id) do update set executions = strategy.executions + 1`;
}

export async function findStrategy(db: Reader, key: StrategyKey): Promise<Strategy | undefined> {
  const row = await db.strategy.findUnique({ where: { accountId_id: key } });
  return row ? toStrategy(row) : undefined;
}

export async function saveStrategy(tx: Tx, { accountId, id, ...set }: Strategy): Promise<void> {
  const { executions, enabledBy = null, enabledAt = null, reason = null } = set;
  await tx.strategy.update({
    where: { accountId_id: { accountId, id } },
    data: { executions, enabledBy, enabledAt, reason },
  });
}

export interface StrategiesQuery {
  readonly userId: string;
  readonly accountId: string | undefined;
  /** The last of the page before. */
  readonly after: StrategyKey | undefined;
  readonly limit: number;
}

export async function listStrategies(
  db: Reader,
  { userId, accountId, after, limit }: StrategiesQuery,
): Promise<Strategy[]> {
  const rows = await db.strategy.findMany({
    where: { account: { userId }, ...(accountId && { accountId }) },
    orderBy: [{ accountId: 'asc' }, { id: 'asc' }],
    ...(after && { cursor: { accountId_id: after }, skip: 1 }),
    take: limit,
  });
  return rows.map(toStrategy);
}

function toStrategy({ enabledBy, enabledAt, reason, ...row }: StrategyRow): Strategy {
  return {
    ...row,
    enabledBy: enabledBy ?? undefined,
    enabledAt: enabledAt ?? undefined,
    reason: reason ?? undefined,
  };
}
