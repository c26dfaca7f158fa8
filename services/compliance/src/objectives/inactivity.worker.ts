import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@signalos/runtime';
import { momentOf, type Deps } from '../deps.ts';
import { watchInactivity } from './habit.commands.ts';
import { listIdle, type IdleAccount } from './trade-record.store.ts';

const EVERY_MS = 1_000;
/** Days pass slowly: those who have opened nothing are looked for this often. */
const SEARCH_MS = 3_600_000;

/**
 * Warns of accounts on which nothing is opened. It looks at the clock every second and keeps no
 * timer, so that it does not matter how clocks, or sleep, jump.
 */
export function runInactivityWatch(deps: Deps, log: Logger): AsyncDisposable {
  const stopping = new AbortController();
  const { signal } = stopping;
  let searchedAt = 0;

  async function search(): Promise<void> {
    const now = deps.now();
    if (Math.abs(now.getTime() - searchedAt) < SEARCH_MS) return;
    const presets = deps.profiles.all;
    for (const idle of await listIdle(deps.db, { presets, now })) {
      if (signal.aborted) return;
      await look(deps, idle);
    }
    searchedAt = now.getTime();
  }

  async function loop(): Promise<void> {
    while (!signal.aborted) {
      await search().catch((err: unknown) =>
        log.warn({ err }, 'idle accounts not told; will retry'),
      );
      await sleep(EVERY_MS, undefined, { signal }).catch(() => {});
    }
  }

  const done = loop();
  return {
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await done;
    },
  };
}

function look(deps: Deps, { id, userId }: IdleAccount): Promise<void> {
  const moment = momentOf(deps);
  return deps.transact((tx) => watchInactivity(tx, moment, { id, userId }));
}
