import { Counter, Gauge, type Logger, type Registry } from '@signalos/runtime';
import { Pool } from 'undici';
import { createCircuit, type CircuitOptions, type CircuitState } from './circuit.ts';
import { tooManyAtOnce, upstreamOverloaded, upstreamUnavailable } from './failure.ts';
import { createPlaces, type PlacesOptions } from './places.ts';
import { prefixesOf } from './target.ts';

/** Less than the 75 s for which services keep an idle connection, so that we close first. */
const KEEP_ALIVE_MS = 60_000;
const STATES: Readonly<Record<CircuitState, number>> = { closed: 0, 'half-open': 0.5, open: 1 };

interface ConnectionOptions extends PlacesOptions {
  readonly connectTimeoutMs: number;
  /** From the end of the request to the reply's headers. */
  readonly headersTimeoutMs: number;
  /** Between two pieces of the reply. */
  readonly bodyIdleTimeoutMs: number;
  readonly circuit: CircuitOptions;
}

export interface UpstreamsOptions {
  readonly upstreams: readonly { readonly name: string; readonly origin: string }[];
  readonly proxy: ConnectionOptions;
  readonly log: Logger;
  readonly metrics: Registry;
  readonly now: () => number;
}

/** How a request ended, as far as it tells of the upstream: not answered, or only in part. */
export type Outcome = 'done' | 'failed' | 'broken' | 'abandoned';

/** A service behind us: its connections, and whether it takes requests. */
export interface Upstream {
  readonly name: string;
  readonly pool: Pool;
  /** Takes a place for a caller's request, which must `leave` again; throws when there is none. */
  enter(caller: string): void;
  /** The reply has begun. */
  answered(): void;
  leave(caller: string, outcome: Outcome): void;
  retried(): void;
  state(): CircuitState;
  running(): number;
}

export interface Upstreams extends AsyncDisposable {
  /** By the first segment of a path, such as `/auth`. */
  find(prefix: string): Upstream | undefined;
  states(): Readonly<Record<string, CircuitState>>;
}

export function openUpstreams(options: UpstreamsOptions): Upstreams {
  const meters = createMeters(options.metrics);
  const all = options.upstreams.map((upstream) => openUpstream(upstream, options, meters));
  observe(all, options.metrics);
  const byPrefix = new Map(
    all.flatMap((upstream) =>
      prefixesOf(upstream.name).map((prefix) => [prefix, upstream] as const),
    ),
  );
  return {
    find: (prefix) => byPrefix.get(prefix),
    states: () => Object.fromEntries(all.map((upstream) => [upstream.name, upstream.state()])),
    async [Symbol.asyncDispose]() {
      await Promise.all(all.map(({ pool }) => pool.destroy()));
    },
  };
}

type Meters = ReturnType<typeof createMeters>;

function createMeters(metrics: Registry) {
  const registers = [metrics];
  return {
    refused: new Counter({
      name: 'gateway_upstream_refused_total',
      help: 'Requests not sent to an upstream: its circuit was open, or it, or the caller, had enough under way.',
      labelNames: ['upstream', 'reason'] as const,
      registers,
    }),
    failures: new Counter({
      name: 'gateway_upstream_failures_total',
      help: 'Attempts that an upstream did not answer, or only in part.',
      labelNames: ['upstream', 'outcome'] as const,
      registers,
    }),
    retries: new Counter({
      name: 'gateway_upstream_retries_total',
      help: 'Requests sent once more because no connection could be made.',
      labelNames: ['upstream'] as const,
      registers,
    }),
  };
}

function observe(all: readonly Upstream[], metrics: Registry): void {
  const shared = { labelNames: ['upstream'] as const, registers: [] };
  const running = new Gauge({
    ...shared,
    name: 'gateway_upstream_requests',
    help: 'Requests under way to an upstream.',
    collect() {
      for (const upstream of all) this.set({ upstream: upstream.name }, upstream.running());
    },
  });
  const circuit = new Gauge({
    ...shared,
    name: 'gateway_upstream_circuit',
    help: '1 while an upstream is left alone because it does not answer, 0.5 when one may try.',
    collect() {
      for (const upstream of all) this.set({ upstream: upstream.name }, STATES[upstream.state()]);
    },
  });
  metrics.registerMetric(running);
  metrics.registerMetric(circuit);
}

function openUpstream(
  { name, origin }: { name: string; origin: string },
  { proxy, log, now }: UpstreamsOptions,
  meters: Meters,
): Upstream {
  const circuit = createCircuit(proxy.circuit);
  const label = { upstream: name };
  const state = () => circuit.state(now());
  const places = createPlaces(proxy);

  function fail(): void {
    const before = state();
    circuit.fail(now());
    if (before !== 'open' && state() === 'open') log.warn(label, 'circuit opened');
  }

  return {
    name,
    state,
    running: () => places.taken,
    pool: openPool(origin, proxy),
    enter(caller) {
      const shortage = places.shortage(caller);
      if (shortage) {
        meters.refused.inc({ ...label, reason: shortage });
        throw shortage === 'caller'
          ? tooManyAtOnce(`No more than ${proxy.callerConcurrencyMax} at once`, { retryAfterS: 1 })
          : upstreamOverloaded(`${name} has ${places.taken} requests under way`);
      }
      if (!circuit.enter(now())) {
        meters.refused.inc({ ...label, reason: 'circuit-open' });
        const retryAfterS = Math.ceil(proxy.circuit.openMs / 1_000);
        throw upstreamUnavailable(`${name} did not answer lately`, { retryAfterS });
      }
      places.take(caller);
    },
    answered() {
      if (state() !== 'closed') log.info(label, 'circuit closed');
      circuit.succeed();
    },
    leave(caller, outcome) {
      places.free(caller);
      if (outcome === 'failed' || outcome === 'broken') meters.failures.inc({ ...label, outcome });
      if (outcome === 'failed') fail();
      else if (outcome !== 'done') circuit.abandon();
    },
    retried: () => meters.retries.inc(label),
  };
}

function openPool(origin: string, options: ConnectionOptions): Pool {
  return new Pool(origin, {
    connections: options.concurrencyMax,
    pipelining: 1,
    allowH2: false,
    connect: { timeout: options.connectTimeoutMs },
    headersTimeout: options.headersTimeoutMs,
    bodyTimeout: options.bodyIdleTimeoutMs,
    keepAliveTimeout: KEEP_ALIVE_MS,
    keepAliveMaxTimeout: KEEP_ALIVE_MS,
  });
}
