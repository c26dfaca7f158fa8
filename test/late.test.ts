import { setTimeout as sleep } from 'node:timers/promises';
import { deploy, migrationsOf } from '@signalos/database/migrations';
import { connectBroker } from '@signalos/messaging';
import { provision } from '@signalos/messaging/operations';
import { createLogger, createMetrics } from '@signalos/runtime';
import {
  createDatabase,
  hasNatsServer,
  startIssuer,
  startMortalNats,
  startMortalPostgres,
  startService,
} from '@signalos/testing';
import { describe, expect, it } from 'vitest';

const compliance = new URL('../services/compliance/', import.meta.url);
const gateway = new URL('../services/gateway/', import.meta.url);

/** What it says of itself, or that it says nothing. */
async function readiness(url: string): Promise<{ status: number; text: string }> {
  const reply = await fetch(`${url}/health/ready`);
  return { status: reply.status, text: await reply.text() };
}

/** A service, and servers of its own to be killed. */
async function startArena(service: URL) {
  await using stack = new AsyncDisposableStack();
  const nats = stack.use(await startMortalNats());
  const postgres = stack.use(await startMortalPostgres());
  const issuer = stack.use(await startIssuer());
  const { url: databaseUrl } = await createDatabase(postgres.url);
  await deploy(databaseUrl, await migrationsOf(compliance));
  const broker = stack.use(
    await connectBroker({
      url: nats.url,
      user: 'operator',
      namespace: 'late',
      log: createLogger('test', { level: 'silent' }),
      metrics: createMetrics(),
    }),
  );
  await provision(broker, { replicas: 1, streamBytesMax: 1024 ** 2 });
  const start = () =>
    startService({
      directory: service,
      environment: {
        AUTH_ISSUER: issuer.url,
        AUTH_JWKS_URL: issuer.jwksUrl,
        DATABASE_URL: databaseUrl,
        NATS_URL: nats.url,
        NATS_NAMESPACE: 'late',
        METRICS_PORT: '0',
        UPSTREAMS: `compliance=${issuer.url}`,
      },
    });
  const resources = stack.move();
  return { nats, postgres, start, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

/** They kill servers, so they need some of their own, without containers. */
describe.skipIf(!hasNatsServer)('a service', () => {
  it('that is started before its servers waits for the bus, says that the database is away, and is ready when all are there', async () => {
    await using arena = await startArena(compliance);
    const { nats, postgres } = arena;
    await nats.kill();
    await postgres.kill();

    const starting = arena.start();
    expect(await Promise.race([starting, sleep(3_000, 'waits')])).toBe('waits');
    await nats.start();
    await using service = await starting;
    await expect
      .poll(() => readiness(service.url))
      .toMatchObject({ status: 503, text: expect.stringContaining('database') });
    await postgres.start();

    await expect.poll(() => readiness(service.url)).toMatchObject({ status: 200 });
  });

  it.each([
    ['compliance', compliance],
    ['gateway', gateway],
  ])('whose servers are gone stops in order all the same: %s', async (_name, folder) => {
    await using arena = await startArena(folder);
    await using service = await arena.start();
    await expect.poll(() => readiness(service.url)).toMatchObject({ status: 200 });
    await arena.nats.kill();
    await arena.postgres.kill();
    await sleep(1_000);

    const exit = await Promise.race([service.stop(), sleep(15_000, 'hangs')]);

    expect(exit).toMatchObject({ code: 0, signal: null });
  });
});
