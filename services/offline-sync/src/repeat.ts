import { setTimeout as sleep } from 'node:timers/promises';

/** Between two rounds, however often it is woken: each one costs queries. */
const SPACING_MS = 25;

export interface RepeatOptions {
  /** A round begins this long after the one before ended, unless it is woken sooner. */
  readonly everyMs: number;
  readonly work: (stop: AbortSignal) => Promise<unknown>;
  readonly onError: (error: unknown) => void;
}

export interface Repeating extends AsyncDisposable {
  /** There is something to do. */
  readonly wake: () => void;
}

/** Does something again and again until disposed of, which lets the round under way end. */
export function repeat({ everyMs, work, onError }: RepeatOptions): Repeating {
  const stopping = new AbortController();
  const { signal } = stopping;
  let woken = Promise.withResolvers<void>();

  async function loop(): Promise<void> {
    while (!signal.aborted) {
      woken = Promise.withResolvers();
      await work(signal).catch(onError);
      await pause(SPACING_MS, signal);
      await Promise.race([woken.promise, pause(everyMs - SPACING_MS, signal)]);
    }
  }

  const done = loop();
  return {
    wake: () => woken.resolve(),
    async [Symbol.asyncDispose]() {
      stopping.abort();
      woken.resolve();
      await done;
    },
  };
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {});
}
