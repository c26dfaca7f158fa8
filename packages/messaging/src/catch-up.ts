import { setTimeout as sleep } from 'node:timers/promises';
import type { Consumer } from '@nats-io/jetstream';
import type { Pool } from 'pg';
import type { Attempt, Stored } from './attempt.ts';
import type { Broker } from './broker.ts';
import { failureDelayMs } from './limits.ts';

const FAILURES_MAX = 4;
/** A message that was begun this often, and never ended, kills its process: leave it to delivery. */
const BEGINNINGS_MAX = 3;
const BLOCKED_PAUSE_MS = 500;

export interface CatchUpOptions {
  readonly place: Consumer;
  readonly stream: string;
  readonly durable: string;
  readonly broker: Broker;
  readonly pool: Pool;
  readonly attempt: (msg: Stored) => Promise<Attempt>;
  readonly stop: AbortSignal;
}

/** Handles, in order, what was delivered but perhaps never finished; the inbox knows what was. */
export async function catchUp(options: CatchUpOptions): Promise<void> {
  const { place, stream, broker, stop } = options;
  const { ack_floor: floor, delivered, num_ack_pending: unfinished } = await place.info();
  if (unfinished === 0) return;

  for (let seq = floor.stream_seq + 1; seq <= delivered.stream_seq && !stop.aborted; seq++) {
    const msg = await broker.manager.direct.getMessage(stream, { seq });
    if (!msg || !(await begin(options, seq))) continue;
    await finish(options, {
      subject: msg.subject,
      headers: msg.header,
      json: () => msg.json(),
    });
  }
  await options.pool.query('delete from platform.inbox_catch_up where consumer = $1', [
    options.durable,
  ]);
}

/** Counts the beginnings in a transaction of their own, so that a crash does not undo the count. */
async function begin({ pool, durable }: CatchUpOptions, seq: number): Promise<boolean> {
  const { rows } = await pool.query<{ beginnings: number }>(
    `insert into platform.inbox_catch_up (consumer, sequence, beginnings) values ($1, $2, 1)
     on conflict (consumer, sequence)
       do update set beginnings = inbox_catch_up.beginnings + 1 returning beginnings`,
    [durable, seq],
  );
  return (rows[0]?.beginnings ?? 0) <= BEGINNINGS_MAX;
}

async function finish({ attempt, stop }: CatchUpOptions, msg: Stored): Promise<void> {
  let failures = 0;
  while (failures < FAILURES_MAX && !stop.aborted) {
    const { outcome } = await attempt(msg);
    if (outcome === 'failed') failures++;
    else if (outcome !== 'blocked') return;
    const delayMs = outcome === 'blocked' ? BLOCKED_PAUSE_MS : failureDelayMs(failures);
    await sleep(delayMs, undefined, { signal: stop }).catch(() => {});
  }
}
