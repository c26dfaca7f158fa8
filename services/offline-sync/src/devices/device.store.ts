import type { Reader, Tx } from '../db.ts';
import { deviceNotFound, type Device, type Mode } from './device.ts';

export async function insertDevice(tx: Tx, device: Device): Promise<void> {
  await tx.device.create({ data: device });
}

interface DeviceKey {
  readonly id: string;
  readonly userId: string;
}

/** Another user's device is reported as missing, so that ids cannot be probed. */
export async function getDevice(db: Reader, { id, userId }: DeviceKey): Promise<Device> {
  const row = await db.device.findUnique({ where: { id, userId } });
  if (!row) throw deviceNotFound(`No device ${id}`, { deviceId: id });
  return { ...row, mode: row.mode as Mode };
}

/** Reads a device and makes others that want to change it wait. */
export async function getDeviceForUpdate(tx: Tx, key: DeviceKey): Promise<Device> {
  await tx.$queryRaw`
    select 1 from device where id = ${key.id}::uuid and user_id = ${key.userId}::uuid for update`;
  return getDevice(tx, key);
}

/** The first registered first. */
export async function listDevices(db: Reader, userId: string): Promise<Device[]> {
  const rows = await db.device.findMany({
    where: { userId },
    orderBy: [{ registeredAt: 'asc' }, { id: 'asc' }],
  });
  return rows.map((row) => ({ ...row, mode: row.mode as Mode }));
}

export async function saveDevice(tx: Tx, device: Device): Promise<void> {
  const { id, mode, modeReason, modeUntil, lastSyncAt } = device;
  await tx.device.update({ where: { id }, data: { mode, modeReason, modeUntil, lastSyncAt } });
}

/** Makes registrations of one user wait for each other, so that they can be counted. */
export async function lockDevices(tx: Tx, userId: string): Promise<void> {
  await tx.$queryRaw`
    select 1 from pg_advisory_xact_lock(hashtextextended(${`devices of ${userId}`}, 0))`;
}
