import { randomUUID } from 'node:crypto';
import { deviceRegistered } from '@signalos/contracts';
import { enqueue } from '@signalos/messaging';
import { createLogger } from '@signalos/runtime';
import { transactOver, withClient } from '@signalos/testing';
import type { Pool } from 'pg';
import { connect, type Tx } from '../../services/offline-sync/src/db.ts';
import { insertDevice } from '../../services/offline-sync/src/devices/device.store.ts';
import { percentile } from './measure.ts';
import { openBenchDatabase } from './servers.ts';

// What a business transaction costs, and what its event adds to it: a device is inserted and announced
// as offline-sync does it, through Prisma; the same without the event; and both without Prisma. After
// each round, all rows have to be there. PostgreSQL is that of the tests, which does not wait for the
// disk: where it does, every contender waits as long for its one commit.
//
//   node --disable-warning=ExperimentalWarning bench/src/transaction.ts

const ROUNDS = 5;
const WIDTHS = [
  { width: 1, times: 500 },
  { width: 16, times: 1_500 },
] as const;
/** One for each that runs; what waiting for a connection takes is not the question here. */
const POOL_MAX = 16;

interface Contender {
  readonly name: string;
  readonly announces: boolean;
  readonly transact: () => Promise<void>;
}

interface Load {
  readonly width: number;
  readonly times: number;
}

interface Result {
  readonly name: string;
  readonly rates: number[];
  readonly p50s: number[];
  readonly p99s: number[];
}

async function main(): Promise<void> {
  await using stack = new AsyncDisposableStack();
  const folder = new URL('../../services/offline-sync/', import.meta.url);
  const { url, pool } = await openBenchDatabase(stack, { folder, poolMax: POOL_MAX });
  const log = createLogger('bench', { level: 'warn' });
  const prisma = stack.use(connect({ url, poolMax: POOL_MAX, name: 'bench', log }));

  const contenders = contendersOver(prisma.transact, pool);
  for (const load of WIDTHS) {
    for (const contender of contenders) await play(url, contender, load); // Warm-up.
    await compareTransactions(url, contenders, load);
  }
}

type Transact = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;

function contendersOver(transact: Transact, pool: Pool): readonly Contender[] {
  const transactPlainly = transactOver(pool);
  return [
    {
      name: 'Prisma, with its event',
      announces: true,
      transact: () =>
        transact(async (tx) => {
          const device = aDevice();
          await insertDevice(tx, device);
          await enqueue(tx, announcementOf(device));
        }),
    },
    {
      name: 'Prisma, without',
      announces: false,
      transact: () => transact((tx) => insertDevice(tx, aDevice())),
    },
    {
      name: 'pg, with its event',
      announces: true,
      transact: () =>
        transactPlainly(async (tx) => {
          const device = aDevice();
          const { id, userId, name, platform, registeredAt, mode } = device;
          await tx.$executeRaw`
            insert into device (id, user_id, name, platform, registered_at, mode)
            values (${id}, ${userId}, ${name}, ${platform}, ${registeredAt}, ${mode})`;
          await enqueue(tx, announcementOf(device));
        }),
    },
  ];
}

const aDevice = () => ({
  id: randomUUID(),
  userId: randomUUID(),
  name: 'phone',
  platform: 'android',
  registeredAt: new Date(),
  mode: 'auto' as const,
  modeReason: null,
  modeUntil: null,
  lastSyncAt: null,
});

function announcementOf({ id, userId, name, registeredAt: at }: ReturnType<typeof aDevice>) {
  const data = { deviceId: id, userId, name, registeredAt: at.toISOString() };
  return deviceRegistered.create(data, { at });
}

async function compareTransactions(
  url: string,
  contenders: readonly Contender[],
  load: Load,
): Promise<void> {
  const results = contenders.map(({ name }): Result => ({ name, rates: [], p50s: [], p99s: [] }));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, contender] of contenders.entries()) {
      const { seconds, samples } = await play(url, contender, load);
      results[index]?.rates.push(load.times / seconds);
      results[index]?.p50s.push(percentile(samples, 0.5));
      results[index]?.p99s.push(percentile(samples, 0.99));
    }
  }
  show(load, results);
}

const median = (values: readonly number[] = []) => percentile(values, 0.5);

function show({ width }: Load, results: readonly Result[]): void {
  const first = median(results[0]?.rates);
  console.log(
    `\nBusiness transaction, ${width} at a time (median of ${ROUNDS} interleaved rounds)`,
  );
  console.table(
    Object.fromEntries(
      results.map(({ name, rates, p50s, p99s }) => [
        name,
        {
          'tx/s': Math.round(median(rates)),
          ratio: (median(rates) / first).toFixed(2),
          'p50 ms': median(p50s).toFixed(2),
          'p99 ms': median(p99s).toFixed(2),
        },
      ]),
    ),
  );
}

/** One contender on empty tables, `width` at a time, each waiting for its last to end. */
async function play(url: string, { name, announces, transact }: Contender, load: Load) {
  await withClient(url, (client) =>
    client.query('truncate device, platform.outbox restart identity cascade'),
  );
  const samples: number[] = [];
  let left = load.times;
  async function work(): Promise<void> {
    while (left-- > 0) {
      const started = performance.now();
      await transact();
      samples.push(performance.now() - started);
    }
  }
  const started = performance.now();
  await Promise.all(Array.from({ length: load.width }, work));
  const seconds = (performance.now() - started) / 1_000;

  const { devices, events } = await rowsAt(url);
  if (devices !== load.times || events !== (announces ? load.times : 0)) {
    throw new Error(`${name}: ${devices} devices and ${events} events of ${load.times}`);
  }
  return { seconds, samples };
}

interface Rows {
  readonly devices: number;
  readonly events: number;
}

async function rowsAt(url: string): Promise<Rows> {
  const { rows } = await withClient(url, (client) =>
    client.query<Rows>(
      `select (select count(*) from device)::int as devices,
         (select count(*) from platform.outbox)::int as events`,
    ),
  );
  return rows[0] ?? { devices: 0, events: 0 };
}

await main();
process.exit(); // The schema engine leaves a timer of ten seconds behind.
