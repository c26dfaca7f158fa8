import { parseArgs } from 'node:util';
import { errors } from '@nats-io/transport-node';
import { consumers, DEFAULT_NAMESPACE } from '@signalos/contracts';
import { OPERATOR } from '@signalos/contracts/documents';
import { createMetrics, createLogger } from '@signalos/runtime';
import { Pool } from 'pg';
import { connectBroker, type Broker } from './broker.ts';
import {
  beginReplay,
  listDeadLetters,
  provision,
  redrive,
  replayOutbox,
  skip,
  unparkOutbox,
} from './operations/index.ts';

const USAGE = `The bus, for operators. NATS_URL, NATS_PASSWORD and NATS_NAMESPACE say which.

  provision [--replicas 1] [--stream-bytes 1073741824]   create or update streams and durables
  dead-letters list                                      one JSON line each
  dead-letters redrive <number> | --all                  have it handled after all
  dead-letters skip <number>                             delete it
  subscribers replay <durable> --since <RFC 3339>        let an outside party read anew from then
  outbox replay --since <RFC 3339>                       publish again what was recorded since then
  outbox unpark                                          retry what was set aside

The outbox commands need DATABASE_URL, of the service whose outbox it is, and no NATS. The others give
up where there is no NATS; provision waits for it, because it may be started together with it.`;

const PATIENCE_MS = 10_000;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    replicas: { type: 'string', default: '1' },
    'stream-bytes': { type: 'string', default: String(1024 ** 3) },
    since: { type: 'string' },
    all: { type: 'boolean', default: false },
  },
});

async function main(): Promise<void> {
  const [area, action, number] = positionals; // A letter's number, or a durable's name.
  switch (`${area} ${action ?? ''}`.trim()) {
    case 'provision':
      return withBroker(
        async (broker) => {
          const streamBytesMax = Number(values['stream-bytes']);
          await provision(broker, { replicas: Number(values.replicas), streamBytesMax });
          console.log('Streams and durables are as the catalogue wants them');
        },
        (reason) => console.error(`${reason} yet: waiting for it`),
      );
    case 'dead-letters list':
      return withBroker(async (broker) => {
        for await (const letter of listDeadLetters(broker)) console.log(JSON.stringify(letter));
      });
    case 'dead-letters redrive':
      return withBroker(async (broker) => {
        const numbers = values.all ? await everyNumber(broker) : [sequenceOf(number)];
        for (const sequence of numbers) report('Redriven', await redrive(broker, sequence));
      });
    case 'dead-letters skip':
      return withBroker(async (broker) =>
        report('Skipped', await skip(broker, sequenceOf(number))),
      );
    case 'subscribers replay':
      return withBroker(async (broker) => {
        const contract = outsideConsumer(broker, number);
        const since = sinceOf(values.since);
        await beginReplay(broker, contract, since);
        console.log(`${broker.names.replay(contract)} begins at ${since.toISOString()}`);
      });
    case 'outbox replay':
      return withPool(async (pool) => {
        console.log(
          `${await replayOutbox(pool, sinceOf(values.since))} events will be published again`,
        );
      });
    case 'outbox unpark':
      return withPool(async (pool) => console.log(`${await unparkOutbox(pool)} events unparked`));
    default:
      throw new Error(USAGE);
  }
}

function report(
  what: string,
  { sequence, subject, durable }: { sequence: number; subject: string; durable: string },
) {
  console.log(`${what} ${sequence}: ${subject} for ${durable}`);
}

async function everyNumber(broker: Broker): Promise<number[]> {
  const letters = await Array.fromAsync(listDeadLetters(broker));
  return letters.map(({ sequence }) => sequence);
}

function sequenceOf(text = ''): number {
  if (!/^\d+$/.test(text)) throw new Error(`Which dead letter? ${USAGE}`);
  return Number(text);
}

function outsideConsumer({ names }: Broker, durable: string | undefined) {
  const outside = consumers.filter(({ tenant }) => tenant !== undefined);
  const contract = outside.find((consumer) => names.durable(consumer) === durable);
  if (!contract) throw new Error(`Whose? One of ${outside.map(names.durable).join(', ')}`);
  return contract;
}

function sinceOf(text = ''): Date {
  const since = new Date(text);
  if (Number.isNaN(since.getTime()))
    throw new Error(`--since must be a time, such as 2026-11-21T09:00:00Z`);
  return since;
}

async function withBroker(
  work: (broker: Broker) => Promise<void>,
  whenAbsent: (reason: string) => void = giveUp,
): Promise<void> {
  const { NATS_URL = 'nats://localhost:4222' } = process.env;
  const url = new URL(NATS_URL);
  const where = `${url.protocol}//${url.host}`; // Without the password that may be in it.
  const absent = setTimeout(() => whenAbsent(`No NATS at ${where} (NATS_URL)`), PATIENCE_MS);
  await using broker = await connectAsOperator(NATS_URL)
    .catch((cause: unknown) => {
      if (!(cause instanceof errors.AuthorizationError)) throw cause;
      const user = url.username || OPERATOR;
      throw new Error(`NATS at ${where} refuses the user ${user}: is NATS_PASSWORD his?`, {
        cause,
      });
    })
    .finally(() => clearTimeout(absent));
  await work(broker);
}

function connectAsOperator(url: string): Promise<Broker> {
  const { NATS_PASSWORD, NATS_NAMESPACE } = process.env;
  return connectBroker({
    url,
    user: OPERATOR,
    password: NATS_PASSWORD,
    namespace: NATS_NAMESPACE ?? DEFAULT_NAMESPACE,
    log: createLogger('bus', { level: 'warn' }),
    metrics: createMetrics(),
  });
}

/** By the exit, because the connection would go on looking for a server. */
function giveUp(reason: string): never {
  console.error(reason);
  process.exit(1);
}

async function withPool(work: (pool: Pool) => Promise<void>): Promise<void> {
  const { DATABASE_URL: connectionString } = process.env;
  if (!connectionString) throw new Error('DATABASE_URL is missing: which service’s outbox?');
  const pool = new Pool({ connectionString, max: 1 });
  try {
    await work(pool);
  } finally {
    await pool.end();
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
