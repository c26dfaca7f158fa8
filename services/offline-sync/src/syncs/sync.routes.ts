import { Id, Instant } from '@signalos/contracts';
import { commonErrors, decodeCursor, encodeCursor, route, type Route } from '@signalos/http';
import { z } from 'zod';
import { changesSince } from '../changes/change.commands.ts';
import { ChangeBody, ChangePosition, toBody as toChangeBody } from '../changes/change.ts';
import type { Deps } from '../deps.ts';
import { deviceNotFound, deviceOffline } from '../devices/device.ts';
import { ItemEnvelope } from './item.ts';
import { ingestBatch, type Ingested } from './sync.commands.ts';
import { seqGap } from './verdict.ts';

const ITEMS_MAX = 500;
const CHANGES_MAX = 500;
const BODY_LIMIT_BYTES = 1024 * 1024;

const Sync = z.strictObject({
  deviceId: Id,
  epoch: Id.meta({
    description: 'Made when the device’s local store was; numbers start anew with it.',
  }),
  batchId: Id.meta({ description: 'Comes back, to tell which request a reply answers.' }),
  sentAt: Instant.meta({ description: 'By the device’s clock; only differences of it are used.' }),
  items: z.array(ItemEnvelope).max(ITEMS_MAX),
  cursor: z.string().max(500).nullable().default(null),
});

const VerdictBody = z
  .object({
    actionId: Id,
    seq: z.int(),
    status: z.enum(['accepted', 'duplicate', 'voided', 'rejected']),
    original: z.enum(['accepted', 'voided', 'rejected']).nullable().meta({
      description: 'Of a duplicate: the verdict it got at first; null when that is forgotten.',
    }),
    code: z.string().nullable(),
    detail: z.string().nullable(),
    expiresAt: Instant.nullable(),
  })
  .meta({ id: 'Verdict' });

const Synced = z.object({
  batchId: Id,
  serverTime: Instant,
  ackSeq: z.int().meta({ description: 'All items up to this number have been taken in.' }),
  verdicts: z.array(VerdictBody),
  changes: z.array(ChangeBody).meta({ description: 'What became of trades since `cursor`.' }),
  cursor: z.string().nullable().meta({ description: 'For the next request.' }),
  more: z.boolean().meta({ description: 'Whether there are more changes to fetch at once.' }),
});

export const syncRoutes = ({ transact, now }: Deps): Route[] => [
  route({
    method: 'POST',
    path: '/offline/sync',
    summary: 'Hand in what a device has queued, and fetch what became of it',
    description:
      'Items are numbered without gaps by the device. An item that was sent before gets its first ' +
      'verdict again and has no second effect; a bad one is rejected alone. Without items it only fetches.',
    body: Sync,
    bodyLimitBytes: BODY_LIMIT_BYTES,
    replies: { 200: { description: 'A verdict per item, in their order', schema: Synced } },
    errors: [deviceNotFound, deviceOffline, seqGap, commonErrors.invalidCursor],
  }).handle(async ({ body, actor, once }) => {
    const { batchId, cursor, sentAt, ...batch } = body;
    const after = decodeCursor(ChangePosition, cursor ?? undefined);
    return once(transact, async (tx) => {
      const at = now();
      const userId = actor.id;
      const { verdicts, ackSeq } = await ingestBatch(tx, {
        ...batch,
        userId,
        sentAt: new Date(sentAt),
        now: at,
      });
      const since = await changesSince(tx, { userId, after, limit: CHANGES_MAX });
      return {
        status: 200,
        body: {
          batchId,
          serverTime: at.toISOString(),
          ackSeq,
          verdicts: verdicts.map(toVerdictBody),
          changes: since.changes.map(toChangeBody),
          cursor: since.position ? encodeCursor(since.position) : null,
          more: since.more,
        },
      };
    });
  }),
];

const toVerdictBody = ({ expiresAt, ...verdict }: Ingested['verdicts'][number]) => ({
  ...verdict,
  expiresAt: expiresAt?.toISOString() ?? null,
});
