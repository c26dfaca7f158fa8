import { STATUS_CODES, type ServerResponse } from 'node:http';
import { trace } from '@opentelemetry/api';
import { isDatabaseUnavailable } from '@signalos/database';
import { AppError, type ErrorKind } from '@signalos/errors';
import type { ErrorRequestHandler } from 'express';
import {
  bodyTooLarge,
  internalError,
  malformedRequest,
  serviceUnavailable,
  unsupportedMediaType,
} from './errors.ts';

/** RFC 9457. All members but the first four are our extensions. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly code: string;
  /** Becomes the header `Retry-After`. */
  readonly retryAfterS?: number;
  readonly [extension: string]: unknown;
}

export const PROBLEM_TYPE = 'application/problem+json';

const STATUS = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'too-large': 413,
  unsupported: 415,
  'rate-limited': 429,
  internal: 500,
  'not-implemented': 501,
  'upstream-failed': 502,
  unavailable: 503,
  'timed-out': 504,
} as const satisfies Record<ErrorKind, number>;

const RETRY_AFTER_S = 1;

export const statusOf = (kind: ErrorKind): number => STATUS[kind];

/** What a caller is told. A bug is told as little as possible. */
export function toProblem(error: unknown): Problem {
  const known = toAppError(error);
  if (!known) return problem(STATUS.internal, internalError.contract.code, {});
  const { kind, code, message, details } = known;
  return problem(STATUS[kind], code, { ...details, detail: message });
}

function toAppError(error: unknown): AppError | undefined {
  if (error instanceof AppError) return error;
  if (isDatabaseUnavailable(error)) {
    return serviceUnavailable('The database cannot be reached', {}, error);
  }
  return isClientHttpError(error) ? fromParser(error) : undefined;
}

function problem(status: number, code: string, rest: object): Problem {
  return {
    ...rest,
    type: `urn:signalos:problem:${code}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    code,
  };
}

interface ClientHttpError extends Error {
  readonly status: number;
  readonly type?: string;
  readonly limit?: number;
}

/** What body-parser and the router throw: bad JSON, body too large, bad URI encoding. */
function isClientHttpError(error: unknown): error is ClientHttpError {
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  return typeof status === 'number' && status >= 400 && status < 500;
}

function fromParser(error: ClientHttpError): AppError {
  const { status, message, limit } = error;
  if (status === 413) return bodyTooLarge(`The body may have ${limit} bytes at most`, { limit });
  if (status === 415) return unsupportedMediaType(message);
  return malformedRequest(message);
}

/** Sends a problem as the reply, with what its status wants in headers. */
export function sendProblem(res: ServerResponse, body: Problem): void {
  const text = JSON.stringify(body);
  if (body.status === 401) res.setHeader('www-authenticate', 'Bearer');
  const waitS = body.retryAfterS ?? (body.status === 503 ? RETRY_AFTER_S : undefined);
  if (waitS !== undefined && !res.hasHeader('retry-after')) {
    res.setHeader('retry-after', `${waitS}`);
  }
  res.setHeader('content-type', PROBLEM_TYPE).setHeader('content-length', Buffer.byteLength(text));
  res.statusCode = body.status;
  res.end(text);
}

interface ErrorLog {
  error(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

export interface Failure {
  readonly error: unknown;
  readonly method: string;
  readonly path: string;
  readonly requestId: unknown;
}

/** What the caller is told, which can be traced; what is ours to mend is also logged. */
export function reportProblem(failure: Failure, log: ErrorLog): Problem {
  const { error: err, method, path, requestId } = failure;
  const traceId = trace.getActiveSpan()?.spanContext().traceId;
  const body = { ...toProblem(err), requestId, ...(traceId && { traceId }) };
  const entry = { ...whyOf(err), method, path, requestId };
  if (body.status === 500) log.error(entry, 'request failed');
  else if (body.status > 501) log.warn(entry, 'request not served');
  return body;
}

/** What we refuse ourselves needs no stack: under overload there may be thousands of them a second. */
function whyOf(err: unknown): object {
  const isOurs = err instanceof AppError && err.cause === undefined;
  return isOurs ? { code: err.code, detail: err.message } : { err };
}

/** The last handler of an app: whatever was thrown becomes a problem, and what is ours a log line. */
export function problemHandler(log: ErrorLog): ErrorRequestHandler {
  // eslint-disable-next-line max-params -- Express knows an error handler by its four parameters.
  return (error: unknown, req, res, next) => {
    const requestId: unknown = res.locals['requestId'];
    const body = reportProblem({ error, method: req.method, path: req.path, requestId }, log);
    if (res.headersSent) {
      next(error);
      return;
    }
    sendProblem(res, body);
  };
}
