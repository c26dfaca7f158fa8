import {
  commonErrors,
  healthRoutes,
  identifyRequests,
  problemHandler,
  type Checks,
} from '@signalos/http';
import type { Logger } from '@signalos/runtime';
import express, { type Express, type Router } from 'express';

export interface AppOptions {
  readonly checks: Checks;
  readonly isDraining: () => boolean;
  /** Told beside the checks, but no reason not to be ready: others may work. */
  readonly upstreams: () => object;
  readonly routes: Router;
  readonly log: Logger;
}

/** What the gateway answers itself, but for event streams. */
export function createApp(options: AppOptions): Express {
  const { checks, isDraining, upstreams, routes, log } = options;
  const app = express().disable('x-powered-by').disable('etag');
  app.use(identifyRequests);
  app.use(healthRoutes({ checks, isDraining, details: () => ({ upstreams: upstreams() }) }));
  app.use(routes);
  app.use((req) => {
    throw commonErrors.noSuchRoute(`Nothing answers ${req.method} ${req.path}`);
  });
  return app.use(problemHandler(log));
}
