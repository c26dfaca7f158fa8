import { describe, expect, it } from 'vitest';
import { repeat } from './repeat.ts';

describe('repeating', () => {
  it('goes on after a failure, and tells of it', async () => {
    const errors: unknown[] = [];
    let rounds = 0;
    await using _repeating = repeat({
      everyMs: 30,
      work: () => (++rounds === 1 ? Promise.reject(new Error('first')) : Promise.resolve()),
      onError: (error) => void errors.push(error),
    });

    await expect.poll(() => rounds).toBeGreaterThan(2);
    expect(errors).toEqual([new Error('first')]);
  });

  it('begins a round sooner when it is woken, also while one is under way', async () => {
    let rounds = 0;
    const gate = Promise.withResolvers<void>();
    await using repeating = repeat({
      everyMs: 60_000,
      work: () => (++rounds === 1 ? gate.promise : Promise.resolve()),
      onError: () => {},
    });
    await expect.poll(() => rounds).toBe(1);

    repeating.wake();
    gate.resolve();
    await expect.poll(() => rounds).toBe(2);
    repeating.wake();

    await expect.poll(() => rounds).toBe(3);
  });

  it('lets the round under way end when it is stopped, and begins no other', async () => {
    const ended: number[] = [];
    const gate = Promise.withResolvers<void>();
    const repeating = repeat({
      everyMs: 25,
      work: async (stop) => {
        await gate.promise;
        ended.push(Number(stop.aborted));
      },
      onError: () => {},
    });

    const stopped = repeating[Symbol.asyncDispose]();
    gate.resolve();
    await stopped;

    expect(ended).toEqual([1]);
  });
});
