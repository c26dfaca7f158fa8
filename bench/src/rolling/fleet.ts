import { setTimeout as sleep } from 'node:timers/promises';
import { startService, type RunningService } from '@signalos/testing';
import { namesOf, root } from '../../../scripts/platform/names.ts';
import { startBus, startDatabases } from '../../../scripts/platform/servers.ts';
import { environmentsOf } from '../../../scripts/platform/wiring.ts';
import { startBalancer, type Balancer, type Endpoint } from './balancer.ts';

const REPLICAS = 2;
const POLL_MS = 20;
const READY_TIMEOUT_MS = 60_000;
/** In a cluster 5 s. It must outlast the time in which a balancer finds out, which here is 0.1 s. */
const DRAIN_DELAY_MS = 1_000;

export type Farewell = 'SIGTERM' | 'SIGKILL';

const quiet = () => {};

/** The platform with two replicas of everything, each service behind a balancer. */
export interface Fleet extends AsyncDisposable {
  readonly gatewayUrl: string;
  readonly services: readonly string[];
  /** Replaces one replica after another; the next when the new one is ready. */
  restart(service: string, farewell: Farewell): Promise<void>;
}

interface Replica {
  readonly running: RunningService;
  readonly endpoint: Endpoint;
}

export async function startFleet(): Promise<Fleet> {
  await using stack = new AsyncDisposableStack();
  const [postgres, nats] = await Promise.all([
    startDatabases(stack, quiet),
    startBus(stack, quiet),
  ]);
  const balancers = new Map<string, Balancer>();
  for (const name of namesOf('src/main.ts')) balancers.set(name, stack.use(await startBalancer()));
  const ports = new Map([...balancers].map(([name, { port }]) => [name, port]));
  const unlimited = String(1_000_000);
  const environments = environmentsOf({
    ports: { services: ports, metrics: 0 },
    postgres,
    nats,
    shared: {
      PORT: '0',
      DRAIN_DELAY_MS: String(DRAIN_DELAY_MS),
      LIMIT_PER_ADDRESS: unlimited,
      LIMIT_PER_USER: unlimited,
    },
  });

  async function launch(service: string): Promise<Replica> {
    const running = await startService({
      directory: new URL(`services/${service}/`, root),
      environment: environments.get(service) ?? {},
    });
    const endpoint = balancers.get(service)?.add(running.url);
    if (!endpoint) throw new Error(`${service} has no balancer`);
    return { running, endpoint };
  }

  const replicas = new Map<string, Replica[]>();
  stack.defer(async () => {
    const all = [...replicas.values()].flat();
    await Promise.all(all.map(({ running }) => running.stop()));
  });
  const services = [...balancers.keys()];
  for (const service of services) {
    replicas.set(
      service,
      await Promise.all(Array.from({ length: REPLICAS }, () => launch(service))),
    );
  }
  for (const all of replicas.values()) await Promise.all(all.map(ready));

  const resources = stack.move();
  return {
    gatewayUrl: `http://localhost:${ports.get('gateway')}`,
    services,
    async restart(service, farewell) {
      for (let replica = 0; replica < REPLICAS; replica++) {
        const old = replicas.get(service)?.shift();
        const fresh = await launch(service);
        replicas.get(service)?.push(fresh);
        await ready(fresh);
        old?.running.kill(farewell);
        await old?.running.exited;
        old?.endpoint.remove();
      }
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

async function ready({ endpoint, running }: Replica): Promise<void> {
  const deadline = performance.now() + READY_TIMEOUT_MS;
  while (!endpoint.isReady()) {
    if (performance.now() > deadline) throw new Error(`${running.url} does not become ready`);
    await sleep(POLL_MS);
  }
}
