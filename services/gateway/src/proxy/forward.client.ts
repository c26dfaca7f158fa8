import type { IncomingMessage } from 'node:http';
import { Transform } from 'node:stream';
import { trace } from '@opentelemetry/api';
import type { AppError } from '@signalos/errors';
import { commonErrors } from '@signalos/http';
import type { Dispatcher } from 'undici';
import type { Exchange } from '../exchange.ts';
import { isTimeout, isUpstreamFault, toFailure, upstreamTimeout } from './failure.ts';
import { replyHeaders, requestHeaders, type HeaderList, type Headers } from './headers.ts';
import type { Outcome, Upstream } from './upstream.client.ts';

/** Gives an upstream that is being restarted, or its successor, a moment. */
const RETRY_PAUSE_MS = 50;

/** Sends the headers ahead of a first piece that may be long in coming; `flushHeaders` knows only UTF-8. */
const NOTHING = Buffer.alloc(0);

export interface ForwardOptions {
  readonly bodyBytesMax: number;
  /** From the start of a request to the end of its reply, unless that is an event stream. */
  readonly totalTimeoutMs: number;
  /** Replies with the problem that an error is. */
  readonly refuse: (exchange: Exchange, error: unknown) => void;
}

/** A request on its way, over one attempt or two. */
interface Passage {
  readonly upstream: Upstream;
  readonly exchange: Exchange;
  readonly options: ForwardOptions;
  readonly request: Dispatcher.DispatchOptions;
  readonly deadline: NodeJS.Timeout;
  mayRetry: boolean;
  /** Of the attempt under way, once it has a connection. */
  controller: Dispatcher.DispatchController | undefined;
  /** Why it must not go on. */
  stopped: Error | undefined;
}

/**
 * Passes a request on to an upstream and its reply back, piece by piece: nothing is kept, and
 * whoever is slow slows the other down. Throws when it cannot be passed on at all.
 */
export function forward(upstream: Upstream, exchange: Exchange, options: ForwardOptions): void {
  const { req, res } = exchange;
  if (res.destroyed) return;
  assertFits(req, options.bodyBytesMax);
  upstream.enter(exchange.caller);
  if (req.headers.expect !== undefined) res.writeContinue();

  const passage: Passage = {
    upstream,
    exchange,
    options,
    request: requestOf(exchange, options.bodyBytesMax),
    deadline: setTimeout(() => expire(passage), options.totalTimeoutMs),
    mayRetry: isRepeatable(req),
    controller: undefined,
    stopped: undefined,
  };
  res.once('close', () => cleanUp(passage));
  attempt(passage);
}

const tooLate = ({ name }: Upstream) => upstreamTimeout(`${name} took too long`);

/** At once, or as soon as there is something to stop. */
function stop(passage: Passage, reason: Error): void {
  passage.stopped = reason;
  passage.controller?.abort(reason);
}

/** Also when all that is missing is a client that reads. */
function expire(passage: Passage): void {
  const { upstream, exchange } = passage;
  stop(passage, tooLate(upstream));
  if (exchange.res.headersSent) exchange.res.destroy();
}

function cleanUp(passage: Passage): void {
  clearTimeout(passage.deadline);
  if (passage.exchange.res.writableFinished) return;
  stop(passage, new Error('The client went away'));
  if (passage.request.body instanceof Transform) passage.request.body.destroy();
}

function requestOf(exchange: Exchange, bytesMax: number): Dispatcher.DispatchOptions {
  const { req } = exchange;
  return {
    path: req.url ?? '/',
    method: req.method ?? 'GET',
    headers: requestHeaders(req.headers, {
      list: ownHeaders(exchange),
      isTraced: trace.getActiveSpan() !== undefined,
    }) as string[],
    body: hasBody(req) ? req.pipe(counting(bytesMax)) : null,
  };
}

