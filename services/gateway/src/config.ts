import { Milliseconds, Port, processConfig, ProcessEnv } from '@signalos/runtime';
import { z } from 'zod';

/** The first segments of paths that the gateway answers itself. */
const OWN_NAMES = new Set(['docs', 'events', 'health', 'metrics']);

const Count = z.coerce.number().int().min(1).max(1_000_000);
const Bytes = z.coerce
  .number()
  .int()
  .min(1)
  .max(1024 ** 3);
const Timeout = Milliseconds.min(1);

const list = (text: string) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

const isOrigin = (text: string) => URL.canParse(text) && new URL(text).origin === text;

const Upstream = z.object({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/, 'a name has lower case letters, digits and hyphens')
    .refine((name) => !OWN_NAMES.has(name), 'the gateway answers this path itself'),
  origin: z.string().refine(isOrigin, 'must be an origin, such as http://auth:3000'),
});

const Upstreams = z
  .string()
  .transform((text) =>
    list(text).map((entry) => {
      const [name = '', origin = ''] = entry.split('=');
      return { name, origin };
    }),
  )
  .pipe(z.array(Upstream).min(1))
  .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'names differ');

const Origins = z
  .string()
  .transform(list)
  .pipe(z.array(z.string().refine(isOrigin, 'must be an origin, such as https://app.example')));

const GatewayEnv = ProcessEnv.extend({
  METRICS_PORT: Port.default(9464),
  UPSTREAMS: Upstreams,
  TRUSTED_PROXY_HOPS: z.coerce.number().int().min(0).max(10).default(0),
  CORS_ORIGINS: Origins.default([]),
  CORS_CREDENTIALS: z.stringbool().default(false),
  HSTS_MAX_AGE_S: z.coerce.number().int().min(0).default(0),
  BODY_BYTES_MAX: Bytes.default(1024 ** 2),
  LIMIT_PER_ADDRESS: Count.default(3_000),
  LIMIT_PER_USER: Count.default(1_200),
  LIMIT_PER_SIGN_IN: Count.default(60),
  CONNECT_TIMEOUT_MS: Timeout.default(1_000),
  HEADERS_TIMEOUT_MS: Timeout.default(15_000),
  BODY_IDLE_TIMEOUT_MS: Timeout.default(15_000),
  TOTAL_TIMEOUT_MS: Timeout.default(60_000),
  UPSTREAM_CONCURRENCY_MAX: Count.default(256),
  CALLER_CONCURRENCY_MAX: Count.default(32),
  CONNECTIONS_MAX: Count.default(10_000),
  CLIENT_HEADERS_TIMEOUT_MS: Timeout.default(10_000),
  CLIENT_REQUEST_TIMEOUT_MS: Timeout.default(60_000),
  CIRCUIT_FAILURES_MAX: Count.default(5),
  CIRCUIT_OPEN_MS: Timeout.default(2_000),
  EVENTS_HEARTBEAT_MS: Timeout.default(15_000),
  EVENTS_STREAMS_PER_USER_MAX: Count.default(5),
});

export const GatewayConfig = GatewayEnv.transform((env) => ({
  ...processConfig(env),
  metricsPort: env.METRICS_PORT,
  upstreams: env.UPSTREAMS,
  trustedProxyHops: env.TRUSTED_PROXY_HOPS,
  cors: { origins: env.CORS_ORIGINS, credentials: env.CORS_CREDENTIALS },
  hstsMaxAgeS: env.HSTS_MAX_AGE_S,
  limits: {
    perAddress: env.LIMIT_PER_ADDRESS,
    perUser: env.LIMIT_PER_USER,
    perSignIn: env.LIMIT_PER_SIGN_IN,
  },
  proxy: {
    bodyBytesMax: env.BODY_BYTES_MAX,
    connectTimeoutMs: env.CONNECT_TIMEOUT_MS,
    headersTimeoutMs: env.HEADERS_TIMEOUT_MS,
    bodyIdleTimeoutMs: env.BODY_IDLE_TIMEOUT_MS,
    totalTimeoutMs: env.TOTAL_TIMEOUT_MS,
    concurrencyMax: env.UPSTREAM_CONCURRENCY_MAX,
    callerConcurrencyMax: env.CALLER_CONCURRENCY_MAX,
    circuit: { failuresMax: env.CIRCUIT_FAILURES_MAX, openMs: env.CIRCUIT_OPEN_MS },
  },
  clients: {
    connectionsMax: env.CONNECTIONS_MAX,
    headersTimeoutMs: env.CLIENT_HEADERS_TIMEOUT_MS,
    requestTimeoutMs: env.CLIENT_REQUEST_TIMEOUT_MS,
  },
  events: {
    heartbeatMs: env.EVENTS_HEARTBEAT_MS,
    streamsPerUserMax: env.EVENTS_STREAMS_PER_USER_MAX,
  },
}));
export type GatewayConfig = z.output<typeof GatewayConfig>;
