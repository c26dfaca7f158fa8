export {
  loadConfig,
  Milliseconds,
  Port,
  processConfig,
  ProcessEnv,
  ServiceConfig,
  serviceConfig,
  ServiceEnv,
} from './config.ts';
export { createLogger, type Logger } from './logger.ts';
export { Counter, createMetrics, Gauge, Histogram, Registry, renderMetrics } from './metrics.ts';
export { run, type Program, type Running } from './run.ts';
