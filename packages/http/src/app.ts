import type { Registry } from '@signalos/runtime';
import express, { Router, type RequestHandler } from 'express';
import { authenticate } from './actor.ts';
import { noSuchRoute } from './errors.ts';
import type { Checks } from './health.ts';
import { openApi } from './openapi.ts';
import { healthRoutes, metricsRoutes, timeRequests } from './operations.ts';
import { problemHandler } from './problem.ts';
import { identifyRequests } from './request-id.ts';
import { mount, type Route } from './route.ts';
import type { TokenVerifier } from './token.ts';

/** The gateway: services trust what it says of the client's address, and nobody further. */
const PROXY_HOPS = 1;

export interface AppOptions {
  /** As in the documentation's title. */
  readonly name: string;
  readonly log: {
    error(fields: object, message: string): void;
    warn(fields: object, message: string): void;
  };
  readonly metrics: Registry;
  readonly verify: TokenVerifier;
  readonly routes: readonly Route[];
  /** What must work for a request to be served. */
  readonly checks: Checks;
}

export interface App {
  readonly handler: express.Express;
  /** From now on it is not ready, and asks every client to reconnect elsewhere. */
  readonly startDraining: () => void;
}

/** The HTTP side of a service: its routes, health, metrics, and its own OpenAPI document. */
export function createApp({ name, log, metrics, verify, routes, checks }: AppOptions): App {
  let draining = false;
  const isDraining = () => draining;
  const handler = express().disable('x-powered-by').disable('etag').set('trust proxy', PROXY_HOPS);

  handler.use(closeWhile(isDraining), identifyRequests);
  handler.use(healthRoutes({ checks, isDraining }), metricsRoutes(metrics));
  handler.use(timeRequests(metrics));

  const document = openApi({ title: name, routes });
  handler.get('/openapi.json', (_req, res) => void res.json(document));

  const router = Router({ caseSensitive: true, strict: true });
  for (const route of routes) mount(router, route, authenticate(verify));
  handler.use(router);

  handler.use((req) => {
    throw noSuchRoute(`Nothing answers ${req.method} ${req.path}`);
  });
  handler.use(problemHandler(log));

  return { handler, startDraining: () => void (draining = true) };
}

/** A keep-alive connection would bind its client to a process that is about to go. */
export function closeWhile(isDraining: () => boolean): RequestHandler {
  return (_req, res, next) => {
    if (isDraining()) res.set('connection', 'close');
    next();
  };
}
