import { startService, type Exit, type RunningService } from '@signalos/testing';
import { root } from './platform/names.ts';
import { startBus, startDatabases, type Bus, type Progress } from './platform/servers.ts';
import { choosePorts, environmentsOf } from './platform/wiring.ts';

const READY_TIMEOUT_MS = 30_000;
const READY_POLL_MS = 25;

export interface PlatformOptions {
  /** Where clients find it; any free port, unless given. */
  readonly gatewayPort?: number;
  readonly onProgress?: Progress;
  /** Told what each service logs. */
  readonly onOutput?: (service: string, text: string) => void;
  /** For all services, such as where to send telemetry. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** All of SignalOS on this machine: every service a process of its own, with real servers under it. */
export interface Platform extends AsyncDisposable {
  readonly gatewayUrl: string;
  readonly metricsUrl: string;
  readonly nats: Bus;
  readonly databases: ReadonlyMap<string, string>;
  readonly services: ReadonlyMap<string, RunningService>;
  /** Kills a service where it stands, and starts it again. */
  restart(service: string): Promise<void>;
  /** Resolves when one of the services ends that were started first, be it by `restart`. */
  readonly crashed: Promise<{ readonly service: string } & Exit>;
}

export async function startPlatform(options: PlatformOptions = {}): Promise<Platform> {
  const { onProgress = () => {} } = options;
  await using stack = new AsyncDisposableStack();

  const [postgres, nats] = await Promise.all([
    startDatabases(stack, onProgress),
    startBus(stack, onProgress),
  ]);
  const ports = await choosePorts(options.gatewayPort);
  const environments = environmentsOf({ ports, postgres, nats, shared: options.environment ?? {} });

  const services = new Map<string, RunningService>();
  const start = async (service: string, owner = stack) => {
    const running = await startService({
      directory: new URL(`services/${service}/`, root),
      environment: environments.get(service) ?? {},
      onOutput: (text) => options.onOutput?.(service, text),
    });
    services.set(service, owner.use(running));
  };
  await Promise.all([...ports.services.keys()].map((service) => start(service)));
  onProgress(`${services.size} services started`);

  const gatewayUrl = `http://localhost:${ports.services.get('gateway')}`;
  await whenReady(gatewayUrl, [...services.values()]);
  onProgress('all of them ready');

  const resources = stack.move();
  return {
    gatewayUrl,
    metricsUrl: `http://localhost:${ports.metrics}/metrics`,
    nats,
    databases: postgres,
    services,
    async restart(service) {
      const old = services.get(service);
      old?.kill('SIGKILL');
      await old?.exited;
      await start(service, resources);
    },
    crashed: Promise.race(
      [...services].map(async ([service, { exited }]) => ({ service, ...(await exited) })),
    ),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

async function whenReady(gatewayUrl: string, services: readonly RunningService[]): Promise<void> {
  const deadline = performance.now() + READY_TIMEOUT_MS;
  const urls = [gatewayUrl, ...services.map(({ url }) => url)];
  for (const url of new Set(urls)) {
    for (;;) {
      const reply = await fetch(`${url}/health/ready`).catch(() => undefined);
      if (reply?.ok) break;
      if (performance.now() > deadline)
        throw new Error(`${url} is not ready: ${await reply?.text()}`);
      await new Promise((resolve) => void setTimeout(resolve, READY_POLL_MS));
    }
  }
}
