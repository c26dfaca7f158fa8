import { describe, expect, it } from 'vitest';
import { dec } from '../../test/situations.ts';
import { activity, copied, inactivity, shortHold } from './habits.ts';

const NOON = new Date('2026-06-10T12:00:00.000Z');
const DAY_MS = 86_400_000;
const after = (ms: number) => new Date(NOON.getTime() + ms);
const idle = (ms: number) => ({ lastOpenedAt: NOON, now: after(ms) });
const hold = (ms: number) => ({ openedAt: NOON, closedAt: after(ms) });
const twinAt = (ms: number) => ({
  filledAt: NOON,
  twin: { accountId: 'a2', filledAt: after(ms) },
});

describe('inactivity', () => {
  it('begins after so many whole days', () => {
    expect(inactivity({ inactivityDays: 30 }, idle(30 * DAY_MS))).toBeUndefined();
    expect(inactivity({ inactivityDays: 30 }, idle(30 * DAY_MS + 1))).toMatchObject({
      ruleId: 'INACTIVITY',
      severity: 'warn',
      limit: '30',
      actual: '30',
      unit: 'days',
      inputs: { lastOpenedAt: NOON.toISOString(), inactivityDays: '30' },
    });
  });

  it('is something to avoid, too', () => {
    expect(activity({ inactivityDays: 30 }, idle(30 * DAY_MS))).toMatchObject([{ met: true }]);
    expect(activity({ inactivityDays: 30 }, idle(31 * DAY_MS))).toMatchObject([
      { id: 'INACTIVITY', met: false, actual: '31' },
    ]);
  });

  it('is nothing where no profile asks', () => {
    expect(inactivity({}, idle(99 * DAY_MS))).toBeUndefined();
    expect(activity({}, idle(99 * DAY_MS))).toEqual([]);
  });
});

describe('a trade that is closed too soon', () => {
  const one = { closed: 1, short: 1 };

  it('is told for itself', () => {
    const minHold = { ms: 30_000 };

    expect(shortHold({ minHold }, hold(30_000), one)).toBeUndefined();
    expect(shortHold({ minHold }, hold(29_999), one)).toMatchObject({
      ruleId: 'MIN_HOLD_TIME',
      severity: 'warn',
      limit: '30000',
      actual: '29999',
      unit: 'ms',
    });
  });

  it('is told when there are too many of them', () => {
    const minHold = { ms: 60_000, sharePct: dec('50') };

    expect(shortHold({ minHold }, hold(1), { closed: 2, short: 1 })).toBeUndefined();
    expect(shortHold({ minHold }, hold(60_000), { closed: 3, short: 2 })).toBeUndefined();
    expect(shortHold({ minHold }, hold(1), { closed: 3, short: 2 })).toMatchObject({
      ruleId: 'TICK_SCALPING',
      limit: '50',
      actual: '66.67',
      unit: '%',
      inputs: { short: '2', closed: '3' },
    });
  });

  it('is nothing where no profile asks', () => {
    expect(shortHold({}, hold(1), one)).toBeUndefined();
  });
});

describe('a trade like one on another account', () => {
  const copyAcross = { withinMs: 1_000 };
  it.each([-1_000, 0, 1_000])('is a copy when they are %i ms apart', (ms) => {
    expect(copied({ copyAcross }, twinAt(ms))).toMatchObject({
      ruleId: 'COPY_ACROSS_ACCOUNTS',
      severity: 'warn',
      limit: '1000',
      actual: String(Math.abs(ms)),
      inputs: { otherAccountId: 'a2' },
    });
  });

  it('is none when they are further apart, or no profile asks', () => {
    expect(copied({ copyAcross }, twinAt(1_001))).toBeUndefined();
    expect(copied({ copyAcross }, twinAt(-1_001))).toBeUndefined();
    expect(copied({}, twinAt(0))).toBeUndefined();
  });
});
