import { createLogger, type Logger, type ServiceConfig } from '@signalos/runtime';
import { startBus, type TestBus } from './bus.ts';
import { client, type Client } from './client.ts';
import { startDatabase } from './database.ts';
import { startIssuer, type Issuer } from './issuer.ts';
import type { Database } from './postgres.ts';

/** All that one service needs around it, for one test. */
export interface World extends AsyncDisposable {
  readonly database: Database;
  readonly bus: TestBus;
  readonly issuer: Issuer;
  readonly config: ServiceConfig;
  readonly log: Logger;
  /** The same, as a process reads it. */
  readonly environment: Readonly<Record<string, string>>;
  /** A client of the service at `url`, signed in as this user. */
  signedIn(url: string, userId?: string): Promise<Client>;
}

/** The service's folder tells which migrations its database has. */
export async function startWorld(service: URL): Promise<World> {
  await using stack = new AsyncDisposableStack();
  const database = stack.use(await startDatabase(service));
  const bus = stack.use(await startBus());
  const issuer = stack.use(await startIssuer());
  const resources = stack.move();

  return {
    database,
    bus,
    issuer,
    config: {
      port: 0,
      logLevel: 'silent',
      drainDelayMs: 0,
      nats: { url: bus.url, password: undefined, namespace: bus.namespace },
      auth: { issuer: issuer.url, jwksUrl: issuer.jwksUrl },
      database: { url: database.url, poolMax: 10 },
    },
    log: createLogger('test', { level: 'silent' }),
    environment: {
      DATABASE_URL: database.url,
      NATS_URL: bus.url,
      NATS_NAMESPACE: bus.namespace,
      AUTH_ISSUER: issuer.url,
      AUTH_JWKS_URL: issuer.jwksUrl,
    },
    async signedIn(url, userId) {
      return client(url, await issuer.token(userId === undefined ? {} : { sub: userId }));
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}