function ownHeaders({ client, requestId }: Exchange): HeaderList {
  const { address, protocol, host } = client;
  return [
    'x-forwarded-for',
    address,
    'x-forwarded-proto',
    protocol,
    'x-forwarded-host',
    host,
    'x-request-id',
    requestId,
  ];
}

export const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

function assertFits({ headers }: IncomingMessage, bytesMax: number): void {
  if (Number(headers['content-length'] ?? 0) > bytesMax) throw tooLarge(bytesMax);
}

/** Of a body that does not say how long it is, this finds out. */
function counting(bytesMax: number): Transform {
  let bytes = 0;
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > bytesMax) done(tooLarge(bytesMax));
      else done(null, chunk);
    },
  });
  // It may fail while no attempt is under way to hear of it; the next one does.
  return counter.on('error', () => {});
}

const tooLarge = (limit: number) =>
  commonErrors.bodyTooLarge(`The body may have ${limit} bytes at most`, { limit });

/** It changes nothing, or it is done once however often it is sent. */
const isRepeatable = ({ method, headers }: IncomingMessage): boolean =>
  method === 'GET' || method === 'HEAD' || headers['idempotency-key'] !== undefined;

function attempt(passage: Passage): void {
  const { upstream, exchange, request } = passage;
  const { res } = exchange;
  let isConnected = false;

  upstream.pool.dispatch(request, {
    onRequestStart(controller) {
      isConnected = true;
      passage.controller = controller;
      if (passage.stopped) controller.abort(passage.stopped);
    },
    onResponseStart(_controller, status, headers) {
      if (status >= 200) begin(passage, status, headers);
    },
    onResponseData(controller, chunk) {
      if (res.write(chunk)) return;
      controller.pause();
      res.once('drain', () => controller.resume());
    },
    onResponseEnd() {
      upstream.leave(exchange.caller, 'done');
      res.end();
    },
    onResponseError(_controller, error) {
      if (isConnected) fail(passage, error);
      else retryOrFail(passage, error);
    },
  });
}

function begin({ upstream, exchange, deadline }: Passage, status: number, headers: Headers): void {
  const { res } = exchange;
  upstream.answered();
  res.writeHead(status, replyHeaders(headers, exchange.headers) as string[]);
  if (headers['content-length'] === undefined) res.write(NOTHING);
  if (headers['content-type']?.toString().startsWith('text/event-stream')) clearTimeout(deadline);
}

/** Nothing was sent, so sending it does no harm, and nothing of the body is lost. */
function retryOrFail(passage: Passage, error: Error): void {
  const { upstream, exchange, options } = passage;
  const isWorthIt = isUpstreamFault(toFailure(upstream.name, error)) && !passage.stopped;
  if (!passage.mayRetry || !isWorthIt) {
    fail(passage, error);
    return;
  }
  passage.mayRetry = false;
  upstream.leave(exchange.caller, 'failed');
  setTimeout(() => {
    if (exchange.res.destroyed) return;
    try {
      upstream.enter(exchange.caller);
    } catch (refusal) {
      options.refuse(exchange, refusal);
      return;
    }
    upstream.retried();
    attempt(passage);
  }, RETRY_PAUSE_MS);
}

function fail(passage: Passage, error: Error): void {
  const { upstream, exchange, options } = passage;
  const failure = toFailure(upstream.name, error);
  upstream.leave(exchange.caller, outcomeOf(passage, failure));
  if (exchange.res.headersSent) exchange.res.destroy();
  else if (!exchange.res.destroyed) options.refuse(exchange, failure);
}

/** A client that left, or that reads or sends slowly, says nothing of the upstream. */
function outcomeOf({ exchange: { req, res }, stopped }: Passage, failure: AppError): Outcome {
  if (!isUpstreamFault(failure) || res.destroyed) return 'abandoned';
  if (res.headersSent) return stopped ? 'abandoned' : 'broken';
  return isTimeout(failure) && !req.complete ? 'abandoned' : 'failed';
}
