import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { defineConsumer, deviceRegistered, type ConsumerContract } from '@signalos/contracts';
import type { SqlTx, Transact } from '@signalos/database';
import { consume, on, type Broker } from '@signalos/messaging';
import { ensureConsumer } from '@signalos/messaging/operations';
import { createLogger, createMetrics } from '@signalos/runtime';
import { transactOver } from '@signalos/testing';
import type { Pool } from 'pg';
import { connect } from '../../services/offline-sync/src/db.ts';
import { percentile } from './measure.ts';
import { openBenchBroker, openBenchDatabase } from './servers.ts';

// What the inbox costs: how many events a second a consumer handles, each in a transaction that writes
// a row and remembers the event, against the same work without an inbox, and against one message after
// another. All read the same backlog, and a round in which an event is lost, doubled or overtaken fails.
// PostgreSQL is that of the tests, which does not wait for the disk: with one that does, those that work
// side by side gain on the one that does not.
//
//   node --disable-warning=ExperimentalWarning bench/src/consumer.ts

const EVENTS = 3_000;
const AGGREGATES = 500;
const ROUNDS = 3;
/** As many as @signalos/messaging runs side by side, and holds. */
const LANES = 16;
const HELD_MAX = 256;
/** What a service has unless told otherwise. */
const POOL_MAX = 10;
const PUBLISH_CHUNK = 250;
const ROUND_TIMEOUT_MS = 60_000;

const log = createLogger('bench', { level: 'warn' });

/** What a contender works with, in one round. */
interface Round {
  readonly broker: Broker;
  readonly pool: Pool;
  readonly transact: Transact;
  readonly consumer: ConsumerContract;
  /** What all of them do about an event. */
  readonly write: (tx: SqlTx, event: DeviceRegistered) => Promise<void>;
  /** Resolves when the whole backlog had its effect. */
  readonly over: () => Promise<void>;
}

interface Contender {
  readonly name: string;
  readonly transact: Transact;
  readonly run: (round: Round) => Promise<void>;
}

async function main(): Promise<void> {
  await using stack = new AsyncDisposableStack();
  const folder = new URL('../../packages/messaging/test/ledger/', import.meta.url);
  const { url, pool } = await openBenchDatabase(stack, { folder, poolMax: POOL_MAX });
  const prisma = stack.use(connect({ url, poolMax: POOL_MAX, name: 'bench', log }));
  const broker = await openBenchBroker(stack, log);
  await fill(broker);

  const transact = transactOver(pool);
  await compareConsumers({ broker, pool }, [
    { name: 'one message after another', transact, run: oneByOne },
    { name: `${LANES} side by side, no inbox`, transact, run: withoutInbox },
    { name: '@signalos/messaging, with inbox', transact, run: withInbox },
    { name: "the same, in Prisma's transactions", transact: prisma.transact, run: withInbox },
  ]);
}

/**
 * Announces the backlog: the events of an aggregate are numbered, and come two in a row, so that
 * whoever works side by side without care makes one overtake the other.
 */
async function fill({ jetstream, names }: Broker): Promise<void> {
  const devices = Array.from({ length: AGGREGATES }, () => randomUUID());
  const announced = new Map<string, number>();
  const events = Array.from({ length: EVENTS }, (_, n) => {
    const device = devices[Math.floor(n / 2) % AGGREGATES] ?? '';
    const value = announced.get(device) ?? 0;
    announced.set(device, value + 1);
    return anEvent(device, value);
  });
  for (let at = 0; at < EVENTS; at += PUBLISH_CHUNK) {
    const chunk = events.slice(at, at + PUBLISH_CHUNK);
    await Promise.all(
      chunk.map((event) => jetstream.publish(names.eventSubject(event), JSON.stringify(event))),
    );
  }
}

function anEvent(deviceId: string, value: number) {
  const at = new Date();
  const data = { deviceId, userId: randomUUID(), name: String(value) };
  return deviceRegistered.create({ ...data, registeredAt: at.toISOString() }, { at });
}

type Servers = Pick<Round, 'broker' | 'pool'>;

async function compareConsumers(servers: Servers, contenders: readonly Contender[]): Promise<void> {
  for (const contender of contenders) await play(servers, contender); // Warm-up.
  const results = contenders.map(({ name }) => ({
    name,
    rates: [] as number[],
    costs: [] as number[],
  }));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, contender] of contenders.entries()) {
      const { seconds, cpuSeconds } = await play(servers, contender);
      results[index]?.rates.push(EVENTS / seconds);
      results[index]?.costs.push((cpuSeconds * 1e6) / EVENTS);
    }
  }

  const first = percentile(results[0]?.rates ?? [], 0.5);
  console.log(
    `\nConsumer on a backlog of ${EVENTS}, ${AGGREGATES} aggregates (median of ${ROUNDS} interleaved rounds)`,
  );
  console.table(
    Object.fromEntries(
      results.map(({ name, rates, costs }) => {
        const rate = percentile(rates, 0.5);
        return [
          name,
          {
            'events/s': Math.round(rate),
            ratio: (rate / first).toFixed(2),
            'µs of CPU each, without servers': Math.round(percentile(costs, 0.5)),
          },
        ];
      }),
    ),
  );
}

