import { defineError } from '@signalos/errors';

export const methodUnsupported = defineError({
  kind: 'not-implemented',
  code: 'method-unsupported',
  summary: 'Nothing here uses this HTTP method.',
  fix: 'Look the route up in /openapi.json.',
});

export const upgradeUnsupported = defineError({
  kind: 'not-implemented',
  code: 'upgrade-unsupported',
  summary: 'WebSockets are not served.',
  fix: 'Follow events with `GET /events`, which is plain HTTP.',
});

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

export const isServed = (method: string): boolean => METHODS.has(method);

/** Whether it asks, and changes nothing. */
export const isSafe = (method: string): boolean => SAFE.has(method);

/** What an upstream answers, where it is not `/<name>`. */
const PREFIXES: ReadonlyMap<string, readonly string[]> = new Map([
  ['auth', ['/auth', '/2fa', '/.well-known']],
  ['offline-sync', ['/offline']],
]);

export const prefixesOf = (upstream: string): readonly string[] =>
  PREFIXES.get(upstream) ?? [`/${upstream}`];

/** `/offline/sync?dry=1` → `/offline/sync`. */
export function pathOf(target: string): string {
  const query = target.indexOf('?');
  return query < 0 ? target : target.slice(0, query);
}

/** `/offline/sync` → `/offline`. */
export function prefixOf(path: string): string {
  const end = path.indexOf('/', 1);
  return end < 0 ? path : path.slice(0, end);
}

const TARGET = /^\/[\x21-\x7e]*$/;
/** In whichever encoding, it could mean one path here and another one upstream. */
const DOT_SEGMENT = /\/(?:\.|%2e){1,2}(?:\/|$)/i;

/** Whether a request's target is a path that everybody reads in the same way. */
export const isPlain = (target: string): boolean =>
  TARGET.test(target) && !DOT_SEGMENT.test(pathOf(target));
