import { setTimeout as sleep } from 'node:timers/promises';
import type { AccountBook } from '../accounts/book.ts';
import { reviewAccount } from '../accounts/review.commands.ts';
import { momentOf, type Deps } from '../deps.ts';
import type { Desk, Seat } from './desk.ts';
import { afterwards, isDayRoll, type Sighting } from './watch.ts';

/** At once; the rest of the connections is for orders. */
const REVIEWS_MAX = 4;
const RETRY_MS = 250;

export interface QueueOptions {
  readonly deps: Deps;
  readonly desk: Desk;
  readonly stop: AbortSignal;
  readonly onError: (error: unknown, accountId: string) => void;
}

/** Writes down what was seen of accounts. */
export interface ReviewQueue {
  /** It has something pending. */
  readonly add: (seat: Seat) => void;
  /** Resolves when nothing is under way. */
  readonly idle: () => Promise<unknown>;
}

/** Several accounts at once, and the sightings of one after the other; none is given up. */
export function reviewQueue({ deps, desk, stop, onError }: QueueOptions): ReviewQueue {
  /** Whose trading is to end, before those of whom there is less to tell. */
  const urgent = new Set<Seat>();
  const waiting = new Set<Seat>();
  const busy = new Map<Seat, Promise<void>>();

  function start(): void {
    for (const line of [urgent, waiting]) {
      for (const seat of line) {
        if (busy.size >= REVIEWS_MAX || stop.aborted) return;
        if (busy.has(seat)) continue;
        line.delete(seat);
        busy.set(seat, work(seat).finally(start));
      }
    }
  }

  function queue(seat: Seat): void {
    const isBreach = seat.pending.some((sighting) => sighting.review.breaches.length > 0);
    (isBreach ? urgent : waiting).add(seat);
  }

  async function work(seat: Seat): Promise<void> {
    try {
      await writeDown(seat);
    } catch (error) {
      onError(error, seat.key.id);
      await sleep(RETRY_MS, undefined, { signal: stop }).catch(() => {});
    }
    busy.delete(seat);
    if (seat.pending.length > 0) queue(seat);
    else if (desk.seats.get(seat.key.id) === seat) desk.look(seat, momentOf(deps));
  }

  async function writeDown(seat: Seat): Promise<void> {
    const [next, ...rest] = seat.pending;
    if (!next) return;
    seat.pending = rest;
    try {
      const book = await review(deps, seat, next);
      const { watch } = seat;
      const peak = watch.peak === next ? undefined : watch.peak;
      seat.watch = afterwards({ ...watch, peak }, book, next);
    } catch (error) {
      seat.pending = [next, ...seat.pending];
      throw error;
    }
  }

  return {
    add(seat) {
      queue(seat);
      start();
    },
    idle: () => Promise.all(busy.values()),
  };
}

/** By a transaction that takes the account, and sees it at the prices of then. */
function review(deps: Deps, { key, watch }: Seat, sighting: Sighting): Promise<AccountBook> {
  const phase = isDayRoll(watch, sighting) ? 'day-roll' : 'monitor';
  return deps.transact((tx) => reviewAccount(tx, sighting.moment, { key, phase }));
}
