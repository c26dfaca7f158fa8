import { Id, Instant } from '@signalos/contracts';
import { route, type Route } from '@signalos/http';
import { z } from 'zod';
import type { ActionState } from '../actions/action.ts';
import type { Deps } from '../deps.ts';
import { devicesOf } from '../devices/device.commands.ts';
import { deviceNotFound, modeAt, MODES, type Device } from '../devices/device.ts';
import { countHandedIn, type Counts } from './status.store.ts';

const DeviceStatus = z.object({
  deviceId: Id,
  name: z.string(),
  mode: z.enum(MODES),
  lastSyncAt: Instant.nullable(),
});

const Status = z.object({
  serverTime: Instant,
  devices: z.array(DeviceStatus),
  counts: z.object({
    messages: z.int().meta({ description: 'Channel messages that devices handed in.' }),
    signals: z.int().meta({ description: 'Messages with an order in them.' }),
    updates: z.int(),
    noise: z.int(),
    actions: z.object({
      held: z.int().meta({ description: 'Waiting for the caller to confirm them.' }),
      queued: z.int(),
      executing: z.int(),
      inDoubt: z.int().meta({ description: 'The broker may or may not have done it.' }),
      working: z.int().meta({ description: 'With the broker, waiting for its price.' }),
      executed: z.int(),
      refused: z.int(),
      expired: z.int(),
      failed: z.int(),
    }),
  }),
  oldestPendingMs: z.int().nullable(),
  lastSyncAt: Instant.nullable(),
});

export const statusRoutes = ({ db, now }: Deps): Route[] => [
  route({
    method: 'GET',
    path: '/offline/status',
    summary: 'Count what was handed in, and what became of it',
    query: z.object({ deviceId: Id.optional() }),
    replies: { 200: { description: 'The caller’s status', schema: Status } },
    errors: [deviceNotFound],
  }).handle(async ({ query: { deviceId = null }, actor: { id: userId } }) => {
    const devices = await devicesOf(db, { userId, deviceId });
    const counts = await countHandedIn(db, { userId, deviceId });
    return { status: 200, body: toBody(devices, counts, now()) };
  }),
];

function toBody(devices: readonly Device[], counts: Counts, at: Date) {
  const { oldestPendingAt } = counts;
  const synced = devices.flatMap(({ lastSyncAt }) => lastSyncAt?.toISOString() ?? []);
  return {
    serverTime: at.toISOString(),
    devices: devices.map((device) => ({
      deviceId: device.id,
      name: device.name,
      mode: modeAt(device, at),
      lastSyncAt: device.lastSyncAt?.toISOString() ?? null,
    })),
    counts: toCounts(counts),
    oldestPendingMs: oldestPendingAt && Math.max(0, at.getTime() - oldestPendingAt.getTime()),
    lastSyncAt: synced.toSorted().at(-1) ?? null,
  };
}

function toCounts({ messages, actions }: Counts) {
  const read = (kind: string) => messages[kind] ?? 0;
  const inState = (state: ActionState) => actions[state] ?? 0;
  const [signals, updates, noise] = [read('signal'), read('update'), read('noise')];
  return {
    messages: signals + updates + noise,
    signals,
    updates,
    noise,
    actions: {
      held: inState('held'),
      queued: inState('queued'),
      executing: inState('executing'),
      inDoubt: inState('in_doubt'),
      working: inState('working'),
      executed: inState('executed'),
      refused: inState('refused'),
      expired: inState('expired'),
      failed: inState('failed'),
    },
  };
}
