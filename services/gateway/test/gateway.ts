import { createLogger } from '@signalos/runtime';
import {
  client,
  startBus,
  startIssuer,
  type Client,
  type Issuer,
  type TestBus,
} from '@signalos/testing';
import type { Claims } from '@signalos/http';
import { expect } from 'vitest';
import { GatewayConfig } from '../src/config.ts';
import { startGateway } from '../src/service.ts';

export const folder = new URL('../', import.meta.url);

export interface TestGateway extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly metricsUrl: string;
  readonly bus: TestBus;
  readonly issuer: Issuer;
  readonly anonymous: Client;
  /** A signed-in client. */
  user(claims?: Partial<Claims>): Promise<Client>;
  /** One line of `/metrics` by its beginning. */
  metric(beginning: string): Promise<string | undefined>;
  stop(): Promise<void>;
}

export interface GatewayWorld extends AsyncDisposable {
  readonly bus: TestBus;
  readonly issuer: Issuer;
  /** What a gateway reads, in front of these upstreams. */
  environment(upstreams: Readonly<Record<string, string>>): Record<string, string>;
}

export async function startGatewayWorld(): Promise<GatewayWorld> {
  await using stack = new AsyncDisposableStack();
  const bus = stack.use(await startBus());
  const issuer = stack.use(await startIssuer());
  const resources = stack.move();
  return {
    bus,
    issuer,
    environment: (upstreams) => ({
      PORT: '0',
      METRICS_PORT: '0',
      LOG_LEVEL: 'silent',
      NATS_URL: bus.url,
      NATS_NAMESPACE: bus.namespace,
      AUTH_ISSUER: issuer.url,
      AUTH_JWKS_URL: issuer.jwksUrl,
      UPSTREAMS: Object.entries(upstreams)
        .map(([name, origin]) => `${name}=${origin}`)
        .join(','),
    }),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

const log = createLogger('test', { level: 'silent' });

/** The real gateway on its own bus and token issuer, in front of these upstreams, and ready. */
export async function startTestGateway(
  upstreams: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string>> = {},
): Promise<TestGateway> {
  await using stack = new AsyncDisposableStack();
  const world = stack.use(await startGatewayWorld());
  const gateway = stack.use(await startIn(world, upstreams, environment));
  const resources = stack.move();
  return { ...gateway, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

/** Another one in the same world. */
export async function startIn(
  world: GatewayWorld,
  upstreams: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string>> = {},
): Promise<TestGateway> {
  const { bus, issuer } = world;
  const config = GatewayConfig.parse({ ...world.environment(upstreams), ...environment });
  const { url, metricsUrl, ...gateway } = await startGateway(config, log);
  const anonymous = client(url);
  await expect.poll(async () => (await anonymous.get('/health/ready')).status).toBe(200);
  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= Promise.resolve(gateway[Symbol.asyncDispose]()));

  return {
    url,
    port: Number(new URL(url).port),
    metricsUrl,
    bus,
    issuer,
    anonymous,
    user: async (claims) => client(url, await issuer.token(claims)),
    async metric(beginning) {
      const { body } = await client(metricsUrl).get('/metrics');
      return String(body)
        .split('\n')
        .find((line) => line.startsWith(beginning));
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** Of a request upstream, with this token. */
export async function statusOf({ anonymous }: TestGateway, token: string): Promise<number> {
  const headers = { authorization: `Bearer ${token}` };
  return (await anonymous.get('/compliance/x', headers)).status;
}
