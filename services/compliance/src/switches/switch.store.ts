import type { Reader, Tx } from '../db.ts';
import type { KillSwitch as SwitchRow } from '../generated/prisma/client.ts';
import type { TradingState } from '../rules/situation.ts';
import { scopeIdOf, type KillSwitch, type SwitchTarget } from './switch.ts';

/** Makes others who would set the same switch wait, also where there is none yet. */
export async function findSwitchForUpdate(
  tx: Tx,
  target: SwitchTarget,
): Promise<KillSwitch | undefined> {
  const { scope } = target;
  const scopeId = scopeIdOf(target);
  await tx.$queryRaw`
    select 1 from pg_advisory_xact_lock(hashtextextended(${`kill switch ${scope} ${scopeId}`}, 0))`;
  const row = await tx.killSwitch.findUnique({ where: { scope_scopeId: { scope, scopeId } } });
  return row ? toSwitch(row, target) : undefined;
}

export async function saveSwitch(tx: Tx, { target, ...set }: KillSwitch): Promise<void> {
  const key = { scope: target.scope, scopeId: scopeIdOf(target) };
  await tx.killSwitch.upsert({
    where: { scope_scopeId: key },
    create: { ...key, ...set },
    update: set,
  });
}

/** All that were ever set for the platform, this user, and his accounts. */
export async function listSwitches(db: Reader, userId: string): Promise<KillSwitch[]> {
  const rows = await db.$queryRaw<SwitchRow[]>`
    select scope, scope_id as "scopeId", state, reason, set_by as "setBy", set_at as "setAt",
      by_operator as "byOperator"
    from kill_switch
    where (scope, scope_id) in (('platform', 'platform'), ('user', ${userId}))
      or scope = 'account' and scope_id in (select id::text from account
        where user_id = ${userId}::uuid)
    order by scope = 'account', scope = 'user', set_at, scope_id`;
  return rows.map((row) => toSwitch(row, targetOf(row, userId)));
}

function targetOf({ scope, scopeId }: SwitchRow, userId: string): SwitchTarget {
  if (scope === 'account') return { scope, userId, accountId: scopeId };
  return scope === 'user' ? { scope, userId } : { scope: 'platform' };
}

function toSwitch(row: SwitchRow, target: SwitchTarget): KillSwitch {
  const { state, reason, setBy, byOperator, setAt } = row;
  return { target, state: state as TradingState, reason, setBy, byOperator, setAt };
}
