import { Histogram, type Registry } from '@signalos/runtime';
import type { Exchange } from './exchange.ts';
import { isServed, prefixOf } from './proxy/target.ts';

const BUCKETS_S = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const OWN = new Set(['/docs', '/events', '/health', '/openapi.json']);
/** What nginx calls a request whose client left before it was answered. */
const CLIENT_LEFT = 499;

/** Times every request under the first segment of its path, never all of it: ids would be labels without end. */
export function requestMeter(metrics: Registry): (exchange: Exchange, upstream?: string) => void {
  const duration = new Histogram({
    name: 'http_server_request_duration_seconds',
    help: 'Time from the request line to the end of the reply, but for event streams.',
    labelNames: ['method', 'upstream', 'route', 'status'],
    buckets: BUCKETS_S,
    registers: [metrics],
  });

  return ({ res, method, path }, upstream = 'gateway') => {
    const startedAt = performance.now();
    const prefix = prefixOf(path);
    const route = upstream !== 'gateway' || OWN.has(prefix) ? prefix : 'none';
    res.once('close', () => {
      const status = res.headersSent ? res.statusCode : CLIENT_LEFT;
      if (route === '/events' && status === 200) return;
      const labels = { method: isServed(method) ? method : 'other', upstream, route, status };
      duration.observe(labels, (performance.now() - startedAt) / 1_000);
    });
  };
}
