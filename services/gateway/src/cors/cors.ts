export interface CorsOptions {
  readonly origins: readonly string[];
  readonly credentials: boolean;
}

const METHODS = 'GET, HEAD, POST, PUT, PATCH, DELETE';
const REQUEST_HEADERS = [
  'authorization',
  'content-type',
  'idempotency-key',
  'last-event-id',
  'traceparent',
  'tracestate',
  'x-request-id',
];
const REPLY_HEADERS = [
  'idempotency-replayed',
  'location',
  'ratelimit-limit',
  'ratelimit-policy',
  'ratelimit-remaining',
  'ratelimit-reset',
  'retry-after',
  'x-request-id',
];
const MAX_AGE_S = 600;

/** Decides who on the web may read replies. */
export interface Cors {
  /** What every reply to a request from there says. */
  headersFor(origin: string | undefined): Record<string, string>;
  /** What the reply to its preflight says beside that. */
  readonly preflight: Readonly<Record<string, string>>;
}

/** Only origins on the list are named, and only as the list spells them. */
export function createCors({ origins, credentials }: CorsOptions): Cors {
  const allowed = new Set(origins);
  return {
    headersFor(origin) {
      if (allowed.size === 0) return {};
      if (origin === undefined || !allowed.has(origin)) return { vary: 'Origin' };
      return {
        vary: 'Origin',
        'access-control-allow-origin': origin,
        'access-control-expose-headers': REPLY_HEADERS.join(', '),
        ...(credentials && { 'access-control-allow-credentials': 'true' }),
      };
    },
    preflight: {
      'access-control-allow-methods': METHODS,
      'access-control-allow-headers': REQUEST_HEADERS.join(', '),
      'access-control-max-age': String(MAX_AGE_S),
    },
  };
}
