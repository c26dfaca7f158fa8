import { setTimeout as sleep } from 'node:timers/promises';
import { Counter, Gauge, type Registry } from '@signalos/runtime';
import type { Pool, PoolClient } from 'pg';
import type { Broker, Log } from './broker.ts';
import { isPassing } from './nats-failure.ts';
import { LOCK_SPACE, PARTITIONS } from './partitions.ts';
import { inSpan, tracedHeaders, type TraceContext } from './tracing.ts';

/** Rows of one partition in a batch. */
const BATCH_SIZE = 250;
/** Each takes every second partition, so that one reads and writes while the other publishes. */
const LOOPS = 2;
/** A batch ends by then, whatever is left of it, so that its transaction stays short. */
const BATCH_BUDGET_MS = 3_000;
const PUBLISH_TIMEOUT_MS = 2_000;
/** How soon an event is found when nobody said that it is there, as after another replica died. */
const POLL_MS = 250;
const FAILURE_PAUSE_MS = 500;
/** Attempts after which a row that fails for good is set aside. */
const ATTEMPTS_MAX = 3;

export interface RelayOptions {
  readonly pool: Pool;
  readonly broker: Broker;
  readonly log: Log;
  readonly metrics: Registry;
}

export interface Relay extends AsyncDisposable {
  /** There is something to publish. */
  readonly wake: () => void;
}

interface OutboxRow {
  readonly seq: string;
  readonly id: string;
  readonly key: string;
  readonly type: string;
  readonly tenant: string;
  readonly payload: string;
  readonly trace: TraceContext;
  readonly attempts: number;
}

interface BatchOutcome {
  readonly published: string[];
  readonly failed: { readonly row: OutboxRow; readonly error: unknown }[];
  /** The broker is away, or the budget is spent: pause before the next batch. */
  interrupted: boolean;
}

/**
 * Publishes what is in the outbox, in the order of commits per aggregate.
 *
 * Rows are spread over partitions by the hash of their aggregate. An advisory lock gives a
 * partition to one relay at a time, so that any number of replicas may run one. A crash between
 * publishing and committing publishes again: JetStream drops the copy by its message id, and
 * consumers drop whatever outlives that window by event id.
 */
export function relayOutbox(options: RelayOptions): Relay {
  const { log } = options;
  const stopping = new AbortController();
  const published = observe(options);
  let woken = Promise.withResolvers<void>();

  async function loop(partitions: readonly number[]): Promise<void> {
    while (!stopping.signal.aborted) {
      const { promise } = woken;
      try {
        const moved = await relayBatch(options, { partitions, published });
        if (moved === 0) await pause(POLL_MS, promise, stopping.signal);
      } catch (err) {
        log.warn({ err }, 'outbox relay failed; will retry');
        await pause(FAILURE_PAUSE_MS, undefined, stopping.signal);
      }
    }
  }

  const done = Promise.all(
    Array.from({ length: LOOPS }, (_, n) => loop(PARTITIONS.filter((each) => each % LOOPS === n))),
  );
  return {
    wake() {
      woken.resolve();
      woken = Promise.withResolvers();
    },
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await done;
    },
  };
}

interface Share {
  readonly partitions: readonly number[];
  readonly published: Counter<'result'>;
}

/** Moves a batch of these partitions, but those another relay is at; returns how many rows moved. */
async function relayBatch(
  { pool, broker, log }: RelayOptions,
  { partitions, published }: Share,
): Promise<number> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    const rows = await lockBatch(client, partitions);
    const outcome = await publishBatch(rows, broker);
    await record(client, outcome, log);
    await client.query('commit');

    published.inc({ result: 'published' }, outcome.published.length);
    published.inc({ result: 'failed' }, outcome.failed.length);
    if (outcome.interrupted) throw new Error('The broker does not take events right now');
    return outcome.published.length;
  } catch (error) {
    await client.query('rollback').catch((err: unknown) => (broken = err as Error));
    throw error;
  } finally {
    client.release(broken);
  }
}

const PENDING = 'published_at is null and parked_at is null';
// Prepared once per connection, because planning them takes longer than running them.
const LOCK_PARTITIONS = {
  name: 'outbox-lock-partitions',
  text: `
    with busy as materialized (
      select slot from unnest($1::int[]) as slots (slot)
      where exists (select from platform.outbox where partition = slot and ${PENDING})
    )
    select slot from busy where pg_try_advisory_xact_lock(${LOCK_SPACE}, slot)`,
};
const READ_BATCH = {
  name: 'outbox-read-batch',
  text: `
    select batch.* from unnest($1::int[]) as mine (slot), lateral (
      select seq, id, key, type, tenant, payload::text as payload, trace, attempts
      from platform.outbox where partition = mine.slot and ${PENDING}
      order by seq limit ${BATCH_SIZE}
    ) as batch`,
};

