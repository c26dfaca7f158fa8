import { setTimeout as sleep } from 'node:timers/promises';
import type { ConsumerContract } from '@signalos/contracts';
import type { SqlTx, Transact } from '@signalos/database';
import type { Registry } from '@signalos/runtime';
import type { Pool } from 'pg';
import { attempt, keyOf, type Attempt, type Stored } from './attempt.ts';
import { beginningsOf } from './beginnings.ts';
import type { Broker, Log } from './broker.ts';
import { catchUp } from './catch-up.ts';
import { bury } from './dead-letter.ts';
import type { DeliveryOptions } from './delivery.ts';
import type { Handler } from './inbox.ts';
import { consumerMetrics } from './metrics.ts';
import { pull } from './pull.ts';
import { takeLease } from './single-active.ts';

const RESTART_PAUSE_MS = 500;

export interface ConsumerOptions<Tx extends SqlTx> {
  readonly broker: Broker;
  readonly database: { readonly pool: Pool; readonly transact: Transact<Tx> };
  readonly consumer: ConsumerContract;
  readonly handlers: readonly Handler<Tx>[];
  readonly log: Log;
  readonly metrics: Registry;
}

export interface Worker extends AsyncDisposable {
  /** Rejects when it makes no progress though there is work. */
  readonly ready: () => Promise<void>;
}

/**
 * Follows a stream by a durable pull consumer: at-least-once delivery, one effect, and the events
 * of one aggregate in order, also across retries, crashes and replicas.
 *
 * One replica is active at a time. Taking over, it first re-reads what its predecessor may have left
 * unfinished, because JetStream would deliver newer events before it delivers those again. So it does
 * after it lost the connection: the server may have forgotten what it said, or all it had.
 */
export function consume<Tx extends SqlTx>(options: ConsumerOptions<Tx>): Worker {
  const { broker, database, consumer, log } = options;
  const durable = broker.names.durable(consumer);
  const stream = broker.names.stream(consumer.domain);
  const metrics = consumerMetrics(options.metrics);
  const stopping = new AbortController();
  const edge = edgeOf(options, durable);
  let flowing = true;
  const onProgress = (ok: boolean) => void (flowing = ok);

  async function beActive(lost: AbortSignal): Promise<void> {
    const { connectionLost } = broker;
    const stop = AbortSignal.any([stopping.signal, lost, connectionLost]);
    const place = await broker.jetstream.consumers.get(stream, durable);
    await catchUp({ place, stream, durable, broker, pool: database.pool, stop, ...edge });
    await pull({ place, durable, metrics, log, stop, connectionLost, onProgress, ...edge });
  }

  async function loop(): Promise<void> {
    const { signal } = stopping;
    const name = `${broker.names.namespace}/${durable}`;
    for (;;) {
      await using lease = await takeLease({ pool: database.pool, name, log, stop: signal });
      if (!lease) return;
      await beActive(lease.lost).catch((err: unknown) => {
        log.warn({ err, durable }, 'consumer interrupted; will restart');
      });
      if (!signal.aborted) metrics.restarts.inc({ durable });
      await sleep(RESTART_PAUSE_MS, undefined, { signal }).catch(() => {});
    }
  }

  const done = loop();
  return {
    ready: () =>
      flowing ? Promise.resolve() : Promise.reject(new Error(`${durable} makes no progress`)),
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await done;
    },
  };
}

type Edge = Pick<DeliveryOptions, 'bury' | 'keyOf' | 'beginnings'> & {
  readonly attempt: (msg: Stored) => Promise<Attempt>;
};

/** Where messages meet handlers, with everything measured. */
function edgeOf<Tx extends SqlTx>(options: ConsumerOptions<Tx>, durable: string): Edge {
  const { broker, database, consumer, handlers, log } = options;
  const metrics = consumerMetrics(options.metrics);
  const attemptOptions = { transact: database.transact, handlers, durable, log };

  return {
    keyOf,
    beginnings: beginningsOf(database.pool, durable),
    async attempt(msg) {
      const stop = metrics.duration.startTimer({ durable });
      const result = await attempt(attemptOptions, msg);
      stop();
      metrics.handled.inc({ durable, outcome: result.outcome });
      return result;
    },
    async bury(msg, reason) {
      await bury(broker, consumer, { msg, reason });
      metrics.deadLetters.inc({ durable });
      log.error({ durable, subject: msg.subject, reason }, 'message became a dead letter');
    },
  };
}
