import { once } from 'node:events';
import { createServer, type RequestListener, type ServerOptions } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Longer than any client of ours keeps an idle connection, so that the client closes first. */
const KEEP_ALIVE_MS = 75_000;
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 60_000;
const HEADER_BYTES_MAX = 16 * 1024;
/** Node would look for requests that take too long only every 30 s. */
const OVERDUE_CHECK_MS = 1_000;
/** Requests still running then are cut off. */
const CLOSE_TIMEOUT_MS = 30_000;
const SWEEP_MS = 50;

export interface ListenOptions {
  readonly port: number;
  readonly drainDelayMs: number;
  /** What one client may take of our time and memory. */
  readonly clients?: ClientLimits;
}

interface ClientLimits {
  /** From the connection, or the first byte of a later request, to the last of its headers. */
  readonly headersTimeoutMs?: number;
  /** To the last byte of its body. */
  readonly requestTimeoutMs?: number;
  /** More are closed as they come. */
  readonly connectionsMax?: number;
}

export interface Listener {
  readonly handler: RequestListener;
  /** For a request whose client waits to be asked for its body, which it may then refuse unread. */
  readonly checkContinue?: RequestListener;
  readonly startDraining: () => void;
}

export interface HttpServer extends AsyncDisposable {
  readonly url: string;
}

/**
 * Serves until disposed of. Then it says that it is going, answers for `drainDelayMs` more while
 * load balancers take note, finishes what is under way, and closes.
 */
export async function listen(
  { handler, checkContinue, startDraining }: Listener,
  { port, drainDelayMs, clients = {} }: ListenOptions,
): Promise<HttpServer> {
  const server = createServer(serverOptions(clients), handler);
  if (clients.connectionsMax !== undefined) server.maxConnections = clients.connectionsMax;
  if (checkContinue) server.on('checkContinue', checkContinue);
  server.listen(port);
  await once(server, 'listening');
  const address = server.address() as AddressInfo;

  return {
    url: `http://localhost:${address.port}`,
    async [Symbol.asyncDispose]() {
      startDraining();
      await sleep(drainDelayMs);
      const closed = once(server, 'close');
      server.close();
      // A connection whose request was under way becomes idle only now.
      const sweeping = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
      const impatience = setTimeout(() => server.closeAllConnections(), CLOSE_TIMEOUT_MS);
      await closed;
      clearInterval(sweeping);
      clearTimeout(impatience);
    },
  };
}

function serverOptions({
  headersTimeoutMs = HEADERS_TIMEOUT_MS,
  requestTimeoutMs = REQUEST_TIMEOUT_MS,
}: ClientLimits): ServerOptions {
  return {
    keepAliveTimeout: KEEP_ALIVE_MS,
    headersTimeout: headersTimeoutMs,
    requestTimeout: requestTimeoutMs,
    connectionsCheckingInterval: Math.min(OVERDUE_CHECK_MS, headersTimeoutMs, requestTimeoutMs),
    maxHeaderSize: HEADER_BYTES_MAX,
  };
}
