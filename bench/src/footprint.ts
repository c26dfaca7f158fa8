import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { startService, type RunningService } from '@signalos/testing';
import { signUp } from '../../scripts/demo/trader.ts';
import { startBus, startDatabases } from '../../scripts/platform/servers.ts';
import { choosePorts, environmentsOf } from '../../scripts/platform/wiring.ts';
import { percentile } from './measure.ts';

// What a service takes of a machine: how long a process of it needs from its start until it is ready,
// and how much memory it holds when nobody asks for anything, and at most while it answers requests.
// Without OpenTelemetry, and with every trace exported over OTLP to a sink that throws them away.
//
//   node --disable-warning=ExperimentalWarning bench/src/footprint.ts

const STARTS = 5;
const IDLE_MS = 10_000;
const REQUESTS = 2_000;
const REQUESTS_AT_A_TIME = 16;
const SAMPLE_MS = 200;
const READY_POLL_MS = 5;
const READY_TIMEOUT_MS = 20_000;
const MIB = 1024 ** 2;

const services = new URL('../../services/', import.meta.url);

type Environment = Readonly<Record<string, string>>;

/** A service, and something cheap to ask of it. */
interface Subject {
  readonly name: string;
  readonly path: string;
  readonly environment: Environment;
}

interface Mode {
  readonly name: string;
  readonly environment: Environment;
}

interface Measured {
  readonly starts: number[];
  idleBytes: number;
  loadedBytes: number;
}

async function main(): Promise<void> {
  await using stack = new AsyncDisposableStack();
  const sink = stack.use(await startSink());
  const { subjects, authUrl } = await startSurroundings(stack);
  const modes: readonly Mode[] = [
    { name: 'off', environment: {} },
    { name: 'on', environment: sink.environment },
  ];

  const rows = modes.flatMap((mode) => subjects.map((subject) => ({ mode, subject })));
  const results = rows.map((): Measured => ({ starts: [], idleBytes: 0, loadedBytes: 0 }));
  for (let round = 0; round < STARTS; round++) {
    for (const [index, row] of rows.entries()) {
      await using started = await startUp(row.subject, row.mode);
      results[index]?.starts.push(started.ms);
    }
  }
  for (const mode of modes) {
    const memory = await memoryOf(subjects, { mode, authUrl });
    for (const [index, row] of rows.entries()) {
      if (row.mode === mode) Object.assign(results[index] ?? {}, memory.get(row.subject));
    }
    sink.assertReceived(mode === modes[0] ? [] : subjects.map(({ name }) => name));
  }

  console.log(`\nFootprint (start: median of ${STARTS}; load: ${REQUESTS} requests)`);
  console.table(
    rows.map(({ mode, subject }, index) => ({
      service: subject.name,
      OpenTelemetry: mode.name,
      'ready after ms': Math.round(percentile(results[index]?.starts ?? [], 0.5)),
      'idle MiB': Math.round((results[index]?.idleBytes ?? 0) / MIB),
      'loaded MiB': Math.round((results[index]?.loadedBytes ?? 0) / MIB),
    })),
  );
}

/** All of them at once while idle, so that this takes no longer than for one; then each under load. */
async function memoryOf(
  subjects: readonly Subject[],
  { mode, authUrl }: { mode: Mode; authUrl: string },
): Promise<ReadonlyMap<Subject, Omit<Measured, 'starts'>>> {
  await using stack = new AsyncDisposableStack();
  const running = new Map<Subject, RunningService>();
  for (const subject of subjects) {
    const { service } = stack.use(await startUp(subject, mode));
    running.set(subject, service);
  }
  await sleep(IDLE_MS);
  const memory = new Map<Subject, Omit<Measured, 'starts'>>();
  for (const [subject, service] of running) {
    memory.set(subject, { idleBytes: await residentBytes(subject, service), loadedBytes: 0 });
  }
  const { token } = await signUp(authUrl); // It does not live long.
  for (const [subject, service] of running) {
    const loadedBytes = await highestWhile(
      () => residentBytes(subject, service),
      ask(new URL(subject.path, service.url), token),
    );
    memory.set(subject, { idleBytes: memory.get(subject)?.idleBytes ?? 0, loadedBytes });
  }
  return memory;
}

