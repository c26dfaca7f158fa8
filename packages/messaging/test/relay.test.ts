import { randomUUID } from 'node:crypto';
import { enqueueAll, relayOutbox } from '@signalos/messaging';
import { replayOutbox, unparkOutbox } from '@signalos/messaging/operations';
import { describe, expect, it } from 'vitest';
import { log, numbered, startBench, type Bench } from './bench.ts';

const published = async ({ bus }: Bench) =>
  (await bus.announced('offline_sync')).map((event) => event.id);

describe('the outbox relay', () => {
  it('publishes what was committed, and nothing else', async () => {
    await using bench = await startBench();
    const event = numbered(1);
    await bench.record(event);
    await bench
      .transact(async (tx) => {
        const { enqueue } = await import('@signalos/messaging');
        await enqueue(tx, numbered(2));
        throw new Error('rolled back');
      })
      .catch(() => {});

    await using _relay = relayOutbox({ ...bench, log });

    await expect.poll(() => published(bench)).toEqual([event.id]);
  });

  it('publishes what was recorded at once, in the order it was given', async () => {
    await using bench = await startBench();
    const key = randomUUID();
    const events = Array.from({ length: 300 }, (_, n) => numbered(n, key));
    await bench.transact((tx) => enqueueAll(tx, []));
    await bench.transact((tx) => enqueueAll(tx, events));

    await using _relay = relayOutbox({ ...bench, log });

    await expect
      .poll(() => published(bench), { timeout: 10_000 })
      .toEqual(events.map((event) => event.id));
  });

  it('keeps the order of each aggregate, with three relays at work', async () => {
    await using bench = await startBench();
    const keys = Array.from({ length: 20 }, () => randomUUID());
    const events = Array.from({ length: 600 }, (_, n) => numbered(n, keys[n % keys.length]));
    const replicas = [await bench.replica(), await bench.replica()];
    const relays = [bench, ...replicas].map((each) => relayOutbox({ ...each, log }));

    await bench.record(...events);

    await expect
      .poll(async () => (await published(bench)).length, { timeout: 10_000 })
      .toBe(events.length);
    const inStream = await bench.bus.announced('offline_sync');
    for (const [key, ofKey] of Map.groupBy(inStream, ({ subject }) => subject)) {
      const numbers = ofKey.map(({ data }) => Number((data as { name: string }).name));
      expect(numbers, key).toEqual(numbers.toSorted((a, b) => a - b));
    }
    for (const resource of [...relays, ...replicas]) await resource[Symbol.asyncDispose]();
  });

  it('publishes again after it died before it could note it down, and JetStream drops the copy', async () => {
    await using bench = await startBench();
    const event = numbered(1);
    await bench.record(event);
    await using _relay = relayOutbox({ ...bench, log });
    await expect.poll(() => published(bench)).toEqual([event.id]);

    await bench.pool.query('update platform.outbox set published_at = null');

    await expect
      .poll(async () => (await bench.pool.query('select published_at from platform.outbox')).rows)
      .toEqual([{ published_at: expect.any(Date) }]);
    expect(await published(bench)).toEqual([event.id]);
  });

  it('sets a row aside that the broker will never take, and goes on', async () => {
    await using bench = await startBench();
    const key = randomUUID();
    await bench.record(numbered(1, key), numbered(2, key));
    await bench.pool.query(
      `update platform.outbox set payload = to_json(repeat('x', 2000000)) where seq = 1`,
    );

    await using relay = relayOutbox({ ...bench, log });

    await expect.poll(() => published(bench), { timeout: 5_000 }).toHaveLength(1);
    const { rows } = await bench.pool.query(
      'select attempts, parked_at is not null as parked from platform.outbox order by seq',
    );
    expect(rows).toEqual([
      { attempts: 3, parked: true },
      { attempts: 0, parked: false },
    ]);
    expect(await bench.metrics.metrics()).toContain('outbox_parked 1');

    expect(await unparkOutbox(bench.pool)).toBe(1);
    relay.wake();
    await expect
      .poll(async () => bench.metrics.metrics(), { timeout: 5_000 })
      .toContain('outbox_parked 1');
  });

  it('can publish the past again', async () => {
    await using bench = await startBench();
    const event = numbered(1);
    await bench.record(event);
    await using _relay = relayOutbox({ ...bench, log });
    await expect.poll(() => published(bench)).toHaveLength(1);
    await bench.broker.manager.streams.purge(bench.broker.names.stream('offline_sync'));
    await bench.pool.query('update platform.outbox set id = gen_random_uuid()'); // Beyond the window.

    expect(await replayOutbox(bench.pool, new Date(0))).toBe(1);

    await expect.poll(() => published(bench)).toHaveLength(1);
  });
});
