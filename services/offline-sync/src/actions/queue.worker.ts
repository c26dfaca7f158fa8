import { Gauge, type Logger, type Registry } from '@signalos/runtime';
import { repeat, type Repeating } from '../repeat.ts';
import { claimHead, claimLanes, getBacklog, releaseLane, type Backlog } from './action.store.ts';
import type { Action } from './action.ts';
import { attemptAction, type AttemptDeps } from './attempt.commands.ts';
import { expireDue } from './settlement.commands.ts';

/** How soon a trade is found when nobody said that it is there, or that it is due. */
const POLL_MS = 250;
/** Accounts worked on side by side. */
const LANES_MAX = 4;
/** Whoever holds an account longer than this is taken to be dead. */
const LEASE_MS = 45_000;
/** A lane is given back by then, so that its lease cannot run out under an attempt. */
const HOLD_MAX_MS = 15_000;
/** How long an account rests after an attempt that failed for a reason nobody foresaw. */
const REST_MS = 2_000;
const EXPIRE_CHUNK = 500;

export interface QueueOptions extends AttemptDeps {
  readonly log: Logger;
  readonly metrics: Registry;
}

interface Lane {
  readonly accountId: string;
  readonly until: Date;
}

/**
 * Works off the queue: the trades of an account one after another, those of different accounts
 * side by side. Any number of replicas may: an account is leased to one of them.
 */
export function runQueue(options: QueueOptions): Repeating {
  const { log } = options;
  const lanes = new Set<Promise<void>>();
  observe(options);

  async function round(stop: AbortSignal): Promise<void> {
    for (const lane of await claim(options, LANES_MAX - lanes.size)) {
      const work = holdLane(options, lane, stop).finally(() => {
        lanes.delete(work);
        queue.wake();
      });
      lanes.add(work);
    }
  }

  const onError = (err: unknown) => log.warn({ err }, 'queue round failed; will retry');
  const queue = repeat({ everyMs: POLL_MS, work: round, onError });
  const expiry = repeat({ everyMs: POLL_MS, work: (stop) => expireAll(options, stop), onError });
  return {
    wake: queue.wake,
    async [Symbol.asyncDispose]() {
      await Promise.all([queue[Symbol.asyncDispose](), expiry[Symbol.asyncDispose]()]);
      await Promise.all(lanes);
    },
  };
}

async function expireAll({ transact, now }: QueueOptions, stop: AbortSignal): Promise<void> {
  let expired: number;
  do {
    expired = await transact((tx) => expireDue(tx, { now: now(), limit: EXPIRE_CHUNK }));
  } while (expired === EXPIRE_CHUNK && !stop.aborted);
}

async function claim({ db, now }: QueueOptions, limit: number): Promise<Lane[]> {
  if (limit === 0) return [];
  const at = now();
  const until = new Date(at.getTime() + LEASE_MS);
  const accounts = await claimLanes(db, { limit, now: at, until });
  return accounts.map((accountId) => ({ accountId, until }));
}

async function holdLane(options: QueueOptions, lane: Lane, stop: AbortSignal): Promise<void> {
  const { db, now, log } = options;
  const giveBackAt = now().getTime() + HOLD_MAX_MS;
  let restMs = 0;
  try {
    while (!stop.aborted && now().getTime() < giveBackAt && (await workOnHead(options, lane)));
  } catch (err) {
    log.error({ err, accountId: lane.accountId }, 'trade not worked off; its account rests');
    restMs = REST_MS;
  }
  await releaseLane(db, { ...lane, now: new Date(now().getTime() + restMs) }).catch(
    (err: unknown) => log.warn({ err }, 'lane not released; its lease will run out'),
  );
}

async function workOnHead(options: QueueOptions, { accountId }: Lane): Promise<Action | undefined> {
  const { db, now } = options;
  const action = await claimHead(db, { accountId, now: now() });
  if (action) await attemptAction(options, action);
  return action;
}

/** A queue that does not move is what has to be noticed: nothing else would tell of it. */
function observe({ db, now, metrics }: QueueOptions): void {
  const gauge = (name: string, help: string, read: (backlog: Backlog) => number) =>
    new Gauge({
      name,
      help,
      registers: [metrics],
      async collect() {
        this.set(read(await getBacklog(db)));
      },
    });
  gauge('trade_queue_pending', 'Trades that wait for their execution.', ({ pending }) => pending);
  gauge(
    'trade_queue_oldest_seconds',
    'How long the oldest of them has been waiting.',
    ({ oldestAt }) => (oldestAt ? (now().getTime() - oldestAt.getTime()) / 1_000 : 0),
  );
}
