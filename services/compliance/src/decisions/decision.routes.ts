import { Decision, Id, ProposedTrade } from '@signalos/contracts';
import { route, type Route } from '@signalos/http';
import { z } from 'zod';
import { accountNotFound } from '../accounts/account.ts';
import { momentOf, type Deps } from '../deps.ts';
import { decideTrade } from './decision.commands.ts';
import {
  assertStateKnown,
  decisionOutdated,
  idempotencyConflict,
  stateUnavailable,
  tooManyDecisions,
} from './decision.ts';

const Body = z.strictObject({
  ...ProposedTrade.shape,
  accountId: Id.optional().meta({ description: 'Your default account, where it is left out.' }),
});

export const decisionRoutes = (deps: Deps): Route[] => [
  route({
    method: 'POST',
    path: '/compliance/validate-trade',
    summary: 'Judge an order, and reserve its risk',
    description:
      'A refusal is a decision too: status 200 with `allowed: false` and every rule that the order ' +
      'breaks. The same `clientTradeId` with the same content gets the same decision again. With ' +
      '`reserve.ttlMs` 0 nothing is reserved, remembered or announced.',
    body: Body,
    replies: { 200: { description: 'The decision', schema: Decision } },
    errors: [
      accountNotFound,
      idempotencyConflict,
      decisionOutdated,
      stateUnavailable,
      tooManyDecisions,
    ],
  }).handle(({ body: { accountId, ...order }, actor, once }) =>
    once(deps.transactDecision, async (tx) => {
      const proposal = { ...order, accountId, userId: actor.id, isHandedOn: false };
      assertStateKnown(proposal, deps.quotes);
      return { status: 200, body: await decideTrade(tx, momentOf(deps), proposal) };
    }),
  ),
];