/** One contender, from the first event to the last effect, on tables that are empty. */
async function play({ broker, pool }: Servers, { transact, run }: Contender) {
  const consumer = defineConsumer({
    service: 'bench',
    purpose: randomUUID(),
    version: 1,
    events: [deviceRegistered],
  });
  await pool.query('truncate effect, platform.inbox restart identity');
  await ensureConsumer(broker, consumer);

  const started = performance.now();
  const cpu = process.cpuUsage();
  const { promise: begun, resolve } = Promise.withResolvers<void>();
  let left = EVENTS;
  let seconds = 0;
  let cpuSeconds = 0;
  await run({
    broker,
    pool,
    transact,
    consumer,
    async write(tx, { data: { deviceId, name } }) {
      await tx.$executeRaw`insert into effect (key, value) values (${deviceId}, ${Number(name)})`;
      if (--left === 0) resolve();
    },
    async over() {
      await Promise.race([begun, sleep(ROUND_TIMEOUT_MS, undefined, { ref: false })]);
      await whenCommitted(pool, started + ROUND_TIMEOUT_MS);
      const { user, system } = process.cpuUsage(cpu);
      seconds = (performance.now() - started) / 1_000;
      cpuSeconds = (user + system) / 1e6;
    },
  });
  await assertExact(pool);
  const { names, manager } = broker;
  await manager.consumers.delete(names.stream(consumer.domain), names.durable(consumer));
  return { seconds, cpuSeconds };
}

async function whenCommitted(pool: Pool, deadline: number): Promise<void> {
  while ((await effects(pool)).total < EVENTS) {
    if (performance.now() > deadline) throw new Error('The backlog is not handled in time');
    await sleep(2);
  }
}

/** Each event had one effect, and no aggregate's events overtook each other. */
async function assertExact(pool: Pool): Promise<void> {
  const { total, misplaced } = await effects(pool);
  if (total !== EVENTS || misplaced !== 0) {
    throw new Error(`${total} effects of ${EVENTS} events, ${misplaced} of them out of order`);
  }
}

async function effects(pool: Pool) {
  const { rows } = await pool.query<{ total: number; misplaced: number }>(
    `select count(*)::int as total, (count(*) filter (where value <> place))::int as misplaced
     from (select value, row_number() over (partition by key order by seq) - 1 as place
           from effect) as effects`,
  );
  return rows[0] ?? { total: 0, misplaced: 0 };
}

type DeviceRegistered = ReturnType<typeof deviceRegistered.parse>;

async function withInbox({ write, over, ...round }: Round): Promise<void> {
  const handlers = [on(deviceRegistered, write)];
  const metrics = createMetrics();
  await using _worker = consume({ ...round, database: round, handlers, log, metrics });
  await over();
}

async function oneByOne({ broker, transact, consumer, write, over }: Round): Promise<void> {
  const messages = await messagesOf(broker, consumer);
  let left = EVENTS;
  for await (const msg of messages) {
    const event = deviceRegistered.parse(msg.json());
    await transact((tx) => write(tx, event));
    msg.ack();
    if (--left === 0) break;
  }
  await over();
}

interface Delivered {
  readonly msg: { ack(): void };
  readonly event: DeviceRegistered;
}

/** An aggregate has its lane, so that its events stay in order as long as nothing fails. */
async function withoutInbox({ broker, transact, consumer, write, over }: Round): Promise<void> {
  const messages = await messagesOf(broker, consumer);
  const lanes: Promise<void>[] = [];
  let left = EVENTS;
  async function handle(before: Promise<void> | undefined, { msg, event }: Delivered) {
    await before;
    await transact((tx) => write(tx, event));
    msg.ack();
  }
  for await (const msg of messages) {
    const event = deviceRegistered.parse(msg.json());
    const lane = Number.parseInt(event.data.deviceId.slice(0, 4), 16) % LANES;
    lanes[lane] = handle(lanes[lane], { msg, event });
    if (--left === 0) break;
  }
  await Promise.all(lanes);
  await over();
}

async function messagesOf({ jetstream, names }: Broker, consumer: ConsumerContract) {
  const place = await jetstream.consumers.get(
    names.stream(consumer.domain),
    names.durable(consumer),
  );
  return place.consume({ max_messages: HELD_MAX });
}

await main();
process.exit(); // The schema engine leaves a timer of ten seconds behind.
