import { killSwitchChanged } from '@signalos/contracts';
import { enqueue } from '@signalos/messaging';
import { appendAudit } from '../audits/audit.commands.ts';
import { PLATFORM } from '../audits/audit-entry.ts';
import type { Tx } from '../db.ts';
import type { TradingState } from '../rules/situation.ts';
import { findSwitchForUpdate, saveSwitch } from './switch.store.ts';
import { flip, stateOf, type KillSwitch } from './switch.ts';

/**
 * Sets whether trading goes on. Every decision reads the switches in its own transaction, so one that
 * starts when this has committed knows of it, in whichever instance.
 */
export async function setSwitch(tx: Tx, wanted: KillSwitch): Promise<KillSwitch> {
  const known = await findSwitchForUpdate(tx, wanted.target);
  const set = flip(known, wanted);
  await saveSwitch(tx, set);
  const event = announcement(set, stateOf(known));
  const { data } = event;
  const stream = data.accountId ?? data.userId ?? PLATFORM;
  await appendAudit(tx, { stream, kind: 'kill-switch-changed', at: set.setAt, data });
  await enqueue(tx, event);
  return set;
}

function announcement(set: KillSwitch, before: TradingState) {
  const { target, state, reason, setBy, byOperator, setAt } = set;
  return killSwitchChanged.create(
    {
      scope: target.scope,
      accountId: target.scope === 'account' ? target.accountId : null,
      userId: target.scope === 'platform' ? null : target.userId,
      state,
      before,
      reason,
      setBy,
      byOperator,
      changedAt: setAt.toISOString(),
    },
    { at: setAt },
  );
}