async function highestWhile(read: () => Promise<number>, work: Promise<void>): Promise<number> {
  const over = new AbortController();
  const ended = work.finally(() => over.abort());
  let highest = 0;
  while (!over.signal.aborted) {
    highest = Math.max(highest, await read());
    await sleep(SAMPLE_MS, undefined, { signal: over.signal }).catch(() => {});
  }
  await ended;
  return Math.max(highest, await read());
}

async function ask(url: URL, token: string): Promise<void> {
  let left = REQUESTS;
  async function one(): Promise<void> {
    while (left-- > 0) {
      const reply = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
      const text = await reply.text();
      if (!reply.ok) throw new Error(`${url.href} answered ${reply.status}: ${text}`);
    }
  }
  await Promise.all(Array.from({ length: REQUESTS_AT_A_TIME }, one));
}

/** What the process tells of itself, where Prometheus would read it. */
async function residentBytes({ environment }: Subject, { url }: RunningService): Promise<number> {
  const port = environment['METRICS_PORT'];
  const reply = await fetch(`${port ? `http://localhost:${port}` : url}/metrics`);
  const bytes = /^process_resident_memory_bytes (\d+)/m.exec(await reply.text())?.[1];
  if (!bytes) throw new Error(`${url} does not tell its memory`);
  return Number(bytes);
}

interface Started extends AsyncDisposable {
  readonly service: RunningService;
  readonly ms: number;
}

async function startUp(subject: Subject, mode: Mode): Promise<Started> {
  const launched = performance.now();
  const service = await startService({
    directory: new URL(`${subject.name}/`, services),
    environment: { OTEL_SERVICE_NAME: subject.name, ...subject.environment, ...mode.environment },
  });
  await untilReady(service);
  const ms = performance.now() - launched;
  return { service, ms, [Symbol.asyncDispose]: () => service[Symbol.asyncDispose]() };
}

async function untilReady({ url }: RunningService): Promise<void> {
  const deadline = performance.now() + READY_TIMEOUT_MS;
  for (;;) {
    const reply = await fetch(`${url}/health/ready`);
    const text = await reply.text();
    if (reply.ok) return;
    if (performance.now() > deadline) throw new Error(`${url} is not ready: ${text}`);
    await sleep(READY_POLL_MS);
  }
}

/** The servers under the services, and an auth that stays, to sign in at. */
async function startSurroundings(stack: AsyncDisposableStack) {
  const [postgres, nats] = await Promise.all([
    startDatabases(stack, () => {}),
    startBus(stack, () => {}),
  ]);
  const shared = { LIMIT_PER_ADDRESS: '1000000', LIMIT_PER_USER: '1000000' };
  const environments = environmentsOf({ ports: await choosePorts(), postgres, nats, shared });
  const auth = stack.use(
    await startService({
      directory: new URL('auth/', services),
      environment: environments.get('auth') ?? {},
    }),
  );
  await untilReady(auth);
  const subject = (name: string, path: string): Subject => ({
    name,
    path,
    environment: { ...environments.get(name), PORT: '0' }, // Beside the auth that stays.
  });
  const subjects = [
    subject('gateway', '/auth/me'),
    subject('auth', '/auth/me'),
    subject('compliance', '/compliance/profiles'),
    subject('offline-sync', '/offline/devices'),
  ];
  return { subjects, authUrl: auth.url };
}

interface Sink extends AsyncDisposable {
  readonly environment: Environment;
  /** Throws unless it was exactly these services that sent something. */
  assertReceived(names: readonly string[]): void;
}

/** Takes whatever OTLP brings, in the encoding that is the default, and keeps nothing. */
async function startSink(): Promise<Sink> {
  const senders = new Set<string>();
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const name = /service\.name[^a-z]+([a-z-]+)/.exec(Buffer.concat(chunks).toString('latin1'));
      if (name?.[1]) senders.add(name[1]);
      res.setHeader('content-type', 'application/x-protobuf').end();
    });
  });
  await once(server.listen(0), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    environment: {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://localhost:${port}`,
      OTEL_METRICS_EXPORTER: 'none',
      OTEL_LOGS_EXPORTER: 'none',
    },
    assertReceived(names) {
      const [got, expected] = [[...senders].toSorted().join(), names.toSorted().join()];
      if (got !== expected) throw new Error(`Traces came from ${got}, not from ${expected}`);
    },
    [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      return Promise.resolve();
    },
  };
}

await main();
process.exit(); // The schema engine leaves a timer of ten seconds behind.
