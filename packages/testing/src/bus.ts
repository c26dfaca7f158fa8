import { randomUUID } from 'node:crypto';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { domains, namesOf, type Domain, type Event } from '@signalos/contracts';
import { connectBroker, type Broker } from '@signalos/messaging';
import { listDeadLetters, provision, type DeadLetter } from '@signalos/messaging/operations';
import { createLogger, createMetrics } from '@signalos/runtime';
import { inject } from 'vitest';

/** With its last stream a server removes their folder, even while it is making the next one. */
const ANCHOR = { name: 'test-anchor', subjects: ['test-anchor'] };
const STREAM_BYTES_MAX = 16 * 1024 ** 2;

export interface TestBus extends AsyncDisposable {
  readonly url: string;
  readonly namespace: string;
  readonly broker: Broker;
  /** Delivers an event as if its owner had announced it; again and again, if a test says so. */
  announce(event: Event): Promise<void>;
  /** Everything a domain has announced so far, oldest first. */
  announced(domain: Domain): Promise<Event[]>;
  deadLetters(): Promise<DeadLetter[]>;
}

/** A corner of the run's NATS server for one test, with every stream and durable of the catalogue. */
export async function startBus(): Promise<TestBus> {
  const url = inject('natsUrl');
  const namespace = `test-${randomUUID()}`;
  const names = namesOf(namespace);
  const nats = await connect({ servers: new URL(url).host });
  const jsm = await jetstreamManager(nats);
  await jsm.streams.add(ANCHOR);

  const log = createLogger('test', { level: 'silent' });
  const broker = await connectBroker({
    url,
    user: 'test',
    namespace,
    log,
    metrics: createMetrics(),
  });
  await provision(broker, { replicas: 1, streamBytesMax: STREAM_BYTES_MAX });

  return {
    url,
    namespace,
    broker,
    async announce(event) {
      // Without a message id, so that a second copy is not dropped on the way.
      await broker.jetstream.publish(names.eventSubject(event), JSON.stringify(event));
    },
    async announced(domain) {
      const stream = await jsm.streams.get(names.stream(domain));
      const { state } = await stream.info();
      const events: Event[] = [];
      for (let seq = Math.max(1, state.first_seq); seq <= state.last_seq; seq++) {
        const message = await stream.getMessage({ seq });
        if (message) events.push(message.json());
      }
      return events;
    },
    deadLetters: () => Array.fromAsync(listDeadLetters(broker)),
    async [Symbol.asyncDispose]() {
      await broker[Symbol.asyncDispose]();
      for (const name of [...domains.map(names.stream), names.deadLetterStream()]) {
        await jsm.streams.delete(name);
      }
      await nats.close();
    },
  };
}
