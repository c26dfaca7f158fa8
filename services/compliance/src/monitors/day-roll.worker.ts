import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@signalos/runtime';
import { reviewAccount } from '../accounts/review.commands.ts';
import type { AccountKey } from '../accounts/account.ts';
import { momentOf, type Deps } from '../deps.ts';
import { listFlat } from './monitor.store.ts';

const EVERY_MS = 1_000;
/** An account that did not trade for so long has its days counted when it trades again. */
const RECENT_MS = 7 * 86_400_000;
/** Who has traded meanwhile is looked for this often. */
const SEARCH_MS = 60_000;

interface Flat {
  readonly key: AccountKey & { readonly id: string };
  /** When its next day starts; zero where that is not known yet. */
  nextAt: number;
}

/**
 * Counts the days of accounts without positions; the monitor does it for the others. It looks at the
 * clock every second and keeps no timer, so that it does not matter how clocks, or sleep, jump.
 */
export function runDayRoll(deps: Deps, log: Logger): AsyncDisposable {
  const stopping = new AbortController();
  const { signal } = stopping;
  let known = new Map<string, Flat>();
  let searchedAt = 0;

  async function search(nowMs: number): Promise<void> {
    if (Math.abs(nowMs - searchedAt) < SEARCH_MS) return;
    const found = await listFlat(deps.db, new Date(nowMs - RECENT_MS));
    known = new Map(found.map((key) => [key.id, known.get(key.id) ?? { key, nextAt: 0 }]));
    searchedAt = nowMs;
  }

  async function roll(): Promise<void> {
    await search(deps.now().getTime());
    for (const flat of known.values()) {
      if (signal.aborted) return;
      if (deps.now().getTime() >= flat.nextAt) await startDay(deps, flat);
    }
  }

  async function loop(): Promise<void> {
    while (!signal.aborted) {
      await roll().catch((err: unknown) => log.warn({ err }, 'days not counted; will retry'));
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

async function startDay(deps: Deps, flat: Flat): Promise<void> {
  const moment = momentOf(deps);
  const order = { key: flat.key, phase: 'day-roll' } as const;
  const { profile } = await deps.transact((tx) => reviewAccount(tx, moment, order));
  flat.nextAt = profile ? profile.limits.day(moment.now).end.getTime() : Infinity;
}
