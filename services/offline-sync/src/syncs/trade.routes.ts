import { Id, Instant, Violation } from '@signalos/contracts';
import { route, type Route } from '@signalos/http';
import { z } from 'zod';
import { accountsFor } from '../accounts/account.commands.ts';
import { accountNotFound } from '../accounts/account.ts';
import { actionOf } from '../actions/action.commands.ts';
import {
  ACTION_STATES,
  CloseTrade,
  ModifyTrade,
  OpenTrade,
  type TradeRequest,
} from '../actions/action.ts';
import { previewTrade } from '../actions/preview.commands.ts';
import type { Tx } from '../db.ts';
import type { Deps } from '../deps.ts';
import { deviceNotFound, deviceOffline } from '../devices/device.ts';
import { actionIdMissing, itemRejected, payloadMismatch } from './item.ts';
import { ingestTrade, type SingleTrade } from './sync.commands.ts';
import type { Verdict } from './verdict.ts';

const ofTrade = {
  actionId: Id.optional().meta({ description: 'The Idempotency-Key, unless given here.' }),
  deviceId: Id.nullable().default(null),
  ttlMs: z.int().min(0).optional().meta({ description: 'How long it may wait.' }),
};
const ExecuteTrade = z.discriminatedUnion('kind', [
  z.strictObject({ ...ofTrade, kind: z.literal('open'), payload: OpenTrade }),
  z.strictObject({ ...ofTrade, kind: z.literal('close'), payload: CloseTrade }),
  z.strictObject({ ...ofTrade, kind: z.literal('modify'), payload: ModifyTrade }),
]);

const Accepted = z.object({
  actionId: Id,
  state: z.enum(ACTION_STATES).nullable().meta({ description: 'null when it was cleaned up.' }),
  duplicate: z.boolean().meta({ description: 'Whether it had been asked for before.' }),
  expiresAt: Instant.nullable(),
});

const Preview = z.object({
  dryRun: z.literal(true),
  allowed: z.boolean(),
  code: z.string().nullable(),
  violations: z.array(Violation),
  warnings: z.array(Violation),
});

export const tradeRoutes = (deps: Deps): Route[] => [
  route({
    method: 'POST',
    path: '/offline/execute-trade',
    summary: 'Queue one trade to be executed now',
    description:
      'Its outcome comes with GET /offline/executions and POST /offline/sync. The Idempotency-Key is ' +
      'its actionId, by which it happens once. With `dryRun` the rules are asked and nothing is stored.',
    query: z.object({ dryRun: z.enum(['true', 'false']).default('false') }),
    body: ExecuteTrade,
    replies: {
      200: { description: 'What the rules say (with `dryRun`)', schema: Preview },
      202: { description: 'It is in the queue, or was before', schema: Accepted },
    },
    errors: [
      accountNotFound,
      deviceNotFound,
      deviceOffline,
      payloadMismatch,
      itemRejected,
      actionIdMissing,
    ],
  }).handle(async ({ query, body, actor, idempotencyKey, once }) => {
    const { deviceId, ttlMs, actionId: name, ...trade } = body;
    if (query.dryRun === 'true') {
      return { status: 200, body: await preview(deps, actor.id, trade) };
    }
    const actionId = actionIdOf(name, idempotencyKey);
    const single = { userId: actor.id, actionId, deviceId, trade, ttlMs };
    return once(deps.transact, async (tx) => {
      return { status: 202, body: await queueTrade(tx, { ...single, now: deps.now() }) };
    });
  }),
];

function actionIdOf(named: string | undefined, key: string | undefined): string {
  const id = Id.safeParse(named ?? key);
  if (id.success && (key === undefined || key.toLowerCase() === id.data)) return id.data;
  throw actionIdMissing('Send one UUID as Idempotency-Key or as actionId');
}

async function preview({ db, connector, judge }: Deps, userId: string, trade: TradeRequest) {
  const { accountId } = trade.payload;
  const account = (await accountsFor(db, userId)).find(accountId);
  if (!account) throw accountNotFound(`You have no account ${accountId ?? ''}`.trim());
  const outcome = await previewTrade(
    { connector, judge },
    { userId, accountId: account.id, trade },
  );
  const { violations, warnings } = outcome;
  return {
    ...outcome,
    dryRun: true as const,
    violations: [...violations],
    warnings: [...warnings],
  };
}

async function queueTrade(tx: Tx, single: SingleTrade) {
  const verdict = await ingestTrade(tx, single);
  refuseRejected(verdict);
  const { userId, actionId } = single;
  const action = await actionOf(tx, { userId, id: actionId });
  return {
    actionId,
    state: action?.state ?? null,
    duplicate: verdict.status === 'duplicate',
    expiresAt: verdict.expiresAt?.toISOString() ?? null,
  };
}

/** What is an item's verdict in a batch is this request's error. */
function refuseRejected({ actionId, status, original, code, detail }: Verdict): void {
  const reason = detail ?? '';
  if (status === 'rejected' && code === 'payload-mismatch')
    throw payloadMismatch(reason, { actionId });
  if (status === 'rejected') throw accountNotFound(reason);
  if (original === 'rejected') throw itemRejected(reason, { actionId, reason: code });
}
