import { Id, Instant, Text } from '@signalos/contracts';
import { decodeCursor, PageQuery, pageOf, route, toPage, type Route } from '@signalos/http';
import { z } from 'zod';
import { accountNotFound } from '../accounts/account.ts';
import { keyFor } from '../accounts/owner.commands.ts';
import type { Deps } from '../deps.ts';
import { isOperator } from '../operator.ts';
import { enableStrategy } from './strategy.commands.ts';
import { listStrategies } from './strategy.store.ts';
import { strategyNotFound, type Strategy } from './strategy.ts';

const StrategyId = Text.min(1).max(64);

const StrategyBody = z
  .object({
    accountId: Id,
    strategyId: StrategyId,
    executions: z.int().meta({ description: 'Allowed orders since it was last enabled.' }),
    enabledBy: Id.nullable(),
    enabledAt: Instant.nullable(),
    reason: z.string().nullable(),
  })
  .meta({ id: 'Strategy' });

const Query = PageQuery.extend({ accountId: Id.optional() });
const Place = z.object({ accountId: Id, id: StrategyId });

export const strategyRoutes = ({ db, transact, now }: Deps): Route[] => [
  route({
    method: 'GET',
    path: '/compliance/strategies',
    summary: 'List the automated strategies that traded on your accounts',
    query: Query,
    replies: { 200: { description: 'A page of strategies', schema: pageOf(StrategyBody) } },
  }).handle(async ({ query: { cursor, limit, accountId }, actor }) => {
    const after = decodeCursor(Place, cursor);
    const query = { userId: actor.id, accountId, after, limit: limit + 1 };
    const page = toPage(await listStrategies(db, query), limit, placeOf);
    return { status: 200, body: { ...page, items: page.items.map(toBody) } };
  }),

  route({
    method: 'POST',
    path: '/compliance/strategies/{strategyId}/enable',
    summary: 'Let a strategy trade on that was throttled',
    description: 'Its executions are counted anew. Your name and reason are kept.',
    params: z.object({ strategyId: StrategyId }),
    body: z.strictObject({
      accountId: Id.optional().meta({
        description: 'Your default account, where it is left out.',
      }),
      reason: Text.trim().min(1).max(500),
    }),
    replies: { 200: { description: 'It may trade', schema: StrategyBody } },
    errors: [accountNotFound, strategyNotFound],
  }).handle(({ params: { strategyId }, body: { accountId: id, reason }, actor, once }) =>
    once(transact, async (tx) => {
      const key = await keyFor(tx, { id, userId: actor.id }, isOperator(actor));
      const account = { accountId: key.id, userId: key.userId };
      const by = { enabledBy: actor.id, reason, now: now() };
      const enabled = await enableStrategy(tx, { ...account, strategyId, ...by });
      return { status: 200, body: toBody(enabled) };
    }),
  ),
];

const placeOf = ({ accountId, id }: Strategy) => ({ accountId, id });

function toBody({ id: strategyId, enabledBy, enabledAt, reason, ...rest }: Strategy) {
  return {
    ...rest,
    strategyId,
    enabledBy: enabledBy ?? null,
    enabledAt: enabledAt?.toISOString() ?? null,
    reason: reason ?? null,
  };
}
