import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { defineConsumer, deviceRegistered } from '@signalos/contracts';
import { consume, enqueue, on, relayOutbox, type Broker } from '@signalos/messaging';
import { ensureConsumer } from '@signalos/messaging/operations';
import { createLogger, createMetrics } from '@signalos/runtime';
import { transactOver } from '@signalos/testing';
import type { Pool } from 'pg';
import { percentile } from './measure.ts';
import { openBenchBroker, openBenchDatabase } from './servers.ts';

// What the outbox costs: how many events a second the relay moves, in order per aggregate, against the
// simplest relay there is (one row after another); and how long it takes from a commit to the handler.
//
//   node --disable-warning=ExperimentalWarning bench/src/outbox.ts

const EVENTS = 20_000;
const AGGREGATES = 1_000;
const ROUNDS = 3;
const SIMPLE_EVENTS = 2_000;
const SIMPLE_BATCH = 100;
const LATENCY_SAMPLES = 1_000;

const log = createLogger('bench', { level: 'warn' });

async function main(): Promise<void> {
  await using stack = new AsyncDisposableStack();
  const folder = new URL('../../packages/messaging/test/ledger/', import.meta.url);
  const { pool } = await openBenchDatabase(stack, { folder, poolMax: 10 });
  const broker = await openBenchBroker(stack, log);

  await throughput(pool, broker);
  await latency(pool, broker);
}

async function throughput(pool: Pool, broker: Broker): Promise<void> {
  const rates = { relay: [] as number[], simple: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    await fill(pool, SIMPLE_EVENTS);
    rates.simple.push(SIMPLE_EVENTS / (await timed(() => relaySimply(pool, broker))));
    await fill(pool, EVENTS);
    rates.relay.push(EVENTS / (await timed(() => relayAll(pool, broker))));
  }
  const [ours, simple] = [percentile(rates.relay, 0.5), percentile(rates.simple, 0.5)];
  console.log(`\nOutbox relay, ${AGGREGATES} aggregates (median of ${ROUNDS} interleaved rounds)`);
  console.table({
    'row by row, batches of 100': { 'events/s': Math.round(simple), ratio: '1.00' },
    '@signalos/messaging, ordered': {
      'events/s': Math.round(ours),
      ratio: (ours / simple).toFixed(2),
    },
  });
}

async function fill(pool: Pool, count: number): Promise<void> {
  const sample = JSON.stringify(anEvent(randomUUID()));
  await pool.query(
    `insert into platform.outbox (id, key, type, tenant, payload, trace)
     select gen_random_uuid(), 'device/' || (n % ${AGGREGATES}), $1, 'main', $2::json, '{}'
     from generate_series(1, $3) as n`,
    [deviceRegistered.type, sample, count],
  );
}

async function relayAll(pool: Pool, broker: Broker): Promise<void> {
  await using _relay = relayOutbox({ pool, broker, log, metrics: createMetrics() });
  while (await isPending(pool)) await sleep(5);
}

async function isPending(pool: Pool): Promise<boolean> {
  const { rowCount } = await pool.query(
    'select from platform.outbox where published_at is null limit 1',
  );
  return rowCount !== 0;
}

/** What one writes first: lock some rows, publish one after another, mark them. */
async function relaySimply(pool: Pool, broker: Broker): Promise<void> {
  for (;;) {
    const client = await pool.connect();
    await client.query('begin');
    const { rows } = await client.query<{ seq: string; id: string; type: string; payload: string }>(
      `select seq, id, type, payload::text as payload from platform.outbox
       where published_at is null order by seq limit ${SIMPLE_BATCH} for update`,
    );
    for (const { id, type, payload } of rows) {
      const subject = broker.names.eventSubject({ type, tenantid: 'main' });
      await broker.jetstream.publish(subject, payload, { msgID: id });
    }
    await client.query('update platform.outbox set published_at = now() where seq = any($1)', [
      rows.map(({ seq }) => seq),
    ]);
    await client.query('commit');
    client.release();
    if (rows.length === 0) return;
  }
}

async function latency(pool: Pool, broker: Broker): Promise<void> {
  const consumer = defineConsumer({
    service: 'bench',
    purpose: 'latency',
    version: 1,
    events: [deviceRegistered],
  });
  await broker.manager.streams.purge(broker.names.stream('offline_sync'));
  await ensureConsumer(broker, consumer);
  const arrived = new Map<string, (ms: number) => void>();
  const handler = on(deviceRegistered, async (_tx, { data: { name } }) => {
    arrived.get(name)?.(performance.now());
  });
  const metrics = createMetrics();
  const transact = transactOver(pool);
  await using relay = relayOutbox({ pool, broker, log, metrics });
  await using _worker = consume({
    broker,
    database: { pool, transact },
    consumer,
    handlers: [handler],
    log,
    metrics,
  });

  const samples: number[] = [];
  for (let n = 0; n < LATENCY_SAMPLES; n++) {
    const name = randomUUID();
    const { promise, resolve } = Promise.withResolvers<number>();
    arrived.set(name, resolve);
    await transact((tx) => enqueue(tx, anEvent(name)));
    const committed = performance.now();
    relay.wake();
    samples.push((await promise) - committed);
  }
  const ms = (share: number) => percentile(samples.slice(LATENCY_SAMPLES / 10), share).toFixed(2);
  console.log(`\nCommit to handler, one event at a time, ${LATENCY_SAMPLES} samples`);
  console.table({ milliseconds: { p50: ms(0.5), p90: ms(0.9), p99: ms(0.99) } });
}

function anEvent(name: string) {
  const at = new Date();
  const ids = { deviceId: randomUUID(), userId: randomUUID() };
  return deviceRegistered.create({ ...ids, name, registeredAt: at.toISOString() }, { at });
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1_000;
}

await main();
process.exit(); // The schema engine leaves a timer of ten seconds behind.
