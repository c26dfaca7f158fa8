import type { Logger } from '@signalos/runtime';
import type { Deps } from '../deps.ts';
import { repeat } from '../repeat.ts';
import { keepSigningKeys } from './signing-key.commands.ts';
import { listSigningKeys } from './signing-key.store.ts';
import { nextStep } from './signing-key.ts';

/** How soon a replica notices what another, or the operator, did to the keys. */
const RELOAD_MS = 1_000;

/** Keeps the keys of this process up to date, and rotates them when it is time; any replica may. */
export function keepKeys(
  { db, transact, keyRing, keys, now }: Deps,
  rotationMs: number,
  log: Logger,
): AsyncDisposable {
  async function work(): Promise<void> {
    const keeping = { keyRing, rotationMs, now: now() };
    if (nextStep(await listSigningKeys(db), keeping.now, rotationMs)) {
      await transact((tx) => keepSigningKeys(tx, keeping));
    }
    await keys.reload(db);
  }
  return repeat({
    everyMs: RELOAD_MS,
    work,
    onError: (err) => log.warn({ err }, 'cannot keep the signing keys; will retry'),
  });
}
