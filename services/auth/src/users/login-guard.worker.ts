import type { Logger } from '@signalos/runtime';
import type { Deps } from '../deps.ts';
import { repeat } from '../repeat.ts';
import { deleteOldLoginGuards } from './login-guard.store.ts';

const SWEEP_MS = 10 * 60_000;
const REMEMBERED_MS = 24 * 60 * 60_000;

/** Forgets failures a day after the last one, or after their lock. */
export function forgetFailures({ db, now }: Deps, log: Logger): AsyncDisposable {
  return repeat({
    everyMs: SWEEP_MS,
    work: () => deleteOldLoginGuards(db, new Date(now().getTime() - REMEMBERED_MS)),
    onError: (err) => log.warn({ err }, 'cannot forget old login failures; will retry'),
  });
}
