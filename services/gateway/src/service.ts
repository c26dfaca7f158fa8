import type { RequestListener } from 'node:http';
import { domains, type Domain } from '@signalos/contracts';
import {
  listen,
  metricsRoutes,
  openApi,
  remoteKeys,
  tokenVerifier,
  type Checks,
  type RemoteKeys,
} from '@signalos/http';
import { connectBroker, watch, type Broker } from '@signalos/messaging';
import { createMetrics, type Logger, type Registry, type Running } from '@signalos/runtime';
import express from 'express';
import { createApp } from './app.ts';
import type { GatewayConfig } from './config.ts';
import { createCors } from './cors/cors.ts';
import { documentRoutes } from './documents/document.routes.ts';
import { followDocuments } from './documents/document.worker.ts';
import { createDrain, type Drain } from './drain.ts';
import { createFront } from './front.ts';
import { limitGuard } from './limits/limit.guard.ts';
import { requestMeter } from './meter.ts';
import { openUpstreams } from './proxy/upstream.client.ts';
import { revocationHandler } from './revocations/revocation.handlers.ts';
import { createRevocations, type Revocations } from './revocations/revocations.ts';
import { routes } from './routes.ts';
import { createHub, type Hub } from './streams/hub.ts';
import { streamHandler } from './streams/stream.handlers.ts';
import { streamRoute } from './streams/stream.routes.ts';
import { createWindow, type EventWindow } from './streams/window.ts';
import { tokenGuard } from './tokens/token.guard.ts';

const name = 'gateway';
/** Longer than any token lives, and than most clients are away. */
const LOOK_BACK_MS = 15 * 60_000;
const EVENTS_MAX = 20_000;
const EVENTS_BYTES_MAX = 64 * 1024 ** 2;
const REVOKED_SESSIONS_MAX = 500_000;

const now = () => Date.now();
const clock = () => performance.now();

export interface Gateway extends Running {
  readonly metricsUrl: string;
}

/** The one place that knows how this service is put together. Read it first. */
export async function startGateway(config: GatewayConfig, log: Logger): Promise<Gateway> {
  await using stack = new AsyncDisposableStack();
  const metrics = createMetrics();
  const base: Base = { config, log, metrics, stack };
  const broker = stack.use(await connectBroker({ ...config.nats, user: name, log, metrics }));
  const keys = stack.use(remoteKeys({ url: config.auth.jwksUrl, log, metrics }));
  const memory = remember(base, broker, keys);
  const drain = createDrain(config.drainDelayMs, () => memory.hub.endWhere(() => true, 'shutdown'));

  const checks: Checks = {
    bus: broker.ready,
    keys: check(() => keys.loaded, 'not read yet'),
    revocations: check(() => memory.knows('auth'), 'not caught up'),
  };
  const handler = createHandler(base, { keys, memory, drain, checks });
  const metricsServer = await listen(
    { handler: express().use(metricsRoutes(metrics)), startDraining: () => {} },
    { port: config.metricsPort, drainDelayMs: 0 },
  );
  stack.use(metricsServer);
  const { startDraining } = drain;
  const server = stack.use(
    await listen({ handler, checkContinue: handler, startDraining }, config),
  );

  const resources = stack.move();
  return {
    url: server.url,
    metricsUrl: metricsServer.url,
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

interface Base {
  readonly config: GatewayConfig;
  readonly log: Logger;
  readonly metrics: Registry;
  /** What has to be let go of, in reverse order. */
  readonly stack: AsyncDisposableStack;
}

/** What the events of the last minutes tell. */
interface Memory {
  readonly revocations: Revocations;
  readonly window: EventWindow;
  readonly hub: Hub;
  /** Whether nothing is missing, of this domain. */
  knows(domain: Domain): boolean;
}

function remember(base: Base, broker: Broker, keys: RemoteKeys): Memory {
  const { log, metrics, stack } = base;
  const revocations = createRevocations(REVOKED_SESSIONS_MAX);
  const window = createWindow({
    entriesMax: EVENTS_MAX,
    bytesMax: EVENTS_BYTES_MAX,
    ageMaxMs: LOOK_BACK_MS,
  });
  const hub = createHub();
  const caughtUp = new Set<Domain>();
  const revoke = revocationHandler({
    revocations,
    onChange: () => hub.endWhere(({ token }) => revocations.has(token), 'session-revoked'),
    refreshKeys: () => keys.refresh(),
    isLive: () => caughtUp.has('auth'),
    log,
    metrics,
    now,
  });
  const show = streamHandler({ window, hub, now });

  for (const domain of domains) {
    const watching = watch({
      broker,
      domain,
      since: new Date(now() - LOOK_BACK_MS),
      log,
      onStart: (sequence) => window.start({ domain, sequence }),
      onEvent(event, sequence) {
        revoke(event);
        show(event, { domain, sequence });
      },
    });
    stack.use(watching);
    void watching.caughtUp.then(() => caughtUp.add(domain));
  }
  return { revocations, window, hub, knows: (domain) => caughtUp.has(domain) };
}

const check = (holds: () => boolean, otherwise: string) => () =>
  holds() ? Promise.resolve() : Promise.reject(new Error(otherwise));

interface Parts {
  readonly keys: RemoteKeys;
  readonly memory: Memory;
  readonly drain: Drain;
  readonly checks: Checks;
}

function createHandler(base: Base, { keys, memory, drain, checks }: Parts): RequestListener {
  const { config, log, metrics, stack } = base;
  const { revocations, window, hub } = memory;
  const upstreams = stack.use(openUpstreams({ ...config, log, metrics, now: clock }));
  const documents = stack.use(
    followDocuments({ ...config, own: openApi({ title: name, routes: routes() }), log }),
  );
  const verify = tokenVerifier({ issuer: config.auth.issuer, keys });
  const { isDraining, isOver } = drain;
  return createFront({
    config,
    cors: createCors(config.cors),
    limits: limitGuard({ ...config, metrics, now: clock }),
    authenticate: tokenGuard({ verify, revocations, metrics }),
    upstreams,
    isOpen: (upstream, asked) => documents.isOpen(upstream, asked),
    follow: streamRoute({
      ...config.events,
      window,
      hub,
      isReady: () => domains.every((domain) => memory.knows(domain)) && !isOver(),
      metrics,
      now,
    }),
    own: createApp({
      checks,
      isDraining,
      upstreams: () => upstreams.states(),
      routes: documentRoutes(() => documents.merged()),
      log,
    }),
    measure: requestMeter(metrics),
    isDraining,
    log,
  });
}
