import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** The last byte of the one body that every server here replies with, and of nothing before it. */
const END = '}'.charCodeAt(0);
const SUCCESS = Buffer.from('HTTP/1.1 200 ');

export interface Clients extends Disposable {
  run(options: RunOptions): Promise<LoadResult>;
}

interface RunOptions {
  readonly forMs: number;
  /** Between the beginnings of a client's requests; 0 sends as soon as there is a reply. */
  readonly everyMs: number;
}

export interface LoadResult {
  readonly replies: number;
  readonly latenciesMs: readonly number[];
  readonly tookMs: number;
}

/** One keep-alive connection for each of these requests, which it sends again and again. */
export async function openClients(port: number, requests: readonly string[]): Promise<Clients> {
  const clients = await Promise.all(requests.map((request) => openClient(port, request)));
  return {
    async run({ forMs, everyMs }) {
      const startedAt = performance.now();
      const until = startedAt + forMs;
      const latencies = await Promise.all(clients.map((client) => client.run(until, everyMs)));
      const latenciesMs = latencies.flat();
      return { replies: latenciesMs.length, latenciesMs, tookMs: performance.now() - startedAt };
    },
    [Symbol.dispose]() {
      for (const client of clients) client.close();
    },
  };
}

async function openClient(port: number, text: string) {
  const socket = connect(port, '127.0.0.1').setNoDelay();
  await once(socket, 'connect');
  const request = Buffer.from(text, 'latin1');
  return {
    run: (until: number, everyMs: number) =>
      everyMs > 0
        ? runPaced({ socket, request }, until, everyMs)
        : runSteadily({ socket, request }, until),
    close: () => void socket.destroy(),
  };
}

interface Connection {
  readonly socket: Socket;
  readonly request: Buffer;
}

/** No promise for each request: the one who measures must be quicker than who is measured. */
function runSteadily({ socket, request }: Connection, until: number): Promise<number[]> {
  const { promise, resolve, reject } = Promise.withResolvers<number[]>();
  const latencies: number[] = [];
  let sentAt = performance.now();
  socket.removeAllListeners();
  socket.once('close', () => reject(new Error('The server closed the connection')));
  socket.once('error', reject);
  let isBegun = false;
  socket.on('data', (chunk) => {
    if (!isBegun) assertSuccess(chunk);
    isBegun = chunk[chunk.length - 1] !== END;
    if (isBegun) return;
    const now = performance.now();
    latencies.push(now - sentAt);
    if (now >= until) {
      resolve(latencies);
      return;
    }
    sentAt = now;
    socket.write(request);
  });
  socket.write(request);
  return promise;
}

async function runPaced(connection: Connection, until: number, everyMs: number): Promise<number[]> {
  const latencies: number[] = [];
  let at = performance.now() + Math.random() * everyMs;
  while (at < until) {
    await sleep(Math.max(0, at - performance.now()));
    latencies.push(...(await runSteadily(connection, 0)));
    at += everyMs;
  }
  return latencies;
}

function assertSuccess(reply: Buffer): void {
  if (reply.compare(SUCCESS, 0, SUCCESS.length, 0, SUCCESS.length) === 0) return;
  throw new Error(`Not what is measured here: ${reply.toString('latin1', 0, 300)}`);
}
