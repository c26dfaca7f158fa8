import { connectBroker, type Broker } from '@signalos/messaging';
import { provision } from '@signalos/messaging/operations';
import { createLogger, createMetrics } from '@signalos/runtime';
import { startIssuer, startNats, type Issuer } from '@signalos/testing';
import { startProcess, type Measured } from './process.ts';

const NAMESPACE = 'bench';

/** What a gateway cannot be without: a bus, and an issuer of tokens. */
export interface World extends AsyncDisposable {
  readonly broker: Broker;
  readonly issuer: Issuer;
  readonly natsUrl: string;
}

export async function startWorld(): Promise<World> {
  await using stack = new AsyncDisposableStack();
  const issuer = stack.use(await startIssuer());
  const nats = stack.use(await startNats());
  const broker = stack.use(
    await connectBroker({
      url: nats.url,
      user: 'bench',
      namespace: NAMESPACE,
      log: createLogger('bench', { level: 'warn' }),
      metrics: createMetrics(),
    }),
  );
  await provision(broker, { replicas: 1, streamBytesMax: 256 * 1024 ** 2 });
  const resources = stack.move();
  return {
    broker,
    issuer,
    natsUrl: nats.url,
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

interface GatewayOptions {
  readonly upstreamPort: number;
  readonly core: number;
}

/** The gateway as production runs it, behind one proxy of ours, with limits that nobody reaches. */
export async function startGateway(
  { issuer, natsUrl }: World,
  { upstreamPort, core }: GatewayOptions,
): Promise<Measured> {
  const gateway = await startProcess({
    command: process.execPath,
    args: ['src/main.ts'],
    cwd: new URL('../../../services/gateway/', import.meta.url),
    core,
    environment: {
      NODE_ENV: 'production',
      PORT: '0',
      METRICS_PORT: '0',
      NATS_URL: natsUrl,
      NATS_NAMESPACE: NAMESPACE,
      AUTH_ISSUER: issuer.url,
      AUTH_JWKS_URL: issuer.jwksUrl,
      UPSTREAMS: `compliance=http://127.0.0.1:${upstreamPort}`,
      TRUSTED_PROXY_HOPS: '1',
      LIMIT_PER_ADDRESS: '1000000',
      LIMIT_PER_USER: '1000000',
    },
    ready: /"url":"[^"]+:(\d+)".*"msg":"started"/,
  });
  await ready(gateway.port);
  return gateway;
}

async function ready(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const { status } = await fetch(`http://127.0.0.1:${port}/health/ready`);
    if (status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('The gateway does not become ready');
}

/** A request with a token, as it comes from a load balancer; each user has an address of his own. */
export async function requestFrom({ issuer }: World, user: number): Promise<string> {
  return [
    'GET /compliance/trades HTTP/1.1',
    'Host: api.example',
    `Authorization: Bearer ${await issuer.token()}`,
    'Accept: application/json',
    'User-Agent: bench',
    `X-Forwarded-For: 10.0.${Math.floor(user / 250)}.${(user % 250) + 1}`,
    '',
    '',
  ].join('\r\n');
}
