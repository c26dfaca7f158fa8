import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { deploy, migrationsOf } from '@signalos/database/migrations';
import { connectBroker, type Broker } from '@signalos/messaging';
import { replayOutbox } from '@signalos/messaging/operations';
import { createLogger, createMetrics } from '@signalos/runtime';
import {
  createDatabase,
  startMortalNats,
  startMortalPostgres,
  type MortalServer,
} from '@signalos/testing';
import { Pool } from 'pg';
import { makeStreams } from './bus.ts';
import { createChaos, KINDS, type Chaos, type Kind, type Means, type Strike } from './chaos.ts';
import { startFleet } from './fleet.ts';
import { openAsker, until, type Asker } from './insist.ts';
import { isDrained, readDead, readLedger, readProgress, type Dead, type Ledger } from './ledger.ts';
import { createNoise, type Noise } from './noise.ts';
import { seeded, type Random } from './random.ts';

export interface FaultsOptions {
  readonly seed: number;
  /** At least so many are made, and each kind of blow falls at least once. */
  readonly events: number;
  readonly aggregates: number;
  /** Pause of a producer's lane between two events. */
  readonly gapMs: number;
  /** Between two blows, at most. */
  readonly strikeGapMaxMs: number;
  readonly stopMaxMs: number;
  readonly drainPatienceMs: number;
  readonly onProgress?: (text: string) => void;
}

export interface FaultsResult {
  readonly ledger: Ledger;
  readonly strikes: readonly Strike[];
  readonly malformed: readonly string[];
  /** All dead letters, those that were read before the store was wiped among them. */
  readonly dead: readonly Dead[];
  readonly replayed: number;
  readonly drainMs: number;
  /** From new events in the database to their effects, after everything. */
  readonly liveMs: number;
}

/** Makes, passes on and handles events while everything is killed in turn; then counts. */
export async function runFaults(options: FaultsOptions): Promise<FaultsResult> {
  await using stack = new AsyncDisposableStack();
  const arena = await prepare(options, stack);
  const { asker, broker, noise } = arena;
  const wiped = await wreakHavoc(options, arena);

  options.onProgress?.('healing, then waiting until all is handled');
  await arena.chaos.heal();
  const drainMs = await time(() =>
    until('drained', () => isDrained(asker, broker), options.drainPatienceMs),
  );
  const liveMs = await time(() => makeMore(arena, options));

  const dead = [...wiped.dead, ...(await readDead(broker))];
  return {
    ledger: await readLedger(asker),
    strikes: arena.chaos.strikes,
    malformed: noise.bodies,
    dead,
    replayed: wiped.replayed,
    drainMs,
    liveMs,
  };
}

interface Arena {
  readonly asker: Asker;
  readonly broker: Broker;
  readonly databaseUrl: string;
  readonly nats: MortalServer;
  readonly chaos: Chaos;
  readonly noise: Noise;
  readonly random: Random;
}

const ledgerFolder = new URL('ledger/', import.meta.url);

async function prepare(options: FaultsOptions, stack: AsyncDisposableStack): Promise<Arena> {
  const random = seeded(options.seed);
  const postgres = stack.use(await startMortalPostgres());
  const nats = stack.use(await startMortalNats());
  const { url: databaseUrl } = await createDatabase(postgres.url);
  await deploy(databaseUrl, await migrationsOf(ledgerFolder));
  const asker = stack.use(openAsker(databaseUrl));
  await asker.ask('insert into aggregate (target) select 0 from generate_series(1, $1)', [
    options.aggregates,
  ]);

  const namespace = `faults-${randomUUID()}`;
  const broker = stack.use(
    await connectBroker({
      url: nats.url,
      user: 'operator',
      namespace,
      log: createLogger('faults', { level: 'silent' }),
      metrics: createMetrics(),
    }),
  );
  await makeStreams(broker);
  const { processes } = stack.use(
    await startFleet({
      DATABASE_URL: databaseUrl,
      NATS_URL: nats.url,
      NAMESPACE: namespace,
      GAP_MS: String(options.gapMs),
    }),
  );
  const chaos = createChaos({
    processes,
    nats,
    postgres,
    asker,
    random,
    stopMaxMs: options.stopMaxMs,
    onStrike: ({ name, means, midWork }) =>
      options.onProgress?.(`${means} ${name}${midWork ? ', amid its work' : ''}`),
  });
  const noise = createNoise(asker, broker, random);
  return { asker, broker, databaseUrl, nats, chaos, noise, random };
}

