import { DEFAULT_NAMESPACE } from '@signalos/contracts';
import {
  natsAuthorization,
  OPERATOR,
  passwordVariable,
  permissionsOf,
} from '@signalos/contracts/documents';
import { connectBroker } from '@signalos/messaging';
import { provision } from '@signalos/messaging/operations';
import { createLogger, createMetrics } from '@signalos/runtime';
import { client, startSecureNats } from '@signalos/testing';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { GatewayConfig } from '../src/config.ts';
import { startGateway } from '../src/service.ts';
import { follow } from './follower.ts';
import { startGatewayWorld, startTestGateway, type GatewayWorld } from './gateway.ts';
import { freeOrigin, startUpstream } from './upstream.ts';

const log = createLogger('test', { level: 'silent' });
const nowhere = { compliance: 'http://127.0.0.1:9' };

/** One that need not become ready. */
function startAnyhow(world: GatewayWorld, environment: Readonly<Record<string, string>>) {
  return startGateway(GatewayConfig.parse({ ...world.environment(nowhere), ...environment }), log);
}

const passwordOf = (user: string) => `password-of-${user}`;

/** A bus on which everyone may do only what they need. */
async function startSecureBus() {
  await using stack = new AsyncDisposableStack();
  const passwords = permissionsOf().map(({ user }) => [passwordVariable(user), passwordOf(user)]);
  const nats = stack.use(
    await startSecureNats({
      authorization: natsAuthorization(),
      environment: Object.fromEntries(passwords),
    }),
  );
  const operator = stack.use(
    await connectBroker({
      url: nats.url,
      user: OPERATOR,
      password: passwordOf(OPERATOR),
      namespace: DEFAULT_NAMESPACE,
      log,
      metrics: createMetrics(),
    }),
  );
  await provision(operator, { replicas: 1, streamBytesMax: 1024 ** 2 });
  const resources = stack.move();
  return { url: nats.url, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

describe('being ready', () => {
  it('needs the signing keys', async () => {
    await using world = await startGatewayWorld();
    await using gateway = await startAnyhow(world, { AUTH_JWKS_URL: await freeOrigin() });

    expect(await client(gateway.url).get('/health/ready')).toMatchObject({
      status: 503,
      body: { status: 'failing', checks: { bus: 'ok', keys: 'not read yet' } },
    });
    expect((await client(gateway.url).get('/health/live')).status).toBe(200);
  });

  it('needs to know who was revoked; until then events cannot be followed either', async () => {
    await using world = await startGatewayWorld();
    await using gateway = await startAnyhow(world, { NATS_NAMESPACE: 'nobody' });
    const user = client(gateway.url, await world.issuer.token());

    expect((await user.get('/health/ready')).body).toMatchObject({
      status: 'failing',
      checks: { revocations: 'not caught up' },
    });
    await expect
      .poll(() => user.get('/events'))
      .toMatchObject({
        status: 503,
        body: { code: 'service-unavailable' },
      });
  });

  it('needs the bus, of which it asks no more than its user may', async () => {
    await using world = await startGatewayWorld();
    const bus = await startSecureBus();
    await using gateway = await startAnyhow(world, {
      NATS_URL: bus.url,
      NATS_NAMESPACE: DEFAULT_NAMESPACE,
      NATS_PASSWORD: passwordOf('gateway'),
    });
    const anonymous = client(gateway.url);
    await expect.poll(async () => (await anonymous.get('/health/ready')).status).toBe(200);
    const { body } = await client(gateway.metricsUrl).get('/metrics');
    expect(body).toContain('nats_errors_total 0');

    await bus[Symbol.asyncDispose]();

    expect(await anonymous.get('/health/ready')).toMatchObject({
      status: 503,
      body: { checks: { bus: expect.stringMatching(/NATS|no answer|connection/), keys: 'ok' } },
    });
  });

  it('does not need the upstreams', async () => {
    await using gateway = await startTestGateway({ compliance: await freeOrigin() });

    expect((await gateway.anonymous.get('/health/ready')).status).toBe(200);
  });
});

describe('metrics', () => {
  it('are on a port of their own, by upstream and first segment, never by path', async () => {
    await using upstream = await startUpstream();
    await using gateway = await startTestGateway({ 'offline-sync': upstream.origin });
    await (await gateway.user()).get('/offline/devices/4711');
    await gateway.anonymous.get('/nowhere/4711');
    await gateway.anonymous.get('/docs');

    const { body } = await client(gateway.metricsUrl).get('/metrics');

    const count = 'http_server_request_duration_seconds_count';
    for (const labels of [
      'method="GET",upstream="offline-sync",route="/offline",status="200"',
      'method="GET",upstream="gateway",route="none",status="404"',
      'method="GET",upstream="gateway",route="/docs",status="200"',
    ]) {
      expect(body).toContain(`${count}{${labels}} 1`);
    }
    expect(body).not.toContain('4711');
    expect(body).toContain('gateway_upstream_circuit{upstream="offline-sync"} 0');
    expect(body).toContain('process_cpu_seconds_total');
  });
});

describe('stopping', () => {
  it('answers while load balancers take note, then finishes what is under way', async () => {
    await using upstream = await startUpstream((req, res) => {
      setTimeout(() => res.end('done'), req.url === '/compliance/slow' ? 600 : 0);
    });
    await using gateway = await startTestGateway(
      { compliance: upstream.origin },
      { DRAIN_DELAY_MS: '300' },
    );
    const user = await gateway.user();
    const token = await gateway.issuer.token();
    await using follower = await follow(`${gateway.url}/events`, token);
    await follower.next();
    await follower.next();
    const slow = user.get('/compliance/slow');
    await expect.poll(() => upstream.requests).toHaveLength(1);

    const stopping = gateway.stop();
    await sleep(50);

    const meanwhile = await user.get('/compliance/x');
    expect(meanwhile).toMatchObject({ status: 200, body: 'done' });
    expect(meanwhile.headers.get('connection')).toBe('close');
    expect(await user.get('/health/ready')).toMatchObject({
      status: 503,
      body: { status: 'draining' },
    });
    expect((await follower.next())?.event).toBe('shutdown');
    expect(await slow).toMatchObject({ status: 200, body: 'done' });
    await stopping;
    await expect(user.get('/health/live')).rejects.toThrow('fetch failed');
  });
});

describe('the configuration', () => {
  const base = {
    PORT: '0',
    NATS_URL: 'nats://x',
    AUTH_ISSUER: 'http://x',
    AUTH_JWKS_URL: 'http://x',
  };

  it.each([
    ['', 'Too small'],
    ['auth', 'must be an origin'],
    ['auth=http://x/path', 'must be an origin'],
    ['auth=ftp:x', 'must be an origin'],
    ['Auth=http://x', 'lower case'],
    ['events=http://x', 'answers this path itself'],
    ['auth=http://x,auth=http://y', 'names differ'],
  ])('refuses upstreams %j', (UPSTREAMS, reason) => {
    const result = GatewayConfig.safeParse({ ...base, UPSTREAMS });

    expect(result.error?.message).toContain(reason);
  });

  it('refuses a CORS origin that is none', () => {
    const env = { ...base, UPSTREAMS: 'auth=http://x', CORS_ORIGINS: 'https://app.example/' };

    expect(GatewayConfig.safeParse(env).error?.message).toContain('must be an origin');
  });
});
