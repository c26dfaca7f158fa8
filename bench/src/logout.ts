import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sessionRevoked } from '@signalos/contracts';
import { deploy, migrationsOf } from '@signalos/database/migrations';
import { enqueue, relayOutbox, type Relay } from '@signalos/messaging';
import { createLogger, createMetrics } from '@signalos/runtime';
import { createDatabase, startPostgres, transactOver } from '@signalos/testing';
import { Pool } from 'pg';
import { openClients } from './gateway/load.ts';
import { pinSelf, startPeer, type Measured } from './gateway/process.ts';
import { requestFrom, startGateway, startWorld, type World } from './gateway/world.ts';
import { percentile } from './measure.ts';

// How long a token is still let in after its session ended: from before the transaction that says so
// begins, over the outbox and NATS, to the first 401 of a gateway that has verified the token before
// and is asked all the time. Alone, and among 1,000 requests a second of others.
//
//   node --disable-warning=ExperimentalWarning bench/src/logout.ts

const SAMPLES = 500;
const PAUSE_MS = 5;
/** Long enough that a session which never ends makes the bench fail rather than wait. */
const PATIENCE_MS = 10_000;
const BUCKETS_MS = [1, 2, 3, 5, 10, 20, 50, 100, 250, PATIENCE_MS];
const TARGET_MS = 50;
const BUSY_CLIENTS = 16;
const BUSY_EVERY_MS = 16;
const [THEIR_CORE, OUR_CORE] = [0, 1];

const log = createLogger('bench', { level: 'warn' });

async function main(): Promise<void> {
  pinSelf(OUR_CORE);
  await using stack = new AsyncDisposableStack();
  const world = stack.use(await startWorld());
  const upstream = stack.use(await startPeer('upstream', { core: OUR_CORE, environment: {} }));
  const place = { upstreamPort: upstream.port, core: THEIR_CORE };
  const gateway = stack.use(await startGateway(world, place));
  const revoke = await openOutbox(world, stack);
  const arena: Arena = { world, gateway, revoke };

  report('nobody else there', await sample(arena));
  const stop = new AbortController();
  const busy = keepBusy(arena, stop.signal);
  const samples = await sample(arena);
  stop.abort();
  await busy;
  report('1,000 requests/s beside', samples);
}

interface Arena {
  readonly world: World;
  readonly gateway: Measured;
  /** Ends a session, as auth does. */
  readonly revoke: (sessionId: string) => Promise<void>;
}

async function openOutbox(
  { broker }: World,
  stack: AsyncDisposableStack,
): Promise<Arena['revoke']> {
  const postgres = stack.use(await startPostgres());
  const database = stack.use(await createDatabase(postgres.url));
  const ledger = new URL('../../packages/messaging/test/ledger/', import.meta.url);
  await deploy(database.url, await migrationsOf(ledger));
  const pool = new Pool({ connectionString: database.url, max: 4 });
  pool.on('error', () => {});
  stack.defer(() => pool.end());
  const relay: Relay = stack.use(relayOutbox({ pool, broker, log, metrics: createMetrics() }));
  const transact = transactOver(pool);
  return async (sessionId) => {
    await transact((tx) => enqueue(tx, aRevocation(sessionId)));
    relay.wake();
  };
}

function aRevocation(sessionId: string) {
  const at = new Date();
  const tokensExpireBy = new Date(at.getTime() + 300_000).toISOString();
  return sessionRevoked.create(
    { userId: randomUUID(), sessionId, reason: 'logout', tokensExpireBy },
    { at },
  );
}

async function sample({ world, gateway, revoke }: Arena): Promise<number[]> {
  const samples: number[] = [];
  for (let n = 0; n < SAMPLES; n++) {
    const sid = randomUUID();
    const authorization = `Bearer ${await world.issuer.token({ sid })}`;
    const ask = () => statusOf(gateway, authorization);
    const status = await ask();
    if (status !== 200) throw new Error(`The token is not let in to begin with: ${status}`);

    const startedAt = performance.now();
    const revoked = revoke(sid);
    while ((await ask()) !== 401) {
      if (performance.now() - startedAt > PATIENCE_MS) throw new Error('It is let in for ever');
    }
    samples.push(performance.now() - startedAt);
    await revoked;
    await sleep(PAUSE_MS);
  }
  return samples;
}

async function statusOf({ port }: Measured, authorization: string): Promise<number> {
  const reply = await fetch(`http://127.0.0.1:${port}/compliance/trades`, {
    headers: { authorization },
  });
  await reply.arrayBuffer();
  return reply.status;
}

async function keepBusy({ world, gateway }: Arena, signal: AbortSignal): Promise<void> {
  const requests = Array.from({ length: BUSY_CLIENTS }, (_, user) => requestFrom(world, user + 1));
  using clients = await openClients(gateway.port, await Promise.all(requests));
  while (!signal.aborted) await clients.run({ forMs: 500, everyMs: BUSY_EVERY_MS });
}

function report(title: string, samples: readonly number[]): void {
  const ms = (share: number) => percentile(samples, share).toFixed(2);
  console.log(`\nFrom the end of a session to 401, ${samples.length} times, ${title}`);
  const within = (limit: number) => samples.filter((value) => value <= limit).length;
  console.table(
    BUCKETS_MS.map((limit) => ({
      'within ms': limit,
      'of all %': ((100 * within(limit)) / samples.length).toFixed(1),
    })),
  );
  console.table({
    milliseconds: {
      p50: ms(0.5),
      p90: ms(0.9),
      p99: ms(0.99),
      max: ms(1),
      'p99 target': TARGET_MS,
    },
  });
}

await main();
process.exit();
