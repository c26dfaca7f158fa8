import type { Broker } from '@signalos/messaging';
import type { Logger } from '@signalos/runtime';
import { repeat, type Repeating } from '../repeat.ts';
import { takeSnapshot } from './cash-flow.commands.ts';
import { venueOf, type PaperDeps } from './connector.commands.ts';
import { listTraded } from './paper.store.ts';

const EVERY_MS = 15 * 60_000;

export interface SnapshotOptions extends PaperDeps {
  readonly broker: Broker;
  readonly log: Logger;
  /** A quarter of an hour, unless asked otherwise. */
  readonly everyMs?: number;
}

/**
 * Announces what every account holds that has traded lately: at the start, after the connection to the
 * bus was lost, and every quarter of an hour. Whoever keeps a picture of its own compares with it.
 */
export function runSnapshots(options: SnapshotOptions): Repeating {
  const { broker, log, everyMs = EVERY_MS } = options;
  const snapshots = repeat({
    everyMs,
    work: (stop) => {
      broker.connectionLost.addEventListener('abort', () => snapshots.wake(), { once: true });
      return announceAll(options, stop);
    },
    onError: (err) => log.warn({ err }, 'snapshots not taken; will retry'),
  });
  return snapshots;
}

async function announceAll(options: SnapshotOptions, stop: AbortSignal): Promise<void> {
  const { db, transact, now, log } = options;
  const since = new Date(now().getTime() - 2 * EVERY_MS);
  for (const accountId of await listTraded(db, since)) {
    if (stop.aborted) return;
    await transact((tx) => takeSnapshot(tx, accountId, venueOf(options))).catch((err: unknown) => {
      log.warn({ err, accountId }, 'snapshot not taken');
    });
  }
}
