import {
  jetstream,
  jetstreamManager,
  type JetStreamClient,
  type JetStreamManager,
} from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { namesOf, type Names } from '@signalos/contracts';
import { Counter, type Registry } from '@signalos/runtime';

const PING_INTERVAL_MS = 10_000;
const RECONNECT_WAIT_MS = 250;
const REQUEST_TIMEOUT_MS = 2_000;
const READY_TIMEOUT_MS = 2_000;
const DRAIN_TIMEOUT_MS = 2_000;

export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface BrokerOptions {
  readonly url: string;
  /** Who this is on the bus: decides what it may publish and read. */
  readonly user: string;
  readonly password?: string | undefined;
  readonly namespace: string;
  readonly log: Log;
  readonly metrics: Registry;
}

/** The connection to NATS that the rest of this package works on. */
export interface Broker extends AsyncDisposable {
  readonly user: string;
  readonly names: Names;
  readonly nats: NatsConnection;
  readonly jetstream: JetStreamClient;
  readonly manager: JetStreamManager;
  /** Aborts when this connection is lost; the next one has another. */
  readonly connectionLost: AbortSignal;
  /** Rejects when the broker does not answer. */
  readonly ready: () => Promise<void>;
}

/** Connects, waiting for a broker that is not there yet, and from then on reconnects for ever. */
export async function connectBroker(options: BrokerOptions): Promise<Broker> {
  const { url, user, password, namespace, log } = options;
  const names = namesOf(namespace);
  const { host: servers, username, password: inUrl } = new URL(url);
  const secret = password ?? decodeURIComponent(inUrl);

  const nats = await connect({
    servers,
    name: user,
    ...(secret && { user: username || user, pass: secret }),
    inboxPrefix: names.inbox(user),
    waitOnFirstConnect: true,
    maxReconnectAttempts: -1,
    reconnectTimeWait: RECONNECT_WAIT_MS,
    pingInterval: PING_INTERVAL_MS,
    noAsyncTraces: true,
  });
  const connection = follow(nats, options);

  return {
    user,
    names,
    nats,
    jetstream: jetstream(nats, { timeout: REQUEST_TIMEOUT_MS }),
    // A check would ask for a right that services do not have.
    manager: await jetstreamManager(nats, { timeout: REQUEST_TIMEOUT_MS, checkAPI: false }),
    get connectionLost() {
      return connection.lost;
    },
    async ready() {
      const timeout = AbortSignal.timeout(READY_TIMEOUT_MS);
      await Promise.race([nats.flush(), rejected(timeout, 'NATS does not answer')]);
    },
    async [Symbol.asyncDispose]() {
      const timeout = AbortSignal.timeout(DRAIN_TIMEOUT_MS);
      await Promise.race([nats.drain(), rejected(timeout, 'NATS does not answer')]).catch(
        (err: unknown) => log.warn({ err }, 'could not drain NATS'),
      );
      await nats.close(); // Or it would look for a server for ever.
    },
  };
}

function follow(nats: NatsConnection, { log, metrics }: BrokerOptions): { lost: AbortSignal } {
  const reconnects = new Counter({
    name: 'nats_reconnects_total',
    help: 'Times the connection to NATS was lost and found again.',
    registers: [metrics],
  });
  const errors = new Counter({
    name: 'nats_errors_total',
    help: 'Errors the server reported, permission violations among them.',
    registers: [metrics],
  });
  let connection = new AbortController();

  async function listen(): Promise<void> {
    for await (const status of nats.status()) {
      if (status.type === 'disconnect') {
        connection.abort();
        connection = new AbortController();
        log.warn({ server: status.server }, 'NATS connection lost');
      }
      if (status.type === 'error') {
        errors.inc();
        log.error({ err: status.error }, 'NATS reported an error');
      }
      if (status.type === 'reconnect') {
        reconnects.inc();
        log.info({ server: status.server }, 'NATS connection restored');
      }
    }
  }
  void listen();
  return {
    get lost() {
      return connection.signal;
    },
  };
}

function rejected(signal: AbortSignal, message: string): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error(message)));
  });
}
