import { collectDefaultMetrics, Registry, register } from 'prom-client';

export { Counter, Gauge, Histogram, Registry } from 'prom-client';

collectDefaultMetrics(); // Of the process: into the global registry, once.

/** The metrics of one service; several may live in a process, as they do in tests. */
export function createMetrics(): Registry {
  return new Registry();
}

/** What a scrape gets: the service's metrics and its process's, as Prometheus reads them. */
export function renderMetrics(metrics: Registry): Promise<string> {
  return Registry.merge([register, metrics]).metrics();
}
