import { AckPolicy, DeliverPolicy, type StreamConfig } from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import { consumers, domains, type ConsumerContract, type Names } from '@signalos/contracts';
import type { Broker } from '../broker.ts';
import { ACK_WAIT_MS, HELD_MAX } from '../limits.ts';
import { assertEchoed } from './echo.ts';

const DAY_MS = 86_400_000;
/** The server forgets message ids after that; consumers' inboxes do not. */
const DEDUPE_WINDOW_MS = 2 * 60_000;
/** A letter may be buried again long after, when its acknowledgement was lost. They are few. */
const DEAD_LETTERS_DEDUPE_WINDOW_MS = DAY_MS;
/** Longer than an outbox row takes to be noticed missing, shorter than the inboxes remember. */
const EVENTS_MAX_AGE_MS = 7 * DAY_MS;
const DEAD_LETTERS_MAX_AGE_MS = 30 * DAY_MS;
/** Then the server forgets a replay that nobody reads. */
const REPLAY_MAX_IDLE_MS = DAY_MS;
const MESSAGE_BYTES_MAX = 512 * 1024;

export interface ProvisionOptions {
  /** 1, or 3 in a cluster. */
  readonly replicas: number;
  /** What one stream may fill of the disk. */
  readonly streamBytesMax: number;
}

/**
 * Creates or updates every stream and durable of the catalogue. A server that is too old drops
 * options it does not know in silence, so what it echoes is compared with what was asked.
 */
export async function provision(broker: Broker, options: ProvisionOptions): Promise<void> {
  for (const domain of domains) {
    await ensureStream(broker, {
      ...streamDefaults(options),
      name: broker.names.stream(domain),
      subjects: [broker.names.domainPattern(domain)],
      max_age: nanos(EVENTS_MAX_AGE_MS),
      deny_delete: true,
    });
  }
  await ensureStream(broker, {
    ...streamDefaults(options),
    name: broker.names.deadLetterStream(),
    subjects: [`${broker.names.namespace}.dlq.>`],
    max_age: nanos(DEAD_LETTERS_MAX_AGE_MS),
    duplicate_window: nanos(DEAD_LETTERS_DEDUPE_WINDOW_MS),
    deny_delete: false, // A redriven letter is deleted.
  });
  for (const consumer of consumers) await ensureConsumer(broker, consumer);
}

function streamDefaults({ replicas, streamBytesMax }: ProvisionOptions) {
  return {
    num_replicas: replicas,
    max_bytes: streamBytesMax,
    max_msg_size: MESSAGE_BYTES_MAX,
    duplicate_window: nanos(DEDUPE_WINDOW_MS),
    allow_direct: true,
  };
}

async function ensureStream(
  { manager }: Broker,
  config: Partial<StreamConfig> & { name: string },
): Promise<void> {
  const existing = await manager.streams.info(config.name).catch(ifMissing);
  const { config: echoed } = existing
    ? await manager.streams.update(config.name, config)
    : await manager.streams.add(config);
  assertEchoed(`stream ${config.name}`, config, echoed);
}

export async function ensureConsumer(
  { manager, names }: Broker,
  contract: ConsumerContract,
): Promise<void> {
  const stream = names.stream(contract.domain);
  const durable = names.durable(contract);
  const config = {
    ...consumerDefaults(names, contract),
    durable_name: durable,
    deliver_policy: DeliverPolicy.All,
  };
  const existing = await manager.consumers.info(stream, durable).catch(ifMissing);
  const { config: echoed } = existing
    ? await manager.consumers.update(stream, durable, config)
    : await manager.consumers.add(stream, config);
  assertEchoed(`consumer ${durable}`, config, echoed);
}

/** Puts the place in which an outside party reads anew at the first event since then. */
export async function beginReplay(
  { manager, names }: Broker,
  contract: ConsumerContract,
  since: Date,
): Promise<void> {
  const stream = names.stream(contract.domain);
  const durable = names.replay(contract);
  const config = {
    ...consumerDefaults(names, contract),
    durable_name: durable,
    deliver_policy: DeliverPolicy.StartTime,
    opt_start_time: since.toISOString(),
    inactive_threshold: nanos(REPLAY_MAX_IDLE_MS),
  };
  await manager.consumers.delete(stream, durable).catch(ifMissing);
  const { config: echoed } = await manager.consumers.add(stream, config);
  // The server writes the same time in its own way.
  const begins = new Date(echoed.opt_start_time ?? '').toISOString();
  assertEchoed(`consumer ${durable}`, config, { ...echoed, opt_start_time: begins });
}

function consumerDefaults(names: Names, contract: ConsumerContract) {
  return {
    ack_policy: AckPolicy.Explicit,
    ack_wait: nanos(ACK_WAIT_MS),
    max_ack_pending: HELD_MAX,
    max_deliver: -1, // The consumer itself counts, and buries what failed too often.
    filter_subject: names.filter(contract),
  };
}

const NOT_FOUND = 404;

function ifMissing(error: unknown): undefined {
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  if (status !== NOT_FOUND) throw error;
}
