import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { enqueue, enqueueAll, relayOutbox } from '@signalos/messaging';
import { provision, RELAY_LOCKS, replayOutbox, unparkOutbox } from '@signalos/messaging/operations';
import { createLogger } from '@signalos/runtime';
import { describe, expect, it } from 'vitest';
import { log, numbered, startBench, type Bench } from './bench.ts';

/** How often this replica has published, whatever JetStream made of it. */
async function publishCount({ metrics }: Pick<Bench, 'metrics'>): Promise<number> {
  const metric = await metrics.getSingleMetric('outbox_publish_total')?.get();
  return metric?.values.find(({ labels }) => labels['result'] === 'published')?.value ?? 0;
}

const published = async ({ bus }: Bench) =>
  (await bus.announced('offline_sync')).map((event) => event.id);

describe('the outbox relay', () => {
  it('publishes what was committed, and nothing else', async () => {
    await using bench = await startBench();
    const event = numbered(1);
    await bench.record(event);
    await bench
      .transact(async (tx) => {
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

    await expect.poll(() => published(bench)).toEqual(events.map((event) => event.id));
  });

  it('is given the same row, whether an event is recorded alone or among others', async () => {
    await using bench = await startBench();
    const odd = { text: `"'\\ü\u0001` };
    const events = [numbered(0), { ...numbered(1), data: odd }];
    const rows = async () => {
      const columns = 'id, key, partition, type, tenant, payload::text as payload, trace, attempts';
      const { rows: all } = await bench.pool.query(
        `select ${columns} from platform.outbox order by seq`,
      );
      await bench.pool.query('truncate platform.outbox');
      return all;
    };
    for (const event of events) await bench.transact((tx) => enqueue(tx, event));
    const alone = await rows();
    await bench.transact((tx) => enqueueAll(tx, events));
    const together = await rows();
    for (const event of events) await bench.transact((tx) => enqueueAll(tx, [event]));

    expect(alone).toHaveLength(2);
    expect(alone.map(({ payload }) => payload)).toEqual(events.map((e) => JSON.stringify(e)));
    expect(together).toEqual(alone);
    expect(await rows()).toEqual(alone);
  });

  it('keeps the order of each aggregate, with three relays at work', async () => {
    await using bench = await startBench();
    const keys = Array.from({ length: 20 }, () => randomUUID());
    const events = Array.from({ length: 600 }, (_, n) => numbered(n, keys[n % keys.length]));
    const replicas = [await bench.replica(), await bench.replica()];
    const relays = [bench, ...replicas].map((each) => relayOutbox({ ...each, log }));

    await bench.record(...events);

    await expect.poll(async () => (await published(bench)).length).toBe(events.length);
    const inStream = await bench.bus.announced('offline_sync');
    for (const [key, ofKey] of Map.groupBy(inStream, ({ subject }) => subject)) {
      const numbers = ofKey.map(({ data }) => Number((data as { name: string }).name));
      expect(numbers, key).toEqual(numbers.toSorted((a, b) => a - b));
    }
    for (const relay of relays) await relay[Symbol.asyncDispose]();
    const counts = await Promise.all([bench, ...replicas].map(publishCount));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(events.length);
    for (const replica of replicas) await replica[Symbol.asyncDispose]();
  });

  it('does not count it against an event that the broker is away', async () => {
    await using bench = await startBench();
    const { broker } = bench;
    const event = numbered(1);
    await bench.record(event);
    await broker.manager.streams.delete(broker.names.stream('offline_sync'));
    const lines: string[] = [];
    const failures = () => lines.filter((line) => line.includes('outbox relay failed'));

    await using _relay = relayOutbox({
      ...bench,
      log: createLogger('test', { to: { write: (line) => void lines.push(line) } }),
    });

    await expect.poll(() => failures().length).toBeGreaterThan(3);
    await provision(broker, { replicas: 1, streamBytesMax: 1024 ** 2 });
    await expect.poll(() => published(bench)).toEqual([event.id]);
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

    await expect.poll(() => published(bench)).toHaveLength(1);
    const rows = async () =>
      (
        await bench.pool.query(
          'select attempts, parked_at is not null as parked from platform.outbox order by seq',
        )
      ).rows;
    const setAside = [
      { attempts: 3, parked: true },
      { attempts: 0, parked: false },
    ];
    expect(await rows()).toEqual(setAside);
    expect(await bench.metrics.metrics()).toContain('outbox_parked 1');

    expect(await unparkOutbox(bench.pool)).toBe(1);
    relay.wake();
    await expect.poll(rows).toEqual(setAside); // After three attempts more.
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

  it('publishes again what was recorded at a moment or later, and nothing older', async () => {
    await using bench = await startBench();
    await bench.record(numbered(1), numbered(2), numbered(3));
    await bench.pool.query(`
      update platform.outbox set published_at = now(),
        created_at = '2026-03-02T10:00:00Z'::timestamptz + make_interval(hours => seq::int)`);

    expect(await replayOutbox(bench.pool, new Date('2026-03-02T12:00:00Z'))).toBe(2);

    const { rows } = await bench.pool.query(
      'select seq::int from platform.outbox where published_at is not null',
    );
    expect(rows).toEqual([{ seq: 1 }]);
  });

  it('does not publish the past again before the batches under way have ended', async () => {
    await using bench = await startBench();
    await bench.record(numbered(1));
    await bench.pool.query('update platform.outbox set published_at = now()');
    const relaying = await bench.pool.connect();
    await relaying.query('begin');
    await relaying.query(
      'select pg_advisory_xact_lock($1, partition) from platform.outbox where seq = 1',
      [RELAY_LOCKS],
    );

    const replayed = replayOutbox(bench.pool, new Date(0));

    expect(await Promise.race([replayed, sleep(300, 'waits')])).toBe('waits');
    await relaying.query('commit');
    relaying.release();
    expect(await replayed).toBe(1);
  });
});
