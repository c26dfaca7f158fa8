import { randomUUID } from 'node:crypto';
import { deviceRegistered } from '@signalos/contracts';
import { enqueue } from '@signalos/messaging';
import type { Reader, Tx } from '../db.ts';
import {
  getDevice,
  getDeviceForUpdate,
  insertDevice,
  listDevices,
  lockDevices,
  saveDevice,
} from './device.store.ts';
import {
  assertOnline,
  changeMode,
  DEVICES_MAX,
  tooManyDevices,
  type Device,
  type ModeChange,
} from './device.ts';

export interface RegisterDevice {
  readonly userId: string;
  readonly name: string;
  readonly platform: string | null;
  readonly now: Date;
}

export async function registerDevice(tx: Tx, command: RegisterDevice): Promise<Device> {
  const { userId, name, platform, now } = command;
  await lockDevices(tx, userId);
  const { length } = await listDevices(tx, userId);
  if (length >= DEVICES_MAX) throw tooManyDevices(`You have ${length} devices already`);

  const device: Device = {
    id: randomUUID(),
    userId,
    name,
    platform,
    registeredAt: now,
    mode: 'auto',
    modeReason: null,
    modeUntil: null,
    lastSyncAt: null,
  };
  await insertDevice(tx, device);
  const data = { deviceId: device.id, userId, name, registeredAt: now.toISOString() };
  await enqueue(tx, deviceRegistered.create(data, { at: now }));
  return device;
}

interface DeviceOf {
  readonly deviceId: string;
  readonly userId: string;
}

export async function setMode(tx: Tx, { deviceId, userId, ...change }: DeviceOf & ModeChange) {
  const device = changeMode(await getDeviceForUpdate(tx, { id: deviceId, userId }), change);
  await saveDevice(tx, device);
  return device;
}

/**
 * Lets a device hand something in, alone: until the transaction ends, its next request waits.
 * Refused while it is kept offline.
 */
export async function admitDevice(
  tx: Tx,
  { deviceId, userId, now }: DeviceOf & { readonly now: Date },
): Promise<Device> {
  const device = await getDeviceForUpdate(tx, { id: deviceId, userId });
  assertOnline(device, now);
  return device;
}

/** Notes that a device that was admitted has synced. */
export async function noteSync(tx: Tx, device: Device, now: Date): Promise<void> {
  await saveDevice(tx, { ...device, lastSyncAt: now });
}

/** For other features: a user's devices, or the one that is named. */
export async function devicesOf(
  db: Reader,
  { userId, deviceId }: { userId: string; deviceId: string | null },
): Promise<readonly Device[]> {
  return deviceId === null
    ? listDevices(db, userId)
    : [await getDevice(db, { id: deviceId, userId })];
}
