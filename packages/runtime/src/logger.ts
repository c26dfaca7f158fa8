import { trace } from '@opentelemetry/api';
import { pino, type DestinationStream, type Logger } from 'pino';

export type { Logger };

/** Fields whose value never reaches a log line, wherever in the first two levels they stand. */
const SECRETS = [
  'password',
  'newPassword',
  'token',
  'accessToken',
  'refreshToken',
  'authorization',
  'cookie',
  'secret',
  'privateKey',
  'email',
  'phone',
].flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

export interface LoggerOptions {
  readonly level?: string;
  /** Standard output, unless a test wants to read along. */
  readonly to?: DestinationStream;
}

/** One JSON line per entry, with the ids of the active trace. */
export function createLogger(name: string, { level = 'info', to }: LoggerOptions = {}): Logger {
  const options = {
    name,
    level,
    redact: { paths: SECRETS, censor: '[redacted]' },
    mixin: () => {
      const span = trace.getActiveSpan()?.spanContext();
      return span ? { traceId: span.traceId, spanId: span.spanId } : {};
    },
  };
  return to ? pino(options, to) : pino(options);
}
