import type { ConsumerContract } from '@signalos/contracts';
import { keepHouse, type Database, type SqlTx } from '@signalos/database';
import {
  createApp,
  listen,
  remoteKeys,
  tokenVerifier,
  type Checks,
  type KeySource,
  type Route,
} from '@signalos/http';
import {
  connectBroker,
  consume,
  relayOutbox,
  serveRequests,
  type Answering,
  type Broker,
  type Handler,
} from '@signalos/messaging';
import {
  createMetrics,
  type Logger,
  type Registry,
  type Running,
  type ServiceConfig,
} from '@signalos/runtime';

export interface ServiceOptions<Client, Tx extends SqlTx> {
  readonly name: string;
  readonly config: ServiceConfig;
  readonly log: Logger;
  /** Opens the service's database; its `db.ts` says how. */
  readonly connect: (options: DatabaseInit) => Database<Client, Tx>;
}

export interface DatabaseInit {
  readonly url: string;
  readonly poolMax: number;
  readonly name: string;
  readonly log: Logger;
}

/** What a service is given to build itself on. */
export interface Foundation<Client, Tx extends SqlTx> {
  readonly database: Database<Client, Tx>;
  readonly broker: Broker;
  readonly log: Logger;
  readonly metrics: Registry;
  /** Follows another service's events. */
  follow(consumer: ConsumerContract, handlers: readonly Handler<Tx>[]): void;
  /** Answers other services' requests. */
  answer(methods: readonly Answering[]): void;
  /** Disposed of when the service stops, in reverse order. */
  readonly resources: AsyncDisposableStack;
}

/** What a service adds to it. */
export interface Parts {
  readonly routes: readonly Route[];
  /** What must work for it to be ready, beside its database and the bus. */
  readonly checks?: Checks;
  /** The keys that tokens are verified with, when not those of the issuer's JWKS. */
  readonly keys?: KeySource;
}

/**
 * Starts a service: its database, its place on the bus, its outbox relay, then what `build` adds,
 * and last its HTTP server. Stopping goes the other way: no new requests, the ones under way end,
 * consumers finish what they hold, the relay its batch, and the connections close.
 */
export async function startService<Client, Tx extends SqlTx>(
  { name, config, log, connect }: ServiceOptions<Client, Tx>,
  build: (foundation: Foundation<Client, Tx>) => Parts | Promise<Parts>,
): Promise<Running> {
  await using stack = new AsyncDisposableStack();
  const metrics = createMetrics();
  const database = stack.use(connect({ ...config.database, name, log }));
  const broker = stack.use(await connectBroker({ ...config.nats, user: name, log, metrics }));
  const relay = stack.use(relayOutbox({ pool: database.pool, broker, log, metrics }));
  database.onCommit(relay.wake);
  stack.use(keepHouse(database.pool, log));
  const following: Record<string, () => Promise<unknown>> = {};

  const { routes, checks, keys } = await build({
    database,
    broker,
    log,
    metrics,
    resources: stack,
    follow(consumer, handlers) {
      const worker = stack.use(consume({ broker, database, consumer, handlers, log, metrics }));
      following[`follows ${consumer.domain}: ${consumer.purpose}`] = worker.ready;
    },
    answer: (methods) => void stack.use(serveRequests(broker, methods, log)),
  });

  const verify = tokenVerifier({
    issuer: config.auth.issuer,
    keys: keys ?? stack.use(remoteKeys({ url: config.auth.jwksUrl, log, metrics })),
  });
  const app = createApp({
    name,
    log,
    metrics,
    verify,
    routes,
    checks: { database: database.ready, bus: broker.ready, ...following, ...checks },
  });
  const server = stack.use(await listen(app, config));

  const resources = stack.move();
  return { url: server.url, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}
