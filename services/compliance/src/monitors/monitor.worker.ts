import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@signalos/runtime';
import { seeBook } from '../accounts/book.commands.ts';
import { momentOf, type Deps } from '../deps.ts';
import { openDesk, type Desk, type Seat } from './desk.ts';
import { listChanged, listHolders, type ChangedAccount } from './monitor.store.ts';
import { reviewQueue, type ReviewQueue } from './review-queue.commands.ts';
import { queued } from './watch.ts';

/** How soon an instance learns of what another one did to an account. */
const POLL_MS = 100;
const SWEEP_MS = 1_000;
/** At once; the rest of the connections is for orders. */
const READS_MAX = 4;

export interface Monitor extends AsyncDisposable {
  /** A price came. */
  readonly onPrice: (symbol: string) => void;
}

/**
 * Watches every account with open positions while prices move. Every instance watches all of them:
 * what is found is written down in a transaction that takes the account and looks again, at the same
 * prices, so that doing it twice changes nothing and no instance has to be elected.
 */
export function startMonitor(deps: Deps, log: Logger): Monitor {
  const stopping = new AbortController();
  const { signal: stop } = stopping;
  const desk: Desk = openDesk((seat) => queue.add(seat));
  const queue = reviewQueue({
    deps,
    desk,
    stop,
    onError: (err, accountId) => log.warn({ err, accountId }, 'account not reviewed; will retry'),
  });
  const reader = changeReader(deps, desk);

  async function repeat(everyMs: number, work: () => Promise<void> | void): Promise<void> {
    while (!stop.aborted) {
      try {
        await work();
      } catch (err) {
        log.warn({ err }, 'monitor interrupted; will retry');
      }
      await sleep(everyMs, undefined, { signal: stop }).catch(() => {});
    }
  }

  const loops = [repeat(POLL_MS, reader), repeat(SWEEP_MS, () => sweep({ deps, desk, queue }))];
  return {
    onPrice: (symbol) => desk.onPrice(symbol, momentOf(deps)),
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await Promise.all([...loops, queue.idle()]);
    },
  };
}

/** Keeps the desk's books as they are in the database: what any instance commits, all read soon. */
function changeReader(deps: Deps, desk: Desk): () => Promise<void> {
  const { db } = deps;
  let horizon: string | undefined;

  async function read({ id, userId, changedIn, holds }: ChangedAccount): Promise<void> {
    if (!holds) return desk.leave(id);
    if (desk.seats.get(id)?.changedIn === changedIn) return;
    const moment = momentOf(deps);
    const book = await seeBook(db, moment, { id, userId });
    if (book.positions.length > 0) desk.look(desk.seat(book, changedIn), moment);
  }

  return async () => {
    const changes = await (horizon === undefined ? listHolders(db) : listChanged(db, horizon));
    const left = changes.accounts.values();
    const reading = Array.from({ length: READS_MAX }, async () => {
      for (const account of left) await read(account);
    });
    await Promise.all(reading);
    ({ horizon } = changes);
  };
}

interface Swept {
  readonly deps: Deps;
  readonly desk: Desk;
  readonly queue: ReviewQueue;
}

/** A day may be over, or a peak not be written down, without any price that says so. */
function sweep({ deps, desk, queue }: Swept): void {
  const moment = momentOf(deps);
  for (const seat of desk.seats.values()) {
    const { day, peak } = seat.watch;
    if (peak) keepPeak(seat, queue);
    if (!day || moment.now >= day.end) desk.look(seat, moment);
  }
}

function keepPeak(seat: Seat, queue: ReviewQueue): void {
  if (!seat.watch.peak) return;
  seat.pending = queued(seat.pending, seat.watch.peak);
  queue.add(seat);
}
