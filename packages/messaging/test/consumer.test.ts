import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { nanos } from '@nats-io/transport-node';
import { AppError } from '@signalos/errors';
import { consume } from '@signalos/messaging';
import { redrive, skip } from '@signalos/messaging/operations';
import { describe, expect, it } from 'vitest';
import { log, numbered, startBench, writeLedger, type Bench } from './bench.ts';

const refusal = new AppError({ kind: 'forbidden', code: 'no', message: 'never' });

function start(bench: Bench, handler = writeLedger()) {
  const { broker, pool, transact, consumer, metrics } = bench;
  return consume({
    broker,
    database: { pool, transact },
    consumer,
    handlers: [handler],
    log,
    metrics,
  });
}

const values = async (bench: Bench) => (await bench.effects()).map(({ value }) => value);

describe('a consumer', () => {
  it('has one effect for an event delivered twice', async () => {
    await using bench = await startBench();
    const [first, second] = [numbered(1), numbered(2)];
    await using _worker = start(bench);

    for (const event of [first, first, second]) await bench.bus.announce(event);

    await expect.poll(() => values(bench)).toContain(2);
    expect((await values(bench)).toSorted((a, b) => a - b)).toEqual([1, 2]);
  });

  it('tries again after a failure, and holds back what follows it in the same aggregate', async () => {
    await using bench = await startBench();
    const key = randomUUID();
    const triedAt: number[] = [];
    await using _worker = start(
      bench,
      writeLedger((value) => {
        if (value === 1 && triedAt.push(performance.now()) <= 2) throw new Error('not now');
      }),
    );

    for (const value of [1, 2, 3]) await bench.bus.announce(numbered(value, key));
    await bench.bus.announce(numbered(99));

    await expect.poll(() => values(bench)).toHaveLength(4);
    expect(await values(bench)).toEqual([99, 1, 2, 3]);
    const [first = 0, second = 0, third = 0] = triedAt;
    expect(second - first).toBeGreaterThan(90); // A tenth of a second, then four times as long.
    expect(third - second).toBeGreaterThan(390);
  });

  it('keeps what takes long to handle: nothing of it is delivered again', async () => {
    await using bench = await startBench();
    const { broker, consumer } = bench;
    const place = [broker.names.stream('offline_sync'), broker.names.durable(consumer)] as const;
    await broker.manager.consumers.update(...place, { ack_wait: nanos(7_000) });
    await using _worker = start(
      bench,
      writeLedger(() => sleep(8_000)),
    );

    await bench.bus.announce(numbered(1));

    await expect.poll(() => values(bench)).toEqual([1]);
    const { delivered } = await broker.manager.consumers.info(...place);
    expect(delivered.consumer_seq).toBe(1);
  });

  it('buries what is refused at once, and lets the rest pass', async () => {
    await using bench = await startBench();
    const key = randomUUID();
    await using _worker = start(
      bench,
      writeLedger((value) => {
        if (value === 1) throw refusal;
      }),
    );

    for (const value of [1, 2]) await bench.bus.announce(numbered(value, key));

    await expect.poll(() => values(bench)).toEqual([2]);
    expect(await bench.bus.deadLetters()).toMatchObject([
      { durable: 'test-ledger-v1', reason: 'no: never', deliveries: 1 },
    ]);
  });

  it('buries what failed too often, and handles it when it is redriven', async () => {
    await using bench = await startBench();
    let broken = true;
    await using _worker = start(
      bench,
      writeLedger(() => {
        if (broken) throw new Error('bug');
      }),
    );

    await bench.bus.announce(numbered(7));

    await expect.poll(() => bench.bus.deadLetters()).toHaveLength(1);
    const [letter] = await bench.bus.deadLetters();
    expect(letter).toMatchObject({ reason: 'Error: bug', deliveries: 5 });
    broken = false;
    await redrive(bench.broker, letter?.sequence ?? 0);
    await expect.poll(() => values(bench)).toEqual([7]);
    expect(await bench.bus.deadLetters()).toEqual([]);
  });

  it('buries what is no event of the contract, and an operator may skip it', async () => {
    await using bench = await startBench();
    await using _worker = start(bench);
    const { data: _data, ...rest } = numbered(1);

    await bench.bus.announce(rest as never);

    await expect.poll(() => bench.bus.deadLetters()).toHaveLength(1);
    const [letter] = await bench.bus.deadLetters();
    await skip(bench.broker, letter?.sequence ?? 0);
    expect(await bench.bus.deadLetters()).toEqual([]);
    expect(await values(bench)).toEqual([]);
  });

  it('passes over events it has no handler for', async () => {
    await using bench = await startBench();
    const { broker, pool, transact, consumer, metrics } = bench;
    await using _worker = consume({
      broker,
      database: { pool, transact },
      consumer,
      handlers: [],
      log,
      metrics,
    });

    await bench.bus.announce(numbered(1));

    const { names, manager } = broker;
    await expect
      .poll(
        async () =>
          (await manager.consumers.info(names.stream('offline_sync'), names.durable(consumer)))
            .ack_floor.stream_seq,
      )
      .toBe(1);
  });

  it('waits for a database that is away, without using up deliveries', async () => {
    await using bench = await startBench();
    let away = 3;
    await using _worker = start(
      bench,
      writeLedger(() => {
        if (away-- > 0) throw Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
      }),
    );

    await bench.bus.announce(numbered(1));

    await expect.poll(() => values(bench)).toEqual([1]);
    expect(await bench.metrics.metrics()).toContain(
      'consumer_handled_total{durable="test-ledger-v1",outcome="blocked"} 3',
    );
  });

  it('runs different aggregates side by side', async () => {
    await using bench = await startBench();
    let running = 0;
    let most = 0;
    await using _worker = start(
      bench,
      writeLedger(async () => {
        most = Math.max(most, ++running);
        await sleep(20);
        running--;
      }),
    );

    for (let value = 0; value < 40; value++) await bench.bus.announce(numbered(value));

    await expect.poll(() => values(bench)).toHaveLength(40);
    expect(most).toBeGreaterThan(4);
    expect(most).toBeLessThanOrEqual(16);
  });

  it('is active in one replica at a time, and hands over', async () => {
    await using bench = await startBench();
    const seen: string[] = [];
    const first = start(
      bench,
      writeLedger(() => {
        if (seen.push('first') <= 3) throw new Error('not now');
      }),
    );
    await using replica = await bench.replica();
    await bench.bus.announce(numbered(1));
    await expect.poll(() => seen).toHaveLength(3);
    await using _second = start(
      { ...bench, ...replica },
      writeLedger(() => void seen.push('second')),
    );

    await expect.poll(() => values(bench)).toEqual([1]);
    await bench.bus.announce(numbered(2));
    await expect.poll(() => values(bench)).toEqual([1, 2]);
    expect(seen).toEqual(Array(5).fill('first'));
    await first[Symbol.asyncDispose]();
    await bench.bus.announce(numbered(3));

    await expect.poll(() => seen.slice(5)).toEqual(['second']);
  });

  it('finishes, in order, what a predecessor left undone before it takes anything new', async () => {
    await using bench = await startBench();
    const key = randomUUID();
    const { broker, consumer } = bench;
    const place = await broker.jetstream.consumers.get(
      broker.names.stream('offline_sync'),
      broker.names.durable(consumer),
    );
    for (const value of [1, 2]) await bench.bus.announce(numbered(value, key));
    // It took both, and died.
    for await (const _msg of await place.fetch({ max_messages: 2, expires: 1_000 }));
    await bench.bus.announce(numbered(3, key));

    await using _worker = start(bench);

    await expect.poll(() => values(bench)).toHaveLength(3);
    expect(await values(bench)).toEqual([1, 2, 3]);
  });

  it('finishes much that was left undone, and does not begin again what was handled', async () => {
    await using bench = await startBench();
    const key = randomUUID();
    const { broker, consumer, pool } = bench;
    const durable = broker.names.durable(consumer);
    const place = await broker.jetstream.consumers.get(
      broker.names.stream('offline_sync'),
      durable,
    );
    const events = Array.from({ length: 150 }, (_, n) => numbered(n + 1, key));
    for (const event of events) await bench.bus.announce(event);
    for await (const _msg of await place.fetch({ max_messages: 150, expires: 2_000 }));
    // It handled the first hundred, and died before it could say so.
    await pool.query('insert into platform.inbox select $1, unnest($2::uuid[])', [
      durable,
      events.slice(0, 100).map(({ id }) => id),
    ]);
    const begun: number[] = [];

    await using _worker = start(
      bench,
      writeLedger(async (value) => {
        if (value !== 150) return;
        const { rows } = await pool.query('select sequence::int from platform.inbox_catch_up');
        begun.push(...rows.map(({ sequence }) => sequence));
      }),
    );

    await expect.poll(() => values(bench)).toHaveLength(50);
    const left = Array.from({ length: 50 }, (_, n) => n + 101);
    expect(await values(bench)).toEqual(left);
    expect(begun.toSorted((a, b) => a - b)).toEqual(left);
    // The server was told at once: it would deliver the less that is new for as long as it waits.
    await expect.poll(async () => (await place.info()).ack_floor.stream_seq).toBe(150);
    expect((await place.info()).num_ack_pending).toBe(0);
  });

  it('buries what killed its process time and again, and does not try it once more', async () => {
    await using bench = await startBench();
    const { broker, consumer, pool } = bench;
    const durable = broker.names.durable(consumer);
    const place = await broker.jetstream.consumers.get(
      broker.names.stream('offline_sync'),
      durable,
    );
    await bench.bus.announce(numbered(1));
    for (let delivery = 1; delivery <= 10; delivery++) (await place.next())?.nak();
    await pool.query('insert into platform.inbox_catch_up values ($1, 1, 3)', [durable]);

    await using _worker = start(bench);

    await expect
      .poll(() => bench.bus.deadLetters())
      .toMatchObject([{ reason: 'delivered 11 times and never finished', deliveries: 11 }]);
    expect(await values(bench)).toEqual([]);
    await expect
      .poll(async () => (await pool.query('select from platform.inbox_catch_up')).rows)
      .toEqual([]);
  });

  it('buries nothing only because it was delivered often, as when servers are killed', async () => {
    await using bench = await startBench();
    const { broker, consumer } = bench;
    const place = await broker.jetstream.consumers.get(
      broker.names.stream('offline_sync'),
      broker.names.durable(consumer),
    );
    await bench.bus.announce(numbered(1));
    for (let delivery = 1; delivery <= 10; delivery++) (await place.next())?.nak();
    let failures = 0;

    await using _worker = start(
      bench,
      writeLedger(() => {
        if (++failures <= 6) throw new Error('not now');
      }),
    );

    await expect.poll(() => values(bench)).toEqual([1]);
    expect(await bench.bus.deadLetters()).toEqual([]);
  });
});
