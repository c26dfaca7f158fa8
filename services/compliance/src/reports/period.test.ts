import { describe, expect, it } from 'vitest';
import { tradingDays } from '../profiles/trading-day.ts';
import { isWeekend, periodOf, type PeriodQuery } from './period.ts';

const now = new Date('2026-06-10T10:00:00.000Z');
const prague = { tz: 'Europe/Prague', at: '00:00' };
const newYork = { tz: 'America/New_York', at: '17:00' };

function period(query: PeriodQuery, boundary = prague) {
  return periodOf(query, { dayOf: tradingDays(boundary), boundary, now });
}

const datesOf = (query: PeriodQuery, boundary = prague) =>
  period(query, boundary).days.map(({ date }) => date);

function hoursOf(date: string): number {
  const { from, to } = period({ from: date, to: date });
  return (to.getTime() - from.getTime()) / 3_600_000;
}

describe('a period', () => {
  it('is whole days of the profile, the last of them too', () => {
    expect(period({ from: '2026-06-08', to: '2026-06-09' })).toMatchObject({
      from: new Date('2026-06-07T22:00:00.000Z'),
      to: new Date('2026-06-09T22:00:00.000Z'),
      days: [{ date: '2026-06-08' }, { date: '2026-06-09' }],
    });
  });

  it('calls a day by the date in its middle: Sunday 17:00 starts Monday', () => {
    expect(period({ from: '2026-06-08', to: '2026-06-08' }, newYork)).toMatchObject({
      from: new Date('2026-06-07T21:00:00.000Z'),
      to: new Date('2026-06-08T21:00:00.000Z'),
    });
  });

  it('takes instants for the days they are on, and an end belongs to it no more', () => {
    const from = '2026-06-08T12:00:00.000Z';

    expect(datesOf({ from, to: '2026-06-09T22:00:00.000Z' })).toEqual(['2026-06-08', '2026-06-09']);
    expect(datesOf({ from, to: '2026-06-09T22:00:00.001Z' })).toHaveLength(3);
    expect(datesOf({ from: '2026-06-07T22:00:00.000Z', to: from })).toEqual(['2026-06-08']);
  });

  it('is the last thirty days where nothing is said, and ends today at the latest', () => {
    expect(datesOf({})).toHaveLength(30);
    expect(datesOf({}).at(-1)).toBe('2026-06-10');
    expect(datesOf({ from: '2026-06-10', to: '2027-01-01' })).toEqual(['2026-06-10']);
    expect(datesOf({ to: '2026-05-30' }).slice(0, 1)).toEqual(['2026-05-01']);
  });

  it('has days of 23 and of 25 hours', () => {
    expect(hoursOf('2026-03-29')).toBe(23);
    expect(hoursOf('2025-10-26')).toBe(25);
  });

  it('goes on where a zone has left a day out', () => {
    const apia = { tz: 'Pacific/Apia', at: '00:00' };

    expect(datesOf({ from: '2011-12-29', to: '2011-12-31' }, apia)).toEqual([
      '2011-12-29',
      '2011-12-31',
    ]);
  });

  it('may have 366 days and no more', () => {
    expect(datesOf({ from: '2024-01-01', to: '2024-12-31' })).toHaveLength(366);
    expect(() => period({ from: '2024-01-01', to: '2025-01-01' })).toThrow('at most 366 days');
  });

  it.each([
    [{ from: '2026-06-11' }, 'must not be in the future'],
    [{ from: '2026-06-09', to: '2026-06-08' }, 'must not be later than "to"'],
  ])('cannot be %j', (query, message) => {
    expect(() => period(query)).toThrow(message);
  });
});

it.each([
  ['2026-06-06', true],
  ['2026-06-07', true],
  ['2026-06-08', false],
  ['2026-06-05', false],
])('%s is on a weekend: %s', (date, expected) => {
  expect(isWeekend({ date })).toBe(expected);
});
