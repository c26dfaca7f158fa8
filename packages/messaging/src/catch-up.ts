import { setTimeout as sleep } from 'node:timers/promises';
import type { Consumer } from '@nats-io/jetstream';
import type { Pool } from 'pg';
import { idOf, type Attempt, type Stored } from './attempt.ts';
import type { Broker } from './broker.ts';
import { failureDelayMs } from './limits.ts';

/** Messages read at once, and looked up in the inbox together. */
const CHUNK_SIZE = 64;
const FAILURES_MAX = 4;
/** A message that was begun this often, and never ended, kills its process: leave it to delivery. */
const BEGINNINGS_MAX = 3;
const BLOCKED_PAUSE_MS = 500;
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

export interface CatchUpOptions {
  readonly place: Consumer;
  readonly stream: string;
  readonly durable: string;
  readonly broker: Broker;
  readonly pool: Pool;
  readonly attempt: (msg: Stored) => Promise<Attempt>;
  readonly stop: AbortSignal;
}

/**
 * Handles, in order, what was delivered but perhaps never finished; the inbox knows what was. There may
 * be thousands of those: a server that was killed remembers only older acknowledgements.
 */
export async function catchUp(options: CatchUpOptions): Promise<void> {
  const { place, stop } = options;
  const { ack_floor: floor, delivered, num_ack_pending: unfinished } = await place.info();
  if (unfinished === 0) return;

  const last = delivered.stream_seq;
  for (let seq = floor.stream_seq + 1; seq <= last && !stop.aborted; seq += CHUNK_SIZE) {
    const length = Math.min(CHUNK_SIZE, last - seq + 1);
    const chunk = await readChunk(
      options,
      Array.from({ length }, (_, n) => seq + n),
    );
    for (const msg of await unhandled(options, chunk)) await handle(options, msg);
  }
  await options.pool.query('delete from platform.inbox_catch_up where consumer = $1', [
    options.durable,
  ]);
}

interface Left extends Stored {
  readonly seq: number;
}

async function readChunk(
  { broker, stream }: CatchUpOptions,
  sequences: readonly number[],
): Promise<Left[]> {
  const read = sequences.map((seq) => broker.manager.direct.getMessage(stream, { seq }));
  return (await Promise.all(read)).flatMap((msg) =>
    msg
      ? [{ seq: msg.seq, subject: msg.subject, headers: msg.header, json: () => msg.json() }]
      : [],
  );
}

/** Those that are not in the inbox. What is handled is not begun again, and not counted as begun. */
async function unhandled({ pool, durable }: CatchUpOptions, chunk: Left[]): Promise<Left[]> {
  const { rows } = await pool.query<{ id: string }>(
    'select event_id as id from platform.inbox where consumer = $1 and event_id = any($2::uuid[])',
    [durable, chunk.map(idOf).filter((id) => UUID.test(id))],
  );
  const handled = new Set(rows.map(({ id }) => id));
  return chunk.filter((msg) => !handled.has(idOf(msg)));
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

async function handle(options: CatchUpOptions, msg: Left): Promise<void> {
  if (options.stop.aborted) return;
  if (await begin(options, msg.seq)) await finish(options, msg);
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