type Step = (arena: Arena) => Promise<void>;
type Wiped = Pick<FaultsResult, 'dead' | 'replayed'>;

/** Rounds of everything in random order, until enough events were made; the store is wiped in the first. */
async function wreakHavoc(options: FaultsOptions, arena: Arena): Promise<Wiped> {
  const { asker, random, chaos } = arena;
  const perAggregate = Math.ceil(options.events / options.aggregates);
  await asker.ask('update aggregate set target = $1', [perAggregate]);
  const total = perAggregate * options.aggregates;
  let wiped: Wiped | undefined;
  const wipe: Step = async () => void (wiped ??= await wipeStore(arena, options));

  for (;;) {
    for (const step of random.shuffle([...blows, ...noises, ...(wiped ? [] : [wipe])])) {
      await pause(random.between(0, options.strikeGapMaxMs));
      await step(arena);
    }
    await chaos.heal();
    const { made, effects, unpublished } = await readProgress(asker);
    options.onProgress?.(`${made} events made, ${unpublished} to publish, ${effects} effects`);
    if (wiped && made >= total) return wiped;
  }
}

const MEANS: readonly Means[] = ['kill', 'stop'];

const hit =
  (kind: Kind, by: Means): Step =>
  (arena) =>
    arena.chaos.strike(kind, by);

const blows: readonly Step[] = KINDS.flatMap((kind) => MEANS.map((by) => hit(kind, by)));

const noises: readonly Step[] = [
  ({ noise }) => noise.copies(),
  ({ noise }) => noise.malformed(),
  ({ noise }) => noise.malformed(),
];

/**
 * The disk of NATS is lost. Outboxes are replayed before there are streams again: otherwise new events
 * would be in them before the old ones.
 */
async function wipeStore(
  { broker, databaseUrl, nats, chaos, noise }: Arena,
  { onProgress, drainPatienceMs }: FaultsOptions,
): Promise<Wiped> {
  await chaos.heal();
  // What was put on the bus by hand is in no outbox: it must have become a dead letter by now.
  const allBuried = async () => (await readDead(broker)).length >= noise.bodies.length;
  await until('buried', allBuried, drainPatienceMs);
  const dead = await readDead(broker);

  await nats.kill();
  await nats.wipe();
  const pool = new Pool({ connectionString: databaseUrl, max: 1 });
  const replayed = await replayOutbox(pool, new Date(0));
  await pool.end();
  await nats.start();
  await until('connected', () => broker.ready().then(() => true));
  await makeStreams(broker);
  onProgress?.(`NATS lost its store; ${replayed} events published again`);
  return { dead, replayed };
}

const LIVE_PATIENCE_MS = 15_000;

/** One more event of each aggregate, through everything. */
async function makeMore({ asker, broker }: Arena, { drainPatienceMs }: FaultsOptions) {
  const before = await readProgress(asker);
  await asker.ask('update aggregate set target = target + 1');
  const through = async () => {
    const { made, target, effects } = await readProgress(asker);
    return made === target && effects >= before.effects + (target - before.target);
  };
  await until('alive', through, LIVE_PATIENCE_MS);
  await until('drained', () => isDrained(asker, broker), drainPatienceMs);
}

async function time(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return Math.round(performance.now() - started);
}
