import { setTimeout as sleep } from 'node:timers/promises';
import { DeliverPolicy, type ConsumerMessages } from '@nats-io/jetstream';
import { events, type Domain, type Event } from '@signalos/contracts';
import type { Broker, Log } from './broker.ts';

const RESTART_PAUSE_MS = 250;
/** Two that do not come, and the consumer is made anew. */
const HEARTBEAT_MS = 2_000;
const LOST = new Set(['consumer_deleted', 'consumer_not_found', 'heartbeats_missed', 'reset']);

export interface WatchOptions {
  readonly broker: Broker;
  readonly domain: Domain;
  /** Events from then on. */
  readonly since: Date;
  /** Called before any event of a stream, with the place in it after which it looks. */
  readonly onStart?: (sequence: number) => void;
  /** Called in stream order; `sequence` is the event's place in the stream. */
  readonly onEvent: (event: Event, sequence: number) => void;
  readonly log: Log;
}

export interface Watch extends AsyncDisposable {
  /** Resolves when all that was in the stream at the start has been seen. */
  readonly caughtUp: Promise<void>;
}

/**
 * Every event of a stream since a moment, to each process that asks: for what is kept in memory
 * only. It remembers nothing, so whoever has effects to keep uses `consume` instead.
 */
export function watch(options: WatchOptions): Watch {
  const { broker, domain, log } = options;
  const stream = broker.names.stream(domain);
  const stopping = new AbortController();
  const caughtUp = Promise.withResolvers<void>();
  let known: string | undefined;
  let last = 0;

  /** Places in a stream mean nothing in the next of its name, as after the server lost its store. */
  async function find(): Promise<void> {
    const { created } = await broker.manager.streams.info(stream);
    if (created === known) return;
    last = await sequenceAt(options);
    known = created;
    options.onStart?.(last);
  }

  async function follow(): Promise<void> {
    await find();
    const consumer = await broker.jetstream.consumers.get(stream, {
      deliver_policy: DeliverPolicy.StartSequence,
      opt_start_seq: last + 1,
    });
    if ((await consumer.info()).num_pending === 0) caughtUp.resolve();
    const messages = await consumer.consume({ idle_heartbeat: HEARTBEAT_MS });
    const end = () => void messages.close();
    stopping.signal.addEventListener('abort', end, { once: true });
    if (stopping.signal.aborted) end();
    void endWhenLost(messages, end);

    try {
      for await (const msg of messages) {
        last = msg.seq;
        const event = read(msg.subject, msg.data);
        if (event) options.onEvent(event, msg.seq);
        if (msg.info.pending === 0) caughtUp.resolve();
      }
    } finally {
      stopping.signal.removeEventListener('abort', end);
    }
  }

  async function loop(): Promise<void> {
    while (!stopping.signal.aborted) {
      await follow().catch((err: unknown) => {
        log.warn({ err, stream }, 'watch interrupted; will restart');
      });
      await sleep(RESTART_PAUSE_MS, undefined, { signal: stopping.signal }).catch(() => {});
    }
  }

  const done = loop();
  return {
    caughtUp: caughtUp.promise,
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await done;
    },
  };
}

/**
 * The last place in the stream before the moment. Asked of a consumer that is then let go: one that
 * starts at a time cannot be made again by the client where it left off, as after a server's restart.
 */
async function sequenceAt({ broker, domain, since }: WatchOptions): Promise<number> {
  const consumer = await broker.jetstream.consumers.get(broker.names.stream(domain), {
    deliver_policy: DeliverPolicy.StartTime,
    opt_start_time: since.toISOString(),
  });
  const { delivered } = await consumer.info();
  await consumer.delete();
  return delivered.stream_seq;
}

/** The client would go on by itself, but after that it asks for one message at a time. */
async function endWhenLost(messages: ConsumerMessages, end: () => void): Promise<void> {
  for await (const { type } of messages.status()) {
    if (LOST.has(type)) end();
  }
}

function read(subject: string, data: Uint8Array): Event | undefined {
  const contract = events.find(({ type }) =>
    subject.includes(`.${type.slice('com.signalos.'.length)}.`),
  );
  try {
    return contract?.parse(JSON.parse(Buffer.from(data).toString('utf8')));
  } catch {
    return undefined;
  }
}
