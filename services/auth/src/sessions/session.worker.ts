import type { Logger } from '@signalos/runtime';
import type { Deps } from '../deps.ts';
import { repeat } from '../repeat.ts';
import { deleteSessions, eraseSuccessors } from './session.store.ts';
import { REFRESH_GRACE_MS } from './session.ts';

const SWEEP_MS = 10_000;
/** Replicas' clocks differ: none may erase what another would still give out. */
const ERASED_AFTER_MS = REFRESH_GRACE_MS + 10_000;
/** After its end; until then its old tokens are recognised. */
const KEPT_MS = 24 * 60 * 60_000;

/** Erases refresh tokens that are kept for a moment only, and forgets sessions that are long over. */
export function sweepSessions({ db, now }: Deps, log: Logger): AsyncDisposable {
  const ago = (ms: number) => new Date(now().getTime() - ms);
  return repeat({
    everyMs: SWEEP_MS,
    async work() {
      await eraseSuccessors(db, ago(ERASED_AFTER_MS));
      await deleteSessions(db, ago(KEPT_MS));
    },
    onError: (err) => log.warn({ err }, 'cannot sweep sessions; will retry'),
  });
}
