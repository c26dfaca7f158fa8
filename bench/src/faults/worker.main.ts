import { setTimeout as sleep } from 'node:timers/promises';
import { deviceRegistered } from '@signalos/contracts';
import type { SqlTx, Transact } from '@signalos/database';
import { connectBroker, consume, enqueue, on, relayOutbox, type Broker } from '@signalos/messaging';
import { createLogger, createMetrics } from '@signalos/runtime';
import { transactOver } from '@signalos/testing';
import { Pool } from 'pg';
import { consumer, numbered } from './bus.ts';

// One process of the faults: `producer`, `relay` or `consumer`, as NAME begins.

const LANES = 4;
const POOL_MAX = 24;
/** As every service has them, see packages/database/src/open.ts. */
const LIMITS = {
  connectionTimeoutMillis: 2_000,
  statement_timeout: 10_000,
  lock_timeout: 4_000,
  idle_in_transaction_session_timeout: 10_000,
};
const IDLE_PAUSE_MS = 100;

const { NAME = '', DATABASE_URL = '', NATS_URL = '', NAMESPACE = '', GAP_MS = '0' } = process.env;
const log = createLogger(NAME, { level: 'silent' });
const metrics = createMetrics();

function openPool(): Pool {
  const pool = new Pool({
    connectionString: DATABASE_URL,
    application_name: NAME,
    max: POOL_MAX,
    ...LIMITS,
  });
  pool.on('error', () => {});
  pool.on('connect', (connection) => connection.on('error', () => {}));
  return pool;
}

const connect = (): Promise<Broker> =>
  connectBroker({ url: NATS_URL, user: NAME, namespace: NAMESPACE, log, metrics });

/** One transaction per event: the aggregate's number, the business row, and the outbox row. */
async function makeOne(tx: SqlTx): Promise<boolean> {
  const [next] = await tx.$queryRaw<{ key: string; made: number }[]>`
    update aggregate set made = made + 1
    where key = (select key from aggregate where made < target
                 order by random() limit 1 for update skip locked)
    returning key, made`;
  if (!next) return false;
  const { key, made } = next;
  await tx.$executeRaw`insert into made (key, value) values (${key}::uuid, ${made})`;
  await enqueue(tx, numbered(key, made));
  return true;
}

async function produce(transact: Transact): Promise<never> {
  for (;;) {
    const made = await transact(makeOne).catch(() => false);
    await sleep(made ? Number(GAP_MS) : IDLE_PAUSE_MS);
  }
}

const writeEffect = on(deviceRegistered, async (tx: SqlTx, { data: { deviceId, name } }) => {
  await tx.$executeRaw`
    insert into effect (key, value) values (${deviceId}::uuid, ${Number(name)})`;
});

/** It works until it is killed: nobody asks it to stop. */
async function main(): Promise<void> {
  const pool = openPool();
  const transact = transactOver(pool);
  if (NAME.startsWith('producer')) {
    for (let lane = 0; lane < LANES; lane++) void produce(transact);
  } else {
    const broker = await connect();
    if (NAME.startsWith('relay')) relayOutbox({ pool, broker, log, metrics });
    else {
      const database = { pool, transact };
      consume({ broker, database, consumer, handlers: [writeEffect], log, metrics });
    }
  }
  console.error('ready');
}

await main();
