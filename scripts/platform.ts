import { randomBytes } from 'node:crypto';
import { globSync } from 'node:fs';
import { DEFAULT_NAMESPACE } from '@signalos/contracts';
import {
  natsAuthorization,
  OPERATOR,
  passwordVariable,
  permissionsOf,
} from '@signalos/contracts/documents';
import { deploy, migrationsOf } from '@signalos/database/migrations';
import { connectBroker } from '@signalos/messaging';
import { provision } from '@signalos/messaging/operations';
import { createLogger, createMetrics } from '@signalos/runtime';
import {
  freePort,
  startPostgres,
  startSecureNats,
  startService,
  withClient,
  type Exit,
  type RunningService,
} from '@signalos/testing';

const root = new URL('../', import.meta.url);
const STREAM_BYTES_MAX = 256 * 1024 ** 2;
const READY_TIMEOUT_MS = 30_000;
const READY_POLL_MS = 25;

export interface PlatformOptions {
  /** Where clients find it; any free port, unless given. */
  readonly gatewayPort?: number;
  /** Told each step, in the words for a person. */
  readonly onProgress?: (step: string) => void;
  /** Told what each service logs. */
  readonly onOutput?: (service: string, text: string) => void;
  /** For all services, such as where to send telemetry. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** All of SignalOS on this machine: every service a process of its own, with real servers under it. */
export interface Platform extends AsyncDisposable {
  readonly gatewayUrl: string;
  readonly metricsUrl: string;
  readonly nats: { readonly url: string; passwordOf(user: string): string };
  readonly databases: ReadonlyMap<string, string>;
  readonly services: ReadonlyMap<string, RunningService>;
  /** Resolves when a service ends that nobody asked to. */
  readonly crashed: Promise<{ readonly service: string } & Exit>;
}

export async function startPlatform(options: PlatformOptions = {}): Promise<Platform> {
  const { onProgress = () => {} } = options;
  await using stack = new AsyncDisposableStack();

  const [postgres, nats] = await Promise.all([
    startDatabases(stack, onProgress),
    startBus(stack, onProgress),
  ]);
  const ports = await choosePorts(options.gatewayPort);
  const environments = environmentsOf({ ports, postgres, nats, shared: options.environment ?? {} });

  const services = new Map<string, RunningService>();
  const start = async (service: string) => {
    const running = await startService({
      directory: new URL(`services/${service}/`, root),
      environment: environments.get(service) ?? {},
      onOutput: (text) => options.onOutput?.(service, text),
    });
    services.set(service, stack.use(running));
  };
  await Promise.all([...ports.services.keys()].map(start));
  onProgress(`${services.size} services started`);

  const gatewayUrl = `http://localhost:${ports.services.get('gateway')}`;
  await whenReady(gatewayUrl, [...services.values()]);
  onProgress('all of them ready');

  const resources = stack.move();
  return {
    gatewayUrl,
    metricsUrl: `http://localhost:${ports.metrics}/metrics`,
    nats,
    databases: postgres,
    services,
    crashed: Promise.race(
      [...services].map(async ([service, { exited }]) => ({ service, ...(await exited) })),
    ),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

/** A folder with a `src/main.ts` is a service; one with a Prisma schema has a database. */
function namesOf(pattern: string): string[] {
  return globSync(`services/*/${pattern}`, { cwd: root })
    .map((file) => file.split('/')[1] ?? '')
    .toSorted();
}

type Progress = (step: string) => void;

/** One database and one role for each service; the role owns nothing else. */
async function startDatabases(
  stack: AsyncDisposableStack,
  onProgress: Progress,
): Promise<ReadonlyMap<string, string>> {
  const server = stack.use(await startPostgres());
  const databases = new Map<string, string>();
  await withClient(server.url, async (client) => {
    for (const service of namesOf('prisma/schema.prisma')) {
      const password = newSecret();
      await client.query(`create role "${service}" login password '${password}'`);
      await client.query(`create database "${service}" owner "${service}"`);
      await client.query(`revoke connect on database "${service}" from public`);
      databases.set(service, urlOf(server.url, { service, password }));
    }
  });
  await Promise.all(
    [...databases].map(async ([service, url]) =>
      deploy(url, await migrationsOf(new URL(`services/${service}/`, root))),
    ),
  );
  onProgress(`PostgreSQL (${server.source}) with ${databases.size} databases, migrated`);
  return databases;
}

function urlOf(
  server: string,
  { service, password }: { service: string; password: string },
): string {
  const url = new URL(server);
  Object.assign(url, { username: service, password, pathname: `/${service}` });
  return url.href;
}

/** One user per service, who may do what the catalogue says and no more. */
async function startBus(
  stack: AsyncDisposableStack,
  onProgress: Progress,
): Promise<Platform['nats']> {
  const passwords = new Map(permissionsOf().map(({ user }) => [user, newSecret()]));
  const passwordOf = (user: string) => passwords.get(user) ?? '';
  const server = stack.use(
    await startSecureNats({
      authorization: natsAuthorization(),
      environment: Object.fromEntries(
        [...passwords].map(([user, password]) => [passwordVariable(user), password]),
      ),
    }),
  );
  await using operator = await connectBroker({
    url: server.url,
    user: OPERATOR,
    password: passwordOf(OPERATOR),
    namespace: DEFAULT_NAMESPACE,
    log: createLogger('platform', { level: 'warn' }),
    metrics: createMetrics(),
  });
  await provision(operator, { replicas: 1, streamBytesMax: STREAM_BYTES_MAX });
  onProgress(`NATS (${server.source}) with streams, durables and a user per service`);
  return { url: server.url, passwordOf };
}

interface Ports {
  readonly services: ReadonlyMap<string, number>;
  readonly metrics: number;
}

async function choosePorts(gatewayPort?: number): Promise<Ports> {
  const services = new Map<string, number>();
  for (const service of namesOf('src/main.ts')) services.set(service, await freePort());
  if (gatewayPort !== undefined) services.set('gateway', gatewayPort);
  return { services, metrics: await freePort() };
}

interface Wiring {
  readonly ports: Ports;
  readonly postgres: ReadonlyMap<string, string>;
  readonly nats: Platform['nats'];
  readonly shared: Readonly<Record<string, string>>;
}

function environmentsOf({
  ports,
  postgres,
  nats,
  shared,
}: Wiring): ReadonlyMap<string, Record<string, string>> {
  const at = (service: string) => `http://localhost:${ports.services.get(service)}`;
  const upstreams = [...ports.services.keys()].filter((service) => service !== 'gateway');
  const own: Readonly<Record<string, Record<string, string>>> = {
    auth: {
      AUTH_ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
      AUTH_PEPPER: randomBytes(32).toString('base64'),
    },
    gateway: {
      METRICS_PORT: String(ports.metrics),
      UPSTREAMS: upstreams.map((service) => `${service}=${at(service)}`).join(','),
    },
  };
  return new Map(
    [...ports.services].map(([service, port]) => [
      service,
      {
        PORT: String(port),
        OTEL_SERVICE_NAME: service,
        NATS_URL: nats.url,
        NATS_PASSWORD: nats.passwordOf(service),
        DATABASE_URL: postgres.get(service) ?? '',
        AUTH_ISSUER: at('gateway'),
        AUTH_JWKS_URL: `${at('auth')}/.well-known/jwks.json`,
        ...own[service],
        ...shared,
      },
    ]),
  );
}

async function whenReady(gatewayUrl: string, services: readonly RunningService[]): Promise<void> {
  const deadline = performance.now() + READY_TIMEOUT_MS;
  const urls = [gatewayUrl, ...services.map(({ url }) => url)];
  for (const url of new Set(urls)) {
    for (;;) {
      const reply = await fetch(`${url}/health/ready`).catch(() => undefined);
      if (reply?.ok) break;
      if (performance.now() > deadline)
        throw new Error(`${url} is not ready: ${await reply?.text()}`);
      await new Promise((resolve) => void setTimeout(resolve, READY_POLL_MS));
    }
  }
}

/** Begins with a letter: nats-server reads a variable as a value of its configuration. */
const newSecret = () => `s${randomBytes(24).toString('hex')}`;
