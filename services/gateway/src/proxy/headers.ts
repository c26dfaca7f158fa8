/** As they came: names in lower case. */
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Names and values by turns, as they go out. */
export type HeaderList = (string | readonly string[])[];

/** RFC 9110 §7.6.1, and what was never registered but is sent all the same: for one hop only. */
const HOP_BY_HOP = [
  'connection',
  'http2-settings',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/** Not the client's to say, or said anew by us. */
const NEVER_FORWARDED = new Set([
  ...HOP_BY_HOP,
  'expect',
  'forwarded',
  'host',
  'true-client-ip',
  'x-real-ip',
  'x-request-id',
]);

const NEVER_RETURNED = new Set([...HOP_BY_HOP, 'server', 'x-powered-by']);

/** Without them the request would be another one, so `Connection` cannot name them away. */
const PROTECTED = new Set(['authorization', 'content-length']);

const isIdentity = (name: string) =>
  name.startsWith('x-signalos-') || name.startsWith('x-forwarded-');

/** W3C trace context, of which whoever continues the trace makes its own. */
const TRACE_CONTEXT = new Set(['baggage', 'traceparent', 'tracestate']);

export interface OwnHeaders {
  readonly list: HeaderList;
  /** Whether a trace is recorded here, so that the client of undici adds where it stands. */
  readonly isTraced: boolean;
}

/** The client's headers but for those that end here, and then our own. */
export function requestHeaders(given: Headers, { list: own, isTraced }: OwnHeaders): HeaderList {
  const named = namedBy(given['connection']);
  const list: HeaderList = [];
  for (const name of Object.keys(given)) {
    const value = given[name];
    if (value === undefined || NEVER_FORWARDED.has(name) || isIdentity(name)) continue;
    if (named?.has(name) && !PROTECTED.has(name)) continue;
    if (isTraced && TRACE_CONTEXT.has(name)) continue;
    list.push(name, value);
  }
  list.push(...own);
  return list;
}

/** The upstream's headers but for those that end here; ours replace what they name. */
export function replyHeaders(given: Headers, own: Readonly<Record<string, string>>): HeaderList {
  const named = namedBy(given['connection']);
  const list: HeaderList = [];
  for (const name of Object.keys(given)) {
    const value = given[name];
    if (value === undefined || NEVER_RETURNED.has(name) || named?.has(name)) continue;
    // Who may read a reply from another origin is said in one place, and that is here.
    if (Object.hasOwn(own, name) || name.startsWith('access-control-')) continue;
    list.push(name, value);
  }
  for (const name of Object.keys(own)) list.push(name, ownValue(name, own, given));
  return list;
}

/** Replies differ by what either of us says they do. */
function ownValue(name: string, own: Readonly<Record<string, string>>, given: Headers): string {
  const value = own[name] ?? '';
  const theirs = given[name];
  return name === 'vary' && theirs !== undefined ? `${theirs.toString()}, ${value}` : value;
}

const USUAL = new Set(['close', 'keep-alive']);

/** The headers that `Connection` says are for one hop only. */
function namedBy(connection: string | readonly string[] | undefined): Set<string> | undefined {
  if (connection === undefined) return undefined;
  const text = connection.toString().toLowerCase();
  return USUAL.has(text) ? undefined : new Set(text.split(',').map((token) => token.trim()));
}
