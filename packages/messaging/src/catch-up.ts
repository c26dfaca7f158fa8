import { setTimeout as sleep } from 'node:timers/promises';
import type { Consumer } from '@nats-io/jetstream';
import type { Pool } from 'pg';
import { idOf, type Attempt, type Stored } from './attempt.ts';
import type { Beginnings } from './beginnings.ts';
import type { Broker } from './broker.ts';
import { failureDelayMs } from './limits.ts';

/** Messages read at once, and looked up in the inbox together. */
const CHUNK_SIZE = 64;
/** Then it is left to delivery, so that what comes after it need not wait for it. */
const TRIES_MAX = 4;
const BLOCKED_PAUSE_MS = 500;
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

export interface CatchUpOptions {
  readonly place: Consumer;
  readonly stream: string;
  readonly durable: string;
  readonly broker: Broker;
  readonly pool: Pool;
  readonly beginnings: Beginnings;
  readonly attempt: (msg: Stored) => Promise<Attempt>;
  readonly stop: AbortSignal;
}

/**
 * Handles, in order, what was delivered but perhaps never finished; the inbox knows what was. There may
 * be thousands of those: a server that was killed remembers only older acknowledgements. Until it is told
 * again it counts them as under way, and delivers the less that is new.
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
    const handled = await handledOf(options, chunk);
    for (const msg of chunk) {
      if (handled.has(idOf(msg)) || (await handle(options, msg))) acknowledge(options, msg);
    }
  }
  await options.beginnings.endAll();
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

/** The ids of those in the inbox: what is handled is not begun again, and not counted as begun. */
async function handledOf({ pool, durable }: CatchUpOptions, chunk: Left[]): Promise<Set<string>> {
  const { rows } = await pool.query<{ id: string }>(
    'select event_id as id from platform.inbox where consumer = $1 and event_id = any($2::uuid[])',
    [durable, chunk.map(idOf).filter((id) => UUID.test(id))],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Tells whether it is done with; what is not is left to delivery. */
async function handle(options: CatchUpOptions, msg: Left): Promise<boolean> {
  if (options.stop.aborted) return false;
  return (await options.beginnings.begin(msg.seq)) && finish(options, msg);
}

async function finish({ attempt, stop }: CatchUpOptions, msg: Stored): Promise<boolean> {
  let failures = 0;
  while (!stop.aborted) {
    const { outcome } = await attempt(msg);
    if (outcome !== 'failed' && outcome !== 'blocked') return outcome !== 'refused';
    if (outcome === 'failed' && ++failures === TRIES_MAX) return false;
    const delayMs = outcome === 'blocked' ? BLOCKED_PAUSE_MS : failureDelayMs(failures);
    await sleep(delayMs, undefined, { signal: stop }).catch(() => {});
  }
  return false;
}

/**
 * By the subject that a delivery would have named: deliveries, place in the stream, place in the consumer,
 * time, pending (NATS ADR-15). The server goes by the place in the stream alone.
 */
function acknowledge({ broker, stream, durable, stop }: CatchUpOptions, { seq }: Left): void {
  if (!stop.aborted) broker.nats.publish(`$JS.ACK.${stream}.${durable}.1.${seq}.0.0.0`);
}
