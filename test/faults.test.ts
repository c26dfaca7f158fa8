import { hasNatsServer } from '@signalos/testing';
import { describe, expect, it } from 'vitest';
import { KINDS } from '../bench/src/faults/chaos.ts';
import { runFaults } from '../bench/src/faults/run.ts';

const SEED = 7;

/** As `bench/src/faults.ts`, but small. It kills servers, so it needs some of its own, without containers. */
describe.skipIf(!hasNatsServer)('the bus, while everything on it is killed in turn', () => {
  it('loses nothing, doubles nothing and keeps the order of each aggregate', async () => {
    const progress: string[] = [`seed ${SEED}`];
    const { ledger, strikes, malformed, dead, replayed } = await runFaults({
      seed: SEED,
      events: 1_500,
      aggregates: 50,
      gapMs: 8,
      strikeGapMaxMs: 400,
      stopMaxMs: 1_000,
      drainPatienceMs: 120_000,
      onProgress: (text) => progress.push(text),
    });

    const { made, ...faults } = ledger;
    const told = progress.join('\n');
    expect(faults, told).toEqual({
      lost: 0,
      doubled: 0,
      invented: 0,
      disordered: 0,
      unpublished: 0,
    });
    expect(made, told).toBeGreaterThanOrEqual(1_500);
    const unexpected = dead.filter(({ body }) => !malformed.includes(body));
    expect(unexpected, told).toEqual([]);
    expect(dead.length, told).toBe(malformed.length);
    expect(malformed.length).toBeGreaterThan(0);
    expect(replayed, told).toBeGreaterThan(0);
    expect(new Set(strikes.map(({ kind }) => kind)), told).toEqual(new Set(KINDS));
    const amid = strikes.filter(({ means, midWork }) => means === 'kill' && midWork);
    expect(amid.length, told).toBeGreaterThan(0);
    console.log(
      `Faults: seed ${SEED}, ${made} events, ${strikes.length} blows, ${amid.length} kills amid work`,
    );
  }, 900_000);
});
