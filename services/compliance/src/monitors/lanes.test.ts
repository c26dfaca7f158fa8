import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Band } from './band.ts';
import { bandLanes } from './lanes.ts';

const band = (symbol: string, low: number, high: number): Band => ({ symbol, low, high });

describe('lanes', () => {
  it('find those whose band a price has left, on either side', () => {
    const lanes = bandLanes<string>();
    lanes.put('narrow', [band('A', 9, 11)]);
    lanes.put('wide', [band('A', 5, 15), band('B', 1, 2)]);

    expect(lanes.leaving('A', 9, 11)).toEqual([]);
    expect(lanes.leaving('A', 8.9, 9)).toEqual(['narrow']);
    expect(lanes.leaving('A', 15, 15.1)).toEqual(['narrow', 'wide']);
    expect(lanes.leaving('B', 0.5, 1)).toEqual(['wide']);
    expect(lanes.leaving('C', 1, 1)).toEqual([]);
  });

  it('find the same as whoever compares all, whatever was put, changed and removed', () => {
    const step = fc.record({
      watch: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      bands: fc.uniqueArray(fc.tuple(fc.constantFrom('A', 'B', 'C'), fc.nat(10), fc.nat(10)), {
        selector: ([symbol]) => symbol,
      }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), fc.nat(20), (steps, price) => {
        const lanes = bandLanes<string>();
        const all = new Map<string, Band[]>();
        for (const { watch, bands } of steps) {
          const put = bands.map(([symbol, low, width]) => band(symbol, low, low + width));
          all.set(watch, put);
          if (put.length > 0) lanes.put(watch, put);
          else lanes.remove(watch);
        }
        for (const symbol of ['A', 'B', 'C']) {
          const expected = [...all].filter(([, bands]) =>
            bands.some((each) => each.symbol === symbol && (price < each.low || price > each.high)),
          );
          const found = lanes.leaving(symbol, price, price);
          expect(found.toSorted()).toEqual(expected.map(([watch]) => watch).toSorted());
        }
      }),
    );
  });
});
