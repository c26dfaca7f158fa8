import { strategyEnabled } from '@signalos/contracts';
import { enqueue } from '@signalos/messaging';
import { takeAccount } from '../accounts/owner.commands.ts';
import { appendAudit } from '../audits/audit.commands.ts';
import type { Tx } from '../db.ts';
import { findStrategy, saveStrategy } from './strategy.store.ts';
import { strategyNotFound, type Strategy } from './strategy.ts';

/** Counts an allowed order of a strategy, in the transaction that allows it. */
export { addingExecution } from './strategy.store.ts';

export interface EnableStrategy {
  readonly accountId: string;
  readonly userId: string;
  readonly strategyId: string;
  readonly reason: string;
  readonly enabledBy: string;
  readonly now: Date;
}

/** RTS 6 Art. 15 (3): a strategy that was throttled trades on when a named person says so. */
export async function enableStrategy(tx: Tx, command: EnableStrategy): Promise<Strategy> {
  const { accountId, userId, strategyId: id, reason, enabledBy, now } = command;
  await takeAccount(tx, { id: accountId, userId });
  const known = await findStrategy(tx, { accountId, id });
  if (!known) throw strategyNotFound(`No strategy ${id}`, { strategyId: id });

  const enabled = { ...known, executions: 0, enabledBy, enabledAt: now, reason };
  await saveStrategy(tx, enabled);
  const of = { accountId, userId, strategyId: id, executionsBefore: known.executions };
  const data = { ...of, enabledBy, reason, enabledAt: now.toISOString() };
  await appendAudit(tx, { stream: accountId, kind: 'strategy-enabled', at: now, data });
  await enqueue(tx, strategyEnabled.create(data, { at: now }));
  return enabled;
}
