import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readInstant } from './instant.ts';

const RUNS = { numRuns: 5_000 };

const instants = fc.date({
  min: new Date('0000-01-01T00:00:00.000Z'),
  max: new Date('9999-12-31T23:59:59.999Z'),
  noInvalidDate: true,
});

describe('an instant', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(instants, (instant) => {
        expect(readInstant(instant.toISOString())).toBe(instant.getTime());
        const second = instant.toISOString().slice(0, 19);
        expect(readInstant(`${second}Z`)).toBe(Date.parse(`${second}Z`));
        expect(readInstant(`${second}.1+02:30`)).toBe(Date.parse(`${second}.1+02:30`));
      }),
      RUNS,
    );
  });

  it('is known on every day of a leap year and of others', () => {
    for (const year of ['1900', '2000', '2024', '2026']) {
      const start = Date.parse(`${year}-01-01T00:00:00.000Z`);
      for (let day = 0; day < 365; day++) {
        const text = new Date(start + day * 86_400_000).toISOString();
        expect(readInstant(text)).toBe(start + day * 86_400_000);
      }
    }
  });

  it('is none when a part of it is not there, or cannot be', () => {
    const unit = fc.constantFrom(...Array.from('0123456789:-.TZ'));
    const spoilt = fc
      .tuple(instants, fc.nat(23), unit)
      .map(([instant, at, sign]) => instant.toISOString().slice(0, at) + sign)
      .chain((start) => fc.tuple(fc.constant(start), instants))
      .map(([start, instant]) => start + instant.toISOString().slice(start.length));
    fc.assert(
      fc.property(spoilt, (text) => {
        const expected = asJavaScriptReads(text);
        expect(readInstant(text)).toBe(expected);
      }),
      RUNS,
    );
  });

  it.each([
    '',
    '2026-06-10',
    '2026-06-10T10:00:00.000',
    '2026-06-31T10:00:00.000Z',
    '2026-02-29T10:00:00Z',
    '2026-02-29T10:00:00.000Z',
    '2026-00-10T10:00:00.000Z',
    '2026-13-10T10:00:00.000Z',
    '2026-06-00T10:00:00.000Z',
    '2026-06-10T24:00:01.000Z',
    '2026-06-10T10:60:00.000Z',
    '2026-06-10T10:00:60.000Z',
    '2026-06-10 10:00:00.000Z',
    '2026-06-10T10:00:00.00٠Z',
  ])('is not %j', (text) => {
    expect(readInstant(text)).toBeNaN();
  });
});

/** What the form allows, and is the day that it says. */
function asJavaScriptReads(text: string): number {
  const isForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text);
  const instant = new Date(isForm ? text : '');
  return instant.getUTCDate() === Number(text.slice(8, 10)) ? instant.getTime() : Number.NaN;
}
