import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { AppError } from '@signalos/errors';
import {
  commonErrors,
  reportProblem,
  REQUEST_ID,
  requestIdFor,
  sendProblem,
  type VerifiedToken,
} from '@signalos/http';
import type { Logger } from '@signalos/runtime';
import { clientOf, networkOf } from './clients/client.ts';
import type { Cors } from './cors/cors.ts';
import type { Exchange } from './exchange.ts';
import type { LimitGuard } from './limits/limit.guard.ts';
import { forward, hasBody, type ForwardOptions } from './proxy/forward.client.ts';
import { flawOf } from './proxy/framing.ts';
import {
  isPlain,
  isSafe,
  isServed,
  methodUnsupported,
  pathOf,
  prefixOf,
  upgradeUnsupported,
} from './proxy/target.ts';
import type { Upstream, Upstreams } from './proxy/upstream.client.ts';
import type { TokenGuard } from './tokens/token.guard.ts';

/** How long a body that nobody wants is read, so that its sender gets to see the refusal. */
const LINGER_MS = 2_000;
const PROBES = new Set(['/health/live', '/health/ready']);

export interface FrontOptions {
  readonly config: {
    readonly trustedProxyHops: number;
    readonly hstsMaxAgeS: number;
    readonly proxy: Pick<ForwardOptions, 'bodyBytesMax' | 'totalTimeoutMs'>;
  };
  readonly cors: Cors;
  readonly limits: LimitGuard;
  readonly authenticate: TokenGuard;
  readonly upstreams: Upstreams;
  /** Whether this may be asked of an upstream without a token. */
  readonly isOpen: (upstream: string, asked: { method: string; path: string }) => boolean;
  /** Answers `GET /events`. */
  readonly follow: (exchange: Exchange, token: VerifiedToken) => void;
  /** Answers everything else that is ours. */
  readonly own: RequestListener;
  readonly measure: (exchange: Exchange, upstream?: string) => void;
  readonly isDraining: () => boolean;
  readonly log: Logger;
}

type Serving = FrontOptions & { readonly forwarding: ForwardOptions };

/** What every request passes, as plain functions: Express would cost each a sixth more. */
export function createFront(options: FrontOptions): RequestListener {
  const { upstreams, measure, config, log } = options;
  const refuse = (exchange: Exchange, error: unknown) => refuseWith(log, exchange, error);
  const serving: Serving = { ...options, forwarding: { ...config.proxy, refuse } };

  return (req, res) => {
    if (distrusted.has(req.socket)) return;
    const exchange = begin(options, req, res);
    const upstream = upstreams.find(prefixOf(exchange.path));
    measure(exchange, upstream?.name);
    if (hasBody(req)) lingerOver(exchange);
    serve(serving, exchange, upstream).catch((error: unknown) => refuse(exchange, error));
  };
}

/** Connections that close after a refusal: what else came on them may be no request at all. */
const distrusted = new WeakSet<object>();

function begin(options: FrontOptions, req: IncomingMessage, res: ServerResponse): Exchange {
  const { config, cors, isDraining } = options;
  const requestId = requestIdFor(req.headers[REQUEST_ID]?.toString());
  const headers: Record<string, string> = {
    [REQUEST_ID]: requestId,
    'x-content-type-options': 'nosniff',
    ...cors.headersFor(req.headers.origin),
  };
  if (config.hstsMaxAgeS > 0) {
    headers['strict-transport-security'] = `max-age=${config.hstsMaxAgeS}; includeSubDomains`;
  }
  if (isDraining()) headers['connection'] = 'close';
  const peer = req.socket.remoteAddress ?? '';
  const client = clientOf({ peer, headers: req.headers }, config.trustedProxyHops);
  const network = networkOf(client.address);
  return {
    req,
    res,
    requestId,
    method: req.method ?? '',
    path: pathOf(req.url ?? ''),
    client,
    network,
    caller: network,
    headers,
  };
}

async function serve(
  serving: Serving,
  exchange: Exchange,
  upstream: Upstream | undefined,
): Promise<void> {
  const { limits, forwarding, follow } = serving;
  const { method, path } = exchange;
  assertWellFramed(exchange);
  if (!PROBES.has(path)) limits.countAddress(exchange);
  if (isPreflight(exchange)) {
    answerPreflight(serving, exchange);
    return;
  }
  assertServable(exchange);
  if (upstream) {
    await admit(serving, exchange, upstream);
    forward(upstream, exchange, forwarding);
  } else if (method === 'GET' && path === '/events') {
    follow(exchange, await identify(serving, exchange));
  } else answerOurselves(serving, exchange);
}

const isPreflight = ({ method, req: { headers } }: Exchange): boolean =>
  method === 'OPTIONS' &&
  headers.origin !== undefined &&
  headers['access-control-request-method'] !== undefined;

function answerPreflight({ cors }: Serving, { res, headers }: Exchange): void {
  res.writeHead(204, { ...headers, ...cors.preflight }).end();
}

function assertWellFramed({ req, headers }: Exchange): void {
  const flaw = flawOf(req);
  if (flaw === undefined) return;
  distrusted.add(req.socket);
  headers['connection'] = 'close';
  throw commonErrors.malformedRequest(flaw);
}

function assertServable({ method, req: { url = '', headers } }: Exchange): void {
  if (!isServed(method)) throw methodUnsupported(`${method} is not served`);
  if (/websocket/i.test(headers.upgrade ?? '')) {
    throw upgradeUnsupported('The connection cannot become a WebSocket');
  }
  if (!isPlain(url)) throw commonErrors.malformedRequest('The path must be absolute and plain');
}

/** Lets a request pass that is open to all, or whose caller is known. */
async function admit(serving: Serving, exchange: Exchange, upstream: Upstream): Promise<void> {
  const { method, path } = exchange;
  if (!serving.isOpen(upstream.name, { method, path })) await identify(serving, exchange);
  else if (!isSafe(method)) serving.limits.countSignIn(exchange);
}

async function identify(serving: Serving, exchange: Exchange): Promise<VerifiedToken> {
  const token = await serving.authenticate(exchange.req);
  exchange.caller = token.claims.sub;
  serving.limits.countUser(exchange, exchange.caller);
  return token;
}

function answerOurselves({ own }: Serving, exchange: Exchange): void {
  const { req, res, requestId } = exchange;
  setHeaders(exchange);
  req.headers[REQUEST_ID] = requestId;
  own(req, res);
}

function setHeaders({ res, headers }: Exchange): void {
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
}

function refuseWith(log: Logger, exchange: Exchange, error: unknown): void {
  const { res, requestId, method, path } = exchange;
  if (res.headersSent || res.destroyed) {
    res.destroy();
    return;
  }
  setHeaders(exchange);
  // What has no cause was refused by us: counted, but there may be thousands a second to log.
  const isRefusal = error instanceof AppError && error.cause === undefined;
  const failure = { error, requestId, method, path };
  sendProblem(res, reportProblem(failure, isRefusal ? NO_LOG : log));
}

const NO_LOG = { warn: () => {}, error: () => {} };

/** Closing at once would reset the connection of a client that is still sending, reply and all. */
function lingerOver({ req, res }: Exchange): void {
  res.once('finish', () => {
    if (req.complete) return;
    req.unpipe();
    req.resume();
    const impatience = setTimeout(() => req.socket.destroy(), LINGER_MS);
    req.once('close', () => clearTimeout(impatience));
  });
}
