import { Histogram, renderMetrics, type Registry } from '@signalos/runtime';
import { Router, type RequestHandler } from 'express';
import { checkHealth, type Checks } from './health.ts';

export interface OperationsOptions {
  readonly metrics: Registry;
  readonly checks: Checks;
  readonly isDraining: () => boolean;
  /** What else is told, and does not make it unready. */
  readonly details?: () => object;
}

/** Alive: the process answers. Ready: it could serve a request now. */
export function healthRoutes(options: Omit<OperationsOptions, 'metrics'>): Router {
  const { checks, isDraining, details = () => ({}) } = options;
  const routes = Router();

  routes.get('/health/live', (_req, res) => void res.json({ status: 'ok' }));
  routes.get('/health/ready', async (_req, res) => {
    const health = await checkHealth(checks);
    const ready = health.ready && !isDraining();
    res.status(ready ? 200 : 503).json({
      status: isDraining() ? 'draining' : ready ? 'ok' : 'failing',
      checks: health.checks,
      ...details(),
    });
  });
  return routes;
}

export function metricsRoutes(metrics: Registry): Router {
  const routes = Router();
  routes.get('/metrics', async (_req, res) => {
    res.type('text/plain; version=0.0.4').send(await renderMetrics(metrics));
  });
  return routes;
}

const BUCKETS_S = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Times every request under its route's pattern, never its path: ids would be labels without end. */
export function timeRequests(metrics: Registry): RequestHandler {
  const duration = new Histogram({
    name: 'http_server_request_duration_seconds',
    help: 'Time from the request line to the end of the reply.',
    labelNames: ['method', 'route', 'status'],
    buckets: BUCKETS_S,
    registers: [metrics],
  });
  return (req, res, next) => {
    const stop = duration.startTimer();
    res.once('close', () => {
      const route: unknown = res.locals['route'] ?? 'none';
      stop({ method: req.method, route: String(route), status: res.statusCode });
    });
    next();
  };
}
