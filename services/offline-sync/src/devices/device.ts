import { defineError } from '@signalos/errors';

export const DEVICES_MAX = 20;
export const MODES = ['auto', 'force_offline', 'force_online'] as const;
export type Mode = (typeof MODES)[number];

const HOUR_MS = 3_600_000;
/** How long a forced mode holds, unless its setter says otherwise. */
export const FORCED_DEFAULT_MS = 24 * HOUR_MS;
export const FORCED_MAX_MS = 30 * FORCED_DEFAULT_MS;

export interface Device {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly platform: string | null;
  readonly registeredAt: Date;
  readonly mode: Mode;
  readonly modeReason: string | null;
  readonly modeUntil: Date | null;
  readonly lastSyncAt: Date | null;
}

export interface ModeChange {
  readonly mode: Mode;
  readonly reason: string | null;
  readonly ttlMs: number;
  readonly now: Date;
}

/** A forced mode ends by itself: a device that was silenced and forgotten must not stay so. */
export function changeMode(device: Device, { mode, reason, ttlMs, now }: ModeChange): Device {
  const modeUntil = mode === 'auto' ? null : new Date(now.getTime() + ttlMs);
  return { ...device, mode, modeReason: reason, modeUntil };
}

/** The mode that holds now. */
export function modeAt({ mode, modeUntil }: Device, now: Date): Mode {
  return modeUntil && modeUntil <= now ? 'auto' : mode;
}

export function assertOnline(device: Device, now: Date): void {
  if (modeAt(device, now) !== 'force_offline') return;
  const until = device.modeUntil?.toISOString();
  throw deviceOffline(`Device ${device.id} is kept offline until ${until}`, {
    deviceId: device.id,
    until,
  });
}

export const deviceNotFound = defineError({
  kind: 'not-found',
  code: 'device-not-found',
  summary: 'The caller has no device with this id.',
  fix: 'Register it with POST /offline/devices.',
});

export const tooManyDevices = defineError({
  kind: 'conflict',
  code: 'too-many-devices',
  summary: 'The user has as many devices as a user may have.',
  fix: 'Go on under the id of a device you have.',
});

export const deviceOffline = defineError({
  kind: 'conflict',
  code: 'device-offline',
  summary: 'The device is kept offline by POST /offline/set-online-status; nothing was taken.',
  fix: 'Keep the queue, and set the mode to `auto` or wait until `until`.',
});
