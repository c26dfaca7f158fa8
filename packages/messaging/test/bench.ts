import { randomUUID } from 'node:crypto';
import {
  defineConsumer,
  deviceRegistered,
  type ConsumerContract,
  type Event,
} from '@signalos/contracts';
import type { SqlTx, Transact } from '@signalos/database';
import { connectBroker, enqueue, on, type Broker, type Handler } from '@signalos/messaging';
import { ensureConsumer } from '@signalos/messaging/operations';
import { createLogger, createMetrics, type Registry } from '@signalos/runtime';
import { startBus, startDatabase, transactOver, type TestBus } from '@signalos/testing';
import { Pool } from 'pg';

const ledger = new URL('ledger/', import.meta.url);

export const log = createLogger('test', { level: 'silent' });

/** A database with a ledger, a corner of the bus, and no service around them. */
export interface Bench extends AsyncDisposable {
  readonly bus: TestBus;
  readonly broker: Broker;
  readonly databaseUrl: string;
  readonly pool: Pool;
  readonly transact: Transact;
  readonly metrics: Registry;
  /** A consumer of `offline_sync`, of which no other test knows. */
  readonly consumer: ConsumerContract;
  /** Records events as a service would, each in a transaction of its own. */
  record(...events: readonly Event[]): Promise<void>;
  /** What handlers wrote, in order. */
  effects(): Promise<Effect[]>;
  /** A second one of everything that a replica has. */
  replica(): Promise<{ broker: Broker; pool: Pool; metrics: Registry } & AsyncDisposable>;
}

interface Effect {
  readonly key: string;
  readonly value: number;
}

export async function startBench(): Promise<Bench> {
  await using stack = new AsyncDisposableStack();
  const database = stack.use(await startDatabase(ledger));
  const bus = stack.use(await startBus());

  const connectReplica = async () => {
    const pool = new Pool({ connectionString: database.url, max: 10 });
    pool.on('error', () => {});
    const metrics = createMetrics();
    const broker = await connectBroker({ ...bus, user: 'test', log, metrics });
    return {
      pool,
      metrics,
      broker,
      async [Symbol.asyncDispose]() {
        await broker[Symbol.asyncDispose]();
        await pool.end();
      },
    };
  };
  const { pool, broker, metrics } = stack.use(await connectReplica());
  const transact = transactOver(pool);
  const consumer = defineConsumer({
    service: 'test',
    purpose: 'ledger',
    version: 1,
    events: [deviceRegistered, deviceRegistered],
  });
  await ensureConsumer(broker, consumer);

  const resources = stack.move();
  return {
    bus,
    broker,
    databaseUrl: database.url,
    pool,
    transact,
    metrics,
    consumer,
    async record(...events) {
      for (const event of events) await transact((tx) => enqueue(tx, event));
    },
    async effects() {
      return (await pool.query<Effect>('select key, value from effect order by seq')).rows;
    },
    replica: connectReplica,
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

/** An event of one aggregate with a number in it, by which order is checked. */
export function numbered(value: number, deviceId: string = randomUUID()): Event {
  return deviceRegistered.create(
    { deviceId, userId: randomUUID(), name: String(value), registeredAt: new Date().toISOString() },
    { at: new Date() },
  );
}

type Interfere = (value: number) => Promise<void> | void;

/** Writes the number into the ledger; `interfere` may fail it first. */
export function writeLedger(interfere: Interfere = () => {}): Handler<SqlTx> {
  return on(deviceRegistered, async (tx: SqlTx, { data: { deviceId, name } }) => {
    await interfere(Number(name));
    await tx.$executeRaw`insert into effect (key, value) values (${deviceId}, ${Number(name)})`;
  });
}
