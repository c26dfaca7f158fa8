import { describe, expect, it } from 'vitest';
import { gate } from './gate.ts';

const refusal = () => new Error('full');

/** Work that ends when it is told to. */
function startBench(options: { width: number; queueMax: number }) {
  const enter = gate({ ...options, refusal });
  const begun: PromiseWithResolvers<void>[] = [];
  const work = () =>
    enter(async () => {
      const { promise, ...rest } = Promise.withResolvers<void>();
      begun.push({ promise, ...rest });
      await promise;
    });
  return { begun, work, settled: () => new Promise((resolve) => setImmediate(resolve)) };
}

describe('a gate', () => {
  it('lets some work at a time, and the rest in turn', async () => {
    const { begun, work, settled } = startBench({ width: 2, queueMax: 5 });

    const all = [work(), work(), work()];
    await settled();
    expect(begun).toHaveLength(2);

    begun[0]?.resolve();
    await settled();
    expect(begun).toHaveLength(3);

    begun.forEach(({ resolve }) => resolve());
    await expect(Promise.all(all)).resolves.toHaveLength(3);
  });

  it('refuses what would wait too long', async () => {
    const { begun, work, settled } = startBench({ width: 1, queueMax: 1 });
    const all = [work(), work()];

    await expect(work()).rejects.toThrow('full');

    begun[0]?.resolve();
    await settled();
    begun[1]?.resolve();
    await Promise.all(all);
    const afterwards = work();
    await settled();
    begun[2]?.resolve();
    await expect(afterwards).resolves.toBeUndefined();
  });

  it('goes on after work that fails', async () => {
    const enter = gate({ width: 1, queueMax: 1, refusal });

    await expect(enter(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');

    await expect(enter(() => Promise.resolve('next'))).resolves.toBe('next');
  });
});
