import { Id, Instant, KillSwitchScope, Text, TradingState } from '@signalos/contracts';
import { commonErrors, requireRole, route, type Actor, type Route } from '@signalos/http';
import { z } from 'zod';
import { keyFor } from '../accounts/owner.commands.ts';
import { accountNotFound } from '../accounts/account.ts';
import type { Reader } from '../db.ts';
import type { Deps } from '../deps.ts';
import { isOperator, OPERATOR } from '../operator.ts';
import { setSwitch } from './switch.commands.ts';
import { listSwitches } from './switch.store.ts';
import { switchOfOperator, type KillSwitch, type SwitchTarget } from './switch.ts';

const Body = z.strictObject({
  scope: KillSwitchScope,
  accountId: Id.optional().meta({
    description: 'With scope `account`: which; your default account, where it is left out.',
  }),
  userId: Id.optional().meta({
    description: 'With scope `user`, for operators: whose; your own, where it is left out.',
  }),
  state: TradingState,
  reason: Text.trim().min(1).max(500),
});
type Body = z.output<typeof Body>;

const Switch = z
  .object({
    scope: KillSwitchScope,
    accountId: Id.nullable(),
    userId: Id.nullable(),
    state: TradingState,
    reason: z.string(),
    setBy: Id,
    byOperator: z.boolean().meta({ description: 'Whether only an operator may relax it.' }),
    setAt: Instant,
  })
  .meta({ id: 'KillSwitch' });

export const switchRoutes = ({ db, transact, now }: Deps): Route[] => [
  route({
    method: 'POST',
    path: '/compliance/kill-switch',
    summary: 'Stop trading, restrict it to closing, or let it go on',
    description:
      '`REDUCING` lets positions be closed and nothing else, `HALTED` not even that. Every order ' +
      'that is judged from now on obeys; the strictest switch counts. Owners set those of their ' +
      'accounts and themselves; operators any, and the platform’s. What an operator has set, only ' +
      'an operator relaxes.',
    body: Body,
    replies: { 200: { description: 'The switch as it is now', schema: Switch } },
    errors: [accountNotFound, commonErrors.forbidden, switchOfOperator],
  }).handle(({ body, actor, once }) =>
    once(transact, async (tx) => {
      const target = await targetOf(tx, body, actor);
      const { state, reason } = body;
      const by = { setBy: actor.id, byOperator: isOperator(actor), setAt: now() };
      return { status: 200, body: toBody(await setSwitch(tx, { target, state, reason, ...by })) };
    }),
  ),

  route({
    method: 'GET',
    path: '/compliance/kill-switch',
    summary: 'See what stops or restricts your trading',
    description:
      'The platform’s switch, yours, and those of your accounts, as far as they were set.',
    replies: {
      200: { description: 'Those that were set', schema: z.object({ items: z.array(Switch) }) },
    },
  }).handle(async ({ actor }) => {
    const items = (await listSwitches(db, actor.id)).map(toBody);
    return { status: 200, body: { items } };
  }),
];

async function targetOf(
  db: Reader,
  { scope, accountId, userId }: Body,
  actor: Actor,
): Promise<SwitchTarget> {
  if (scope === 'platform') requireRole(actor, OPERATOR);
  if (userId !== undefined && userId !== actor.id) requireRole(actor, OPERATOR);
  switch (scope) {
    case 'platform':
      return { scope };
    case 'user':
      return { scope, userId: userId ?? actor.id };
    case 'account': {
      const key = await keyFor(db, { id: accountId, userId: actor.id }, isOperator(actor));
      return { scope, accountId: key.id, userId: key.userId };
    }
  }
}

function toBody({ target, setAt, ...set }: KillSwitch) {
  return {
    ...set,
    scope: target.scope,
    accountId: target.scope === 'account' ? target.accountId : null,
    userId: target.scope === 'platform' ? null : target.userId,
    setAt: setAt.toISOString(),
  };
}
