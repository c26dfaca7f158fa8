import { describe, expect, it } from 'vitest';
import { dec } from '../../test/situations.ts';
import { noteEquity } from './account-day.ts';

const dayStart = new Date('2026-06-09T22:00:00Z');
const at = (equity: string, time: string) => ({
  accountId: 'a1',
  dayStart,
  boundary: 'Europe/Prague 00:00',
  balance: dec('101.00'),
  equity: dec(equity),
  seenElsewhere: undefined,
  now: new Date(`2026-06-10T${time}Z`),
});

describe('a day of an account', () => {
  it('starts with the equity that is seen first', () => {
    const day = noteEquity(undefined, at('100.00', '08:00:00'));

    expect(day).toMatchObject({ takenAt: new Date('2026-06-10T08:00:00Z') });
    expect([day.startEquity, day.lowestEquity].map(String)).toEqual(['100.00', '100.00']);
    expect(day.startBalance.toString()).toBe('101.00');
  });

  it('keeps that, and the lowest since', () => {
    const first = noteEquity(undefined, at('100.00', '08:00:00'));
    const low = noteEquity(first, at('90.00', '09:00:00'));

    expect(noteEquity(low, at('95.00', '10:00:00'))).toBe(low);
    expect([low.startEquity, low.lowestEquity].map(String)).toEqual(['100.00', '90.00']);
    expect([low.takenAt, low.lowestAt]).toEqual([first.takenAt, at('0', '09:00:00').now]);
  });

  it('is as low as equity was seen since its start, for whatever days that was noted', () => {
    const seenElsewhere = { equity: dec('80.00'), at: new Date('2026-06-10T07:00:00Z') };

    const day = noteEquity(undefined, { ...at('100.00', '08:00:00'), seenElsewhere });
    expect(day).toMatchObject({ lowestEquity: seenElsewhere.equity, lowestAt: seenElsewhere.at });
    const lower = noteEquity(day, { ...at('70.00', '09:00:00'), seenElsewhere });
    expect(lower).toMatchObject({ lowestEquity: dec('70.00'), lowestAt: at('0', '09:00:00').now });
  });
});
