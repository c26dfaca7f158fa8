import { randomUUID } from 'node:crypto';
import { defineConsumer, deviceRegistered, type Event } from '@signalos/contracts';
import { connectBroker, consume, type Broker } from '@signalos/messaging';
import { ensureConsumer, provision } from '@signalos/messaging/operations';
import { createMetrics } from '@signalos/runtime';
import { hasNatsServer, startDatabase, startMortalNats, transactOver } from '@signalos/testing';
import { Pool } from 'pg';
import { describe, expect, it } from 'vitest';
import { log, numbered, writeLedger } from './bench.ts';

const ledger = new URL('ledger/', import.meta.url);
const consumer = defineConsumer({
  service: 'test',
  purpose: 'ledger',
  version: 1,
  events: [deviceRegistered],
});

async function makeStreams(broker: Broker): Promise<void> {
  await provision(broker, { replicas: 1, streamBytesMax: 1024 ** 2 });
  await ensureConsumer(broker, consumer);
}

async function announce({ jetstream, names }: Broker, event: Event): Promise<number> {
  return (await jetstream.publish(names.eventSubject(event), JSON.stringify(event))).seq;
}

/** It loses its disk, so it is one of our own. */
describe.skipIf(!hasNatsServer)('a consumer whose server lost all it had', () => {
  it('takes a new message for a new one, though it has the number of one in hand', async () => {
    await using nats = await startMortalNats();
    await using database = await startDatabase(ledger);
    const pool = new Pool({ connectionString: database.url });
    const metrics = createMetrics();
    const namespace = `wiped-${randomUUID()}`;
    await using broker = await connectBroker({ ...nats, user: 'test', namespace, log, metrics });
    await makeStreams(broker);
    const begun = Promise.withResolvers<void>();
    const released = Promise.withResolvers<void>();
    const handler = writeLedger(async (value) => {
      if (value !== 1) return;
      begun.resolve();
      await released.promise;
    });
    const worker = consume({
      broker,
      database: { pool, transact: transactOver(pool) },
      consumer,
      handlers: [handler],
      log,
      metrics,
    });
    const before = await announce(broker, numbered(1));
    await begun.promise;

    await nats.kill();
    await nats.wipe();
    await nats.start();
    await expect
      .poll(() =>
        broker.ready().then(
          () => true,
          () => false,
        ),
      )
      .toBe(true);
    await makeStreams(broker);
    expect(await announce(broker, numbered(2))).toBe(before);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    released.resolve();

    const values = async () =>
      (await pool.query<{ value: number }>('select value from effect')).rows.map(
        (row) => row.value,
      );
    await expect.poll(async () => (await values()).toSorted((a, b) => a - b)).toEqual([1, 2]);
    await worker[Symbol.asyncDispose]();
    await pool.end();
  });
});
