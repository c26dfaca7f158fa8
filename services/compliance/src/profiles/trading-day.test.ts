import { describe, expect, it } from 'vitest';
import { isTimeZone, tradingDays } from './trading-day.ts';

const HOUR_MS = 3_600_000;

/** `zone at`, an instant, and the day it belongs to. */
function dayOf(boundary: string, instant: string): string[] {
  const [tz = '', at = ''] = boundary.split(' ');
  const { start, end } = tradingDays({ tz, at })(new Date(instant));
  return [start.toISOString(), end.toISOString()].map((text) => text.replace(':00.000Z', 'Z'));
}

function hoursOf(boundary: string, instant: string): number {
  const [tz = '', at = ''] = boundary.split(' ');
  const { start, end } = tradingDays({ tz, at })(new Date(instant));
  return (end.getTime() - start.getTime()) / HOUR_MS;
}

describe('a trading day', () => {
  it.each([
    ['Etc/UTC 00:00', '2026-06-10T10:00:00Z', '2026-06-10T00:00Z', '2026-06-11T00:00Z'],
    ['Europe/Prague 00:00', '2026-06-10T10:00:00Z', '2026-06-09T22:00Z', '2026-06-10T22:00Z'],
    ['Europe/Prague 00:00', '2026-01-10T10:00:00Z', '2026-01-09T23:00Z', '2026-01-10T23:00Z'],
    ['America/New_York 17:00', '2026-06-10T10:00:00Z', '2026-06-09T21:00Z', '2026-06-10T21:00Z'],
    ['America/New_York 17:00', '2026-06-10T23:00:00Z', '2026-06-10T21:00Z', '2026-06-11T21:00Z'],
    ['America/New_York 17:00', '2026-01-10T10:00:00Z', '2026-01-09T22:00Z', '2026-01-10T22:00Z'],
  ])('of %s at %s is that from %s to %s', (boundary, instant, ...day) => {
    expect(dayOf(boundary, instant)).toEqual(day);
  });

  it('begins with its first instant, which no longer belongs to the day before', () => {
    const prague = 'Europe/Prague 00:00';

    expect(dayOf(prague, '2026-06-08T21:59:59.999Z')[1]).toBe('2026-06-08T22:00Z');
    expect(dayOf(prague, '2026-06-08T22:00:00.000Z')[0]).toBe('2026-06-08T22:00Z');
  });

  it.each([
    ['Europe/Prague 00:00', '2026-03-29T12:00:00Z', 23],
    ['Europe/Prague 00:00', '2026-10-25T12:00:00Z', 25],
    ['America/New_York 17:00', '2026-03-08T12:00:00Z', 23],
    ['America/New_York 17:00', '2026-11-01T12:00:00Z', 25],
    ['Australia/Lord_Howe 00:00', '2026-10-04T00:00:00Z', 23.5],
    ['Europe/Prague 00:00', '2026-07-01T12:00:00Z', 24],
  ])('of %s around %s has %d hours', (boundary, instant, hours) => {
    expect(hoursOf(boundary, instant)).toBe(hours);
  });

  it('starts at one o’clock where clocks skip midnight', () => {
    expect(dayOf('Africa/Cairo 00:00', '2026-04-24T09:00:00Z')).toEqual([
      '2026-04-23T22:00Z',
      '2026-04-24T21:00Z',
    ]);
  });

  it('starts once where clocks show midnight twice', () => {
    const havana = 'America/Havana 00:00';

    expect(dayOf(havana, '2026-11-01T04:30:00Z')).toEqual([
      '2026-11-01T04:00Z',
      '2026-11-02T05:00Z',
    ]);
    expect(dayOf(havana, '2026-11-01T05:30:00Z')).toEqual([
      '2026-11-01T04:00Z',
      '2026-11-02T05:00Z',
    ]);
  });

  it('follows a zone across the date line, where a date is skipped', () => {
    expect(dayOf('Pacific/Apia 00:00', '2011-12-30T09:59:59Z')).toEqual([
      '2011-12-29T10:00Z',
      '2011-12-30T10:00Z',
    ]);
    expect(dayOf('Pacific/Apia 00:00', '2011-12-30T10:00:00Z')).toEqual([
      '2011-12-30T10:00Z',
      '2011-12-31T10:00Z',
    ]);
  });

  it.each(['Europe/Prague', 'America/Sao_Paulo'])(
    'follows on the one before without a gap for four years in %s',
    (tz) => {
      const days = tradingDays({ tz, at: '00:00' });
      let day = days(new Date('2015-06-01T12:00:00Z'));
      for (let count = 0; count < 4 * 365; count++) {
        const next = days(day.end);
        expect(next.start).toEqual(day.end);
        expect([23, 24, 25]).toContain((next.end.getTime() - next.start.getTime()) / HOUR_MS);
        day = next;
      }
    },
  );

  it.each([
    'Europe/Prague',
    'America/New_York',
    'Pacific/Kiritimati',
    'Asia/Manila',
    'America/Juneau',
  ])('is there in any year in %s', (tz) => {
    const days = tradingDays({ tz, at: '17:00' });
    for (const year of [-270_000, -1, 0, 1, 99, 100, 1582, 1844, 1867, 1969, 1970, 9999, 270_000]) {
      const instant = new Date(0);
      instant.setUTCFullYear(year, 11, 31);

      const { start, end } = days(instant);

      expect([start <= instant, instant < end]).toEqual([true, true]);
      expect((end.getTime() - start.getTime()) / HOUR_MS).toBeCloseTo(24);
    }
  });

  it('is found again for an earlier instant', () => {
    const days = tradingDays({ tz: 'Etc/UTC', at: '00:00' });
    days(new Date('2026-06-10T10:00:00Z'));

    expect(days(new Date('2026-06-09T10:00:00Z')).start).toEqual(new Date('2026-06-09T00:00:00Z'));
  });
});

describe('isTimeZone', () => {
  it('knows the zones of the IANA database, and nothing else', () => {
    expect(['Europe/Prague', 'Etc/UTC'].map(isTimeZone)).toEqual([true, true]);
    expect(['Europe/Bohemia', '', 'local'].map(isTimeZone)).toEqual([false, false, false]);
  });
});
