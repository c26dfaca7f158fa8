import { openClients, type LoadResult } from './gateway/load.ts';
import { startHaproxy, startNginx } from './gateway/native.ts';
import { canPin, isOnPath, pinSelf, startPeer, type Measured } from './gateway/process.ts';
import { requestFrom, startGateway, startWorld, type World } from './gateway/world.ts';
import { percentile } from './measure.ts';

// What the gateway costs, with all it does (token, revocation, limits, hygiene, request id, metrics),
// beside servers and proxies that do less: requests a second and CPU time of each request under full
// load, and what it adds to the latency of a request, alone and among others. Each runs in a process
// of its own on the first core; the clients and the service behind have the second. nginx and HAProxy
// take part if they are on the PATH.
//
//   node --disable-warning=ExperimentalWarning bench/src/gateway.ts

/** Many and short, so that those who are compared meet the same moments of the machine. */
const ROUNDS = 25;
const CLIENTS = 64;
/** Before the first round, until everything that is often run is compiled. */
const WARM_UP_REQUESTS = 30_000;
const WARM_UP_MAX_MS = 10_000;
/** Before each, for the caches of the processor. */
const SETTLE_MS = 200;
const LOAD_MS = 400;
const LATENCY_ROUNDS = 7;
const LATENCY_MS = 600;
const BUSY_CLIENTS = 16;
/** 16 clients make 1,000 requests a second. */
const BUSY_EVERY_MS = 16;
const [THEIR_CORE, OUR_CORE] = [0, 1];

const GATEWAY = 'gateway, all of its policy';
const DIRECT = 'upstream itself';

interface Contender {
  readonly name: string;
  readonly process: Measured;
  /** The most that the gateway may take of the CPU time that this takes. */
  readonly target?: number;
}

async function main(): Promise<void> {
  pinSelf(OUR_CORE);
  if (!canPin) console.log('There is no taskset: nobody is kept to a core, and figures are rough.');
  await using stack = new AsyncDisposableStack();
  const world = stack.use(await startWorld());
  const upstream = stack.use(await startPeer('upstream', { core: OUR_CORE, environment: {} }));
  const contenders = await startContenders(world, upstream, stack);

  for (const contender of contenders) await warmUp(world, contender);
  await compareLoad(world, contenders);
  const all = [{ name: DIRECT, process: upstream }, ...contenders];
  await compareLatency(world, all, { clients: 1, everyMs: 0 });
  await compareLatency(world, all, { clients: BUSY_CLIENTS, everyMs: BUSY_EVERY_MS });
}

async function startContenders(
  world: World,
  upstream: Measured,
  stack: AsyncDisposableStack,
): Promise<Contender[]> {
  const place = { upstreamPort: upstream.port, core: THEIR_CORE };
  const environment = {
    UPSTREAM: `http://127.0.0.1:${upstream.port}`,
    ISSUER: world.issuer.url,
    JWKS: world.issuer.jwksUrl,
  };
  const peer = (kind: string) => startPeer(kind, { core: THEIR_CORE, environment });
  const contenders: Contender[] = [
    { name: GATEWAY, process: stack.use(await startGateway(world, place)) },
    {
      name: '@fastify/http-proxy',
      process: stack.use(await peer('fastify-http-proxy')),
      target: 0.65,
    },
    { name: 'node:http and undici, no policy', process: stack.use(await peer('undici')) },
    { name: 'http-proxy-middleware', process: stack.use(await peer('http-proxy-middleware')) },
    { name: 'Express 5, no proxy', process: stack.use(await peer('express')) },
    { name: 'Express 5 + jsonwebtoken, no proxy', process: stack.use(await peer('express-jwt')) },
  ];
  if (isOnPath('nginx', '-v')) {
    const nginx = stack.use(await startNginx(place));
    contenders.push({ name: 'nginx, plain proxy', process: nginx, target: 3 });
  } else console.log('nginx is not on the PATH, and does not take part.');
  if (isOnPath('haproxy', '-v')) {
    const haproxy = stack.use(await startHaproxy(place, world.issuer));
    contenders.push({ name: 'HAProxy, verifies the token', process: haproxy, target: 0.45 });
  } else console.log('HAProxy is not on the PATH, and does not take part.');
  return contenders;
}

interface Pace {
  readonly clients: number;
  readonly everyMs: number;
}

const requests = (world: World, count: number) =>
  Promise.all(Array.from({ length: count }, (_, user) => requestFrom(world, user)));

