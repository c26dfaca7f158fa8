import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

const POLL_MS = 100;
const POLL_TIMEOUT_MS = 1_000;

/** What stands before the replicas of a service: each new connection goes to the next that is ready. */
export interface Balancer extends AsyncDisposable {
  readonly port: number;
  /** Sends connections there from when it is ready until it says that it is not, or does not answer. */
  add(url: string): Endpoint;
}

export interface Endpoint {
  readonly isReady: () => boolean;
  /** Nobody is sent there any more. */
  remove(): void;
}

interface Target extends Endpoint {
  readonly url: URL;
  ready: boolean;
}

/**
 * As a Kubernetes Service is: it passes bytes on and knows nothing of requests, so it cannot try one
 * again; what is connected stays connected, and it finds out late that a replica is not ready.
 */
export async function startBalancer(): Promise<Balancer> {
  const targets = new Set<Target>();
  const sockets = new Set<Socket>();
  let turn = 0;

  function next(): Target | undefined {
    const ready = [...targets].filter((target) => target.ready);
    return ready[turn++ % Math.max(1, ready.length)];
  }

  const server = createServer((client) => {
    const target = next();
    if (!target) {
      client.destroy();
      return;
    }
    join(client, connect(Number(target.url.port), target.url.hostname), sockets);
  });
  const polling = setInterval(() => targets.forEach((target) => void poll(target)), POLL_MS);
  await once(server.listen(0), 'listening');

  return {
    port: (server.address() as AddressInfo).port,
    add(url) {
      const target: Target = {
        url: new URL(url),
        ready: false,
        isReady: () => target.ready,
        remove: () => void targets.delete(target),
      };
      targets.add(target);
      return target;
    },
    async [Symbol.asyncDispose]() {
      clearInterval(polling);
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

async function poll(target: Target): Promise<void> {
  const signal = AbortSignal.timeout(POLL_TIMEOUT_MS);
  const reply = await fetch(new URL('/health/ready', target.url), { signal }).catch(
    () => undefined,
  );
  await reply?.body?.cancel();
  target.ready = reply?.ok ?? false;
}

/** Whatever ends one side ends the other. */
function join(client: Socket, upstream: Socket, sockets: Set<Socket>): void {
  for (const [from, to] of [
    [client, upstream],
    [upstream, client],
  ] as const) {
    sockets.add(from.setNoDelay());
    from.pipe(to);
    from.on('error', () => to.destroy());
    from.once('close', () => {
      sockets.delete(from);
      to.destroy();
    });
  }
}
