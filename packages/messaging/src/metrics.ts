import { Counter, Gauge, Histogram, type Registry } from '@signalos/runtime';

/** What all consumers of a service report, apart by `durable`. */
export interface ConsumerMetrics {
  readonly pending: Gauge<'durable'>;
  readonly unfinished: Gauge<'durable'>;
  readonly restarts: Counter<'durable'>;
  readonly handled: Counter<'durable' | 'outcome'>;
  readonly duration: Histogram<'durable'>;
  readonly deadLetters: Counter<'durable'>;
}

const known = new WeakMap<Registry, ConsumerMetrics>();

/** The same for every consumer of a registry: Prometheus knows a metric by its name alone. */
export function consumerMetrics(registry: Registry): ConsumerMetrics {
  let metrics = known.get(registry);
  if (!metrics) {
    metrics = create(registry);
    known.set(registry, metrics);
  }
  return metrics;
}

function create(registry: Registry): ConsumerMetrics {
  const shared = { labelNames: ['durable'] as const, registers: [registry] };
  return {
    pending: new Gauge({
      ...shared,
      name: 'consumer_pending',
      help: 'Messages in the stream that were not delivered yet.',
    }),
    unfinished: new Gauge({
      ...shared,
      name: 'consumer_ack_pending',
      help: 'Messages delivered and not acknowledged yet.',
    }),
    restarts: new Counter({
      ...shared,
      name: 'consumer_restarts_total',
      help: 'Times a consumer was interrupted or stalled, and started again.',
    }),
    handled: new Counter({
      name: 'consumer_handled_total',
      help: 'Deliveries, by what became of them.',
      labelNames: ['durable', 'outcome'] as const,
      registers: [registry],
    }),
    duration: new Histogram({
      ...shared,
      name: 'consumer_handler_seconds',
      help: 'Time a handler took, with its transaction.',
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    }),
    deadLetters: new Counter({
      ...shared,
      name: 'dead_letters_total',
      help: 'Messages set aside because they could not be handled.',
    }),
  };
}