async function warmUp(world: World, { process: measured }: Contender): Promise<void> {
  using clients = await openClients(measured.port, await requests(world, CLIENTS));
  const until = performance.now() + WARM_UP_MAX_MS;
  let replies = 0;
  while (replies < WARM_UP_REQUESTS && performance.now() < until) {
    replies += (await clients.run({ forMs: SETTLE_MS, everyMs: 0 })).replies;
  }
}

async function compareLoad(world: World, contenders: readonly Contender[]): Promise<void> {
  const loads = new Map<string, Load[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const { name, process: measured } of contenders) {
      using clients = await openClients(measured.port, await requests(world, CLIENTS));
      await clients.run({ forMs: SETTLE_MS, everyMs: 0 });
      const before = measured.cpuMs();
      const result = await clients.run({ forMs: LOAD_MS, everyMs: 0 });
      loads.get(name)?.push(loadOf(result, measured.cpuMs() - before));
    }
  }
  console.log(
    `\n${CLIENTS} clients, as fast as they can (medians of ${ROUNDS} interleaved rounds); ` +
      'a server that is not busy all the time could do more',
  );
  const targets = new Map(contenders.map(({ name, target }) => [name, target]));
  const ours = loads.get(GATEWAY) ?? [];
  table(medians(loads), (load, name) => ({
    'requests/s': Math.round(load.perSecond),
    'to the gateway’s': ratio(loads.get(name), ours, 'perSecond'),
    'CPU µs/request': load.cpuUs.toFixed(1),
    'gateway’s CPU to it': ratio(ours, loads.get(name), 'cpuUs'),
    target: targets.get(name) ? `≤ ${targets.get(name)}` : '',
    'busy %': Math.round(load.busy * 100),
    'p50 ms': load.p50.toFixed(2),
    'p99 ms': load.p99.toFixed(2),
  }));
}

interface Load {
  readonly perSecond: number;
  readonly cpuUs: number;
  readonly busy: number;
  readonly p50: number;
  readonly p99: number;
}

function loadOf({ replies, latenciesMs, tookMs }: LoadResult, cpuMs: number): Load {
  return {
    perSecond: (replies / tookMs) * 1_000,
    cpuUs: (cpuMs / replies) * 1_000,
    busy: cpuMs / tookMs,
    p50: percentile(latenciesMs, 0.5),
    p99: percentile(latenciesMs, 0.99),
  };
}

async function compareLatency(
  world: World,
  contenders: readonly Contender[],
  { clients: count, everyMs }: Pace,
): Promise<void> {
  const loads = new Map<string, Load[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round < LATENCY_ROUNDS; round++) {
    for (const { name, process: measured } of contenders) {
      using clients = await openClients(measured.port, await requests(world, count));
      await clients.run({ forMs: SETTLE_MS, everyMs });
      loads.get(name)?.push(loadOf(await clients.run({ forMs: LATENCY_MS, everyMs }), 0));
    }
  }
  const pace = everyMs > 0 ? `${(count / everyMs) * 1_000} requests/s in all` : 'one after another';
  console.log(
    `\nLatency, ${count} connection${count > 1 ? 's' : ''}, ${pace} ` +
      `(medians of ${LATENCY_ROUNDS} interleaved rounds)`,
  );
  const median = medians(loads);
  const direct = median.get(DIRECT);
  table(median, ({ p50, p99 }) => ({
    'p50 µs': microseconds(p50),
    'p99 µs': microseconds(p99),
    'added p50 µs': microseconds(p50 - (direct?.p50 ?? 0)),
    'added p99 µs': microseconds(p99 - (direct?.p99 ?? 0)),
  }));
}

const microseconds = (ms: number) => Math.round(ms * 1_000);

/** Round by round, for a machine may be slower in one than in another; then the median. */
function ratio(one: readonly Load[] = [], other: readonly Load[] = [], figure: keyof Load): string {
  const ratios = one.map((load, round) => load[figure] / (other[round]?.[figure] ?? Number.NaN));
  return percentile(ratios, 0.5).toFixed(2);
}

/** Each figure’s own median. */
function medians(loads: ReadonlyMap<string, readonly Load[]>): Map<string, Load> {
  const of = (all: readonly Load[], pick: (load: Load) => number) => percentile(all.map(pick), 0.5);
  return new Map(
    [...loads].map(([name, all]) => [
      name,
      {
        perSecond: of(all, (load) => load.perSecond),
        cpuUs: of(all, (load) => load.cpuUs),
        busy: of(all, (load) => load.busy),
        p50: of(all, (load) => load.p50),
        p99: of(all, (load) => load.p99),
      },
    ]),
  );
}

function table(loads: ReadonlyMap<string, Load>, row: (load: Load, name: string) => object): void {
  console.table(Object.fromEntries([...loads].map(([name, load]) => [name, row(load, name)])));
}

await main();
process.exit();
