import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { deploy, migrationsOf } from '@signalos/database/migrations';
import { connectBroker } from '@signalos/messaging';
import { provision } from '@signalos/messaging/operations';
import { createLogger, createMetrics } from '@signalos/runtime';
import {
  createDatabase,
  startIssuer,
  startMortalNats,
  startMortalPostgres,
  startService,
} from '@signalos/testing';
import { describe, expect, it } from 'vitest';

const folder = new URL('../services/compliance/', import.meta.url);
const hasNats = spawnSync('nats-server', ['--version']).status === 0;

/** What it says of itself, or that it says nothing. */
async function readiness(url: string): Promise<{ status: number; text: string }> {
  const reply = await fetch(`${url}/health/ready`);
  return { status: reply.status, text: await reply.text() };
}

/** It kills servers, so it needs some of its own, without containers. */
describe.skipIf(!hasNats)('a service that is started before its servers', () => {
  it('waits for the bus, then says that the database is away, and is ready when all are there', async () => {
    await using nats = await startMortalNats();
    await using postgres = await startMortalPostgres();
    await using issuer = await startIssuer();
    const { url: databaseUrl } = await createDatabase(postgres.url);
    await deploy(databaseUrl, await migrationsOf(folder));
    await using broker = await connectBroker({
      url: nats.url,
      user: 'operator',
      namespace: 'late',
      log: createLogger('test', { level: 'silent' }),
      metrics: createMetrics(),
    });
    await provision(broker, { replicas: 1, streamBytesMax: 1024 ** 2 });
    await nats.kill();
    await postgres.kill();

    const starting = startService({
      directory: folder,
      environment: {
        AUTH_ISSUER: issuer.url,
        AUTH_JWKS_URL: issuer.jwksUrl,
        DATABASE_URL: databaseUrl,
        NATS_URL: nats.url,
        NATS_NAMESPACE: 'late',
      },
    });
    expect(await Promise.race([starting, sleep(3_000, 'waits')])).toBe('waits');
    await nats.start();
    await using service = await starting;
    await expect
      .poll(() => readiness(service.url), { timeout: 10_000 })
      .toMatchObject({ status: 503, text: expect.stringContaining('database') });
    await postgres.start();

    await expect
      .poll(() => readiness(service.url), { timeout: 20_000 })
      .toMatchObject({ status: 200 });
  }, 60_000);
});
