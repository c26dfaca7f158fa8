import { Id, Instant, Text } from '@signalos/contracts';
import { route, type Route } from '@signalos/http';
import { z } from 'zod';
import { momentOf, type Deps } from '../deps.ts';
import { OPERATOR } from '../operator.ts';
import { ACCOUNT_STATUSES } from '../rules/situation.ts';
import { accountNotFound } from './account.ts';
import { reinstate } from './reinstatement.commands.ts';
import { equityUnknown, notLatched, stillBeyondLimit } from './reinstatement.ts';

const Reinstated = z.object({
  accountId: Id,
  status: z.enum(ACCOUNT_STATUSES),
  reinstatedAt: Instant,
});

export const reinstatementRoutes = (deps: Deps): Route[] => [
  route({
    method: 'POST',
    path: '/compliance/accounts/{accountId}/reinstate',
    summary: 'Let an account trade again that a breach has stopped or paused',
    description: 'For operators. What was lost stays lost: only how low equity was is forgotten.',
    requires: OPERATOR,
    params: z.object({ accountId: Id }),
    body: z.strictObject({ reason: Text.trim().min(1).max(500) }),
    replies: { 200: { description: 'It may trade', schema: Reinstated } },
    errors: [accountNotFound, notLatched, stillBeyondLimit, equityUnknown],
  }).handle(({ params: { accountId }, body: { reason }, actor, once }) =>
    once(deps.transact, async (tx) => {
      const moment = momentOf(deps);
      const order = { accountId, reason, operatorId: actor.id };
      const { account } = await reinstate(tx, moment, order);
      const reinstatedAt = moment.now.toISOString();
      return { status: 200, body: { accountId, status: account.status, reinstatedAt } };
    }),
  ),
];