/**
 * Locks what is pending and free, until the transaction ends, and reads it: in a statement of its own,
 * for one sees what was committed when it began, and so what the last holder noted down.
 */
async function lockBatch(
  client: PoolClient,
  partitions: readonly number[],
): Promise<readonly OutboxRow[]> {
  await client.query('begin');
  const locked = await client.query<{ slot: number }>({ ...LOCK_PARTITIONS, values: [partitions] });
  if (locked.rows.length === 0) return [];
  const slots = locked.rows.map(({ slot }) => slot);
  return (await client.query<OutboxRow>({ ...READ_BATCH, values: [slots] })).rows;
}

/** Aggregates side by side; the events of one, one after another. */
async function publishBatch(rows: readonly OutboxRow[], broker: Broker): Promise<BatchOutcome> {
  const outcome: BatchOutcome = { published: [], failed: [], interrupted: false };
  const deadline = performance.now() + BATCH_BUDGET_MS;

  async function publishInOrder(ofOneKey: readonly OutboxRow[]): Promise<void> {
    for (const row of ofOneKey) {
      if (performance.now() > deadline) return;
      try {
        await publish(row, broker);
        outcome.published.push(row.seq);
      } catch (error) {
        if (isPassing(error)) outcome.interrupted = true;
        else outcome.failed.push({ row, error });
        return;
      }
    }
  }

  const groups = Map.groupBy(rows, (row) => row.key);
  await Promise.all([...groups.values()].map(publishInOrder));
  return outcome;
}

async function publish({ id, type, tenant, payload, trace }: OutboxRow, broker: Broker) {
  await inSpan({ name: type, kind: 'publish', from: trace }, () =>
    broker.jetstream.publish(broker.names.eventSubject({ type, tenantid: tenant }), payload, {
      msgID: id,
      timeout: PUBLISH_TIMEOUT_MS,
      headers: tracedHeaders({ 'content-type': 'application/cloudevents+json' }),
    }),
  );
}

async function record(client: PoolClient, outcome: BatchOutcome, log: Log): Promise<void> {
  const { published, failed } = outcome;
  if (published.length > 0) {
    await client.query(
      'update platform.outbox set published_at = clock_timestamp() where seq = any($1)',
      [published],
    );
  }
  for (const { row, error } of failed) {
    const parked = row.attempts + 1 >= ATTEMPTS_MAX;
    await client.query(
      `update platform.outbox set attempts = attempts + 1, last_error = $2,
         parked_at = case when $3 then clock_timestamp() end
       where seq = $1`,
      [row.seq, String(error).slice(0, 1_000), parked],
    );
    const fields = { err: error, eventId: row.id, type: row.type };
    if (parked) log.error(fields, 'event parked: it cannot be published');
    else log.warn(fields, 'event refused; will retry');
  }
}

function observe({ pool, metrics }: RelayOptions): Counter<'result'> {
  const gauge = (name: string, help: string, sql: string) =>
    new Gauge({
      name,
      help,
      registers: [metrics],
      async collect() {
        const { rows } = await pool.query<{ value: number }>(`select (${sql})::float8 as value`);
        this.set(rows[0]?.value ?? 0);
      },
    });
  const pending = `from platform.outbox where ${PENDING}`;
  gauge('outbox_unpublished', 'Events not published yet.', `select count(*) ${pending}`);
  gauge(
    'outbox_oldest_seconds',
    'Age of the oldest event not published yet.',
    `select coalesce(extract(epoch from clock_timestamp() - min(created_at)), 0) ${pending}`,
  );
  gauge(
    'outbox_parked',
    'Events set aside because they cannot be published.',
    'select count(*) from platform.outbox where parked_at is not null',
  );
  return new Counter({
    name: 'outbox_publish_total',
    help: 'Events published, and attempts that failed.',
    labelNames: ['result'],
    registers: [metrics],
  });
}

async function pause(ms: number, woken: Promise<void> | undefined, stop: AbortSignal) {
  const timer = new AbortController();
  const signal = AbortSignal.any([stop, timer.signal]);
  await Promise.race([sleep(ms, undefined, { signal }).catch(() => {}), ...(woken ? [woken] : [])]);
  timer.abort();
}
