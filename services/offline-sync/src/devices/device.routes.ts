import { Id, Instant, Text } from '@signalos/contracts';
import { route, type Route } from '@signalos/http';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { registerDevice, setMode } from './device.commands.ts';
import { listDevices } from './device.store.ts';
import {
  deviceNotFound,
  DEVICES_MAX,
  FORCED_DEFAULT_MS,
  FORCED_MAX_MS,
  modeAt,
  MODES,
  tooManyDevices,
  type Device,
} from './device.ts';

const RegisterDevice = z.strictObject({
  name: Text.trim().min(1).max(60),
  platform: Text.trim().min(1).max(60).nullable().default(null),
});

const SetMode = z.strictObject({
  deviceId: Id,
  mode: z.enum(MODES),
  reason: Text.trim().min(1).max(200).nullable().default(null),
  ttlMs: z.int().min(1_000).max(FORCED_MAX_MS).default(FORCED_DEFAULT_MS).meta({
    description: 'How long a forced mode holds before it becomes `auto` again.',
  }),
});

const DeviceBody = z.object({
  deviceId: Id,
  name: z.string(),
  platform: z.string().nullable(),
  registeredAt: Instant,
  mode: z.enum(MODES),
  modeReason: z.string().nullable(),
  modeUntil: Instant.nullable(),
  lastSyncAt: Instant.nullable(),
});

export const deviceRoutes = ({ db, transact, now }: Deps): Route[] => [
  route({
    method: 'POST',
    path: '/offline/devices',
    summary: 'Register a device that queues trades',
    description: `At most ${DEVICES_MAX} per user.`,
    body: RegisterDevice,
    replies: { 201: { description: 'The device', schema: DeviceBody } },
    errors: [tooManyDevices],
  }).handle(({ body, actor, once }) =>
    once(transact, async (tx) => {
      const device = await registerDevice(tx, { ...body, userId: actor.id, now: now() });
      return { status: 201, body: toBody(device, now()) };
    }),
  ),

  route({
    method: 'GET',
    path: '/offline/devices',
    summary: 'List your devices',
    replies: {
      200: { description: 'All of them', schema: z.object({ items: z.array(DeviceBody) }) },
    },
  }).handle(async ({ actor }) => {
    const devices = await listDevices(db, actor.id);
    return { status: 200, body: { items: devices.map((device) => toBody(device, now())) } };
  }),

  route({
    method: 'POST',
    path: '/offline/set-online-status',
    summary: 'Keep a device offline, or let it go on',
    description:
      'While a device is kept offline, its queued trades wait, closes included, and it cannot sync. ' +
      'Trades may expire meanwhile.',
    body: SetMode,
    replies: { 200: { description: 'The device', schema: DeviceBody } },
    errors: [deviceNotFound],
  }).handle(({ body, actor, once }) =>
    once(transact, async (tx) => {
      const device = await setMode(tx, { ...body, userId: actor.id, now: now() });
      return { status: 200, body: toBody(device, now()) };
    }),
  ),
];

function toBody(device: Device, at: Date) {
  const { id, name, platform, registeredAt, modeReason, modeUntil, lastSyncAt } = device;
  const mode = modeAt(device, at);
  const forced = mode !== 'auto';
  return {
    deviceId: id,
    name,
    platform,
    registeredAt: registeredAt.toISOString(),
    mode,
    modeReason: forced ? modeReason : null,
    modeUntil: forced ? (modeUntil?.toISOString() ?? null) : null,
    lastSyncAt: lastSyncAt?.toISOString() ?? null,
  };
}
