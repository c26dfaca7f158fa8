import { describe, expect, it } from 'vitest';
import { assertOnline, changeMode, modeAt, type Device } from './device.ts';

const now = new Date('2026-11-21T09:30:00.000Z');
const after = (ms: number) => new Date(now.getTime() + ms);
const device: Device = {
  id: 'd1',
  userId: 'u1',
  name: 'phone',
  platform: null,
  registeredAt: now,
  mode: 'auto',
  modeReason: null,
  modeUntil: null,
  lastSyncAt: null,
};
const silenced = changeMode(device, { mode: 'force_offline', reason: 'flight', ttlMs: 1_000, now });

describe('a forced mode', () => {
  it('holds until its time is over', () => {
    expect(modeAt(silenced, after(999))).toBe('force_offline');
    expect(modeAt(silenced, after(1_000))).toBe('auto');
  });

  it('ends at once with auto', () => {
    const freed = changeMode(silenced, { mode: 'auto', reason: null, ttlMs: 1_000, now });

    expect(modeAt(freed, now)).toBe('auto');
    expect(freed.modeUntil).toBeNull();
  });

  it('keeps a device from handing anything in', () => {
    expect(() => assertOnline(silenced, now)).toThrow(
      expect.objectContaining({ code: 'device-offline' }),
    );
    expect(() => assertOnline(silenced, after(1_000))).not.toThrow();
    expect(() => assertOnline({ ...silenced, mode: 'force_online' }, now)).not.toThrow();
  });
});
