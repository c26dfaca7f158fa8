import { setTimeout as sleep } from 'node:timers/promises';
import { DeliverPolicy } from '@nats-io/jetstream';
import { events, type Domain, type Event } from '@signalos/contracts';
import type { Broker, Log } from './broker.ts';

const RESTART_PAUSE_MS = 1_000;

export interface WatchOptions {
  readonly broker: Broker;
  readonly domain: Domain;
  /** Events from then on. */
  readonly since: Date;
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
  let last = 0;

  async function follow(): Promise<void> {
    const consumer = await broker.jetstream.consumers.get(
      stream,
      last > 0
        ? { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: last + 1 }
        : { deliver_policy: DeliverPolicy.StartTime, opt_start_time: options.since.toISOString() },
    );
    if ((await consumer.info()).num_pending === 0) caughtUp.resolve();
    const messages = await consumer.consume();
    const end = () => void messages.close();
    stopping.signal.addEventListener('abort', end, { once: true });
    if (stopping.signal.aborted) end();

    for await (const msg of messages) {
      last = msg.seq;
      const event = read(msg.subject, msg.data);
      if (event) options.onEvent(event, msg.seq);
      if (msg.info.pending === 0) caughtUp.resolve();
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
