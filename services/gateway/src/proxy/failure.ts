import { AppError, defineError } from '@signalos/errors';

export const upstreamTimeout = defineError({
  kind: 'timed-out',
  code: 'upstream-timeout',
  summary: 'The service that should answer took too long; it may have acted all the same.',
  fix: 'Try again with the same Idempotency-Key.',
});

export const upstreamFailed = defineError({
  kind: 'upstream-failed',
  code: 'upstream-failed',
  summary: 'The service that should answer broke off; it may have acted all the same.',
  fix: 'Try again with the same Idempotency-Key.',
});

export const upstreamUnavailable = defineError({
  kind: 'unavailable',
  code: 'upstream-unavailable',
  summary: 'The service that should answer cannot be reached; nothing was sent to it.',
  fix: 'Try again after `Retry-After` seconds.',
});

export const upstreamOverloaded = defineError({
  kind: 'unavailable',
  code: 'upstream-overloaded',
  summary: 'The service that should answer has all it can do; nothing was sent to it.',
  fix: 'Try again after `Retry-After` seconds.',
});

export const tooManyAtOnce = defineError({
  kind: 'rate-limited',
  code: 'too-many-at-once',
  summary: 'The caller has as many requests under way to one service as one may.',
  fix: 'Wait for replies before you send more.',
});

export const unsendable = defineError({
  kind: 'invalid',
  code: 'unsendable-request',
  summary: 'The request has a header that HTTP does not allow.',
  fix: 'Send headers of printable characters.',
});

const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'EAI_AGAIN',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CLOSED',
  'UND_ERR_DESTROYED',
]);
const TIMED_OUT = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
]);

const UNSENDABLE = new Set(['UND_ERR_INVALID_ARG', 'UND_ERR_NOT_SUPPORTED']);

/** What the client is told when an upstream did not answer. */
export function toFailure(upstream: string, error: Error): AppError {
  if (error instanceof AppError) return error;
  const code = 'code' in error ? String(error.code) : '';
  if (UNREACHABLE.has(code)) return upstreamUnavailable(`${upstream} cannot be reached`, {}, error);
  if (TIMED_OUT.has(code)) return upstreamTimeout(`${upstream} took too long`, {}, error);
  if (UNSENDABLE.has(code)) return unsendable('The request cannot be passed on', {}, error);
  return upstreamFailed(`${upstream} broke off`, {}, error);
}

const FAULTS = new Set(
  [upstreamUnavailable, upstreamTimeout, upstreamFailed].map(({ contract }) => contract.code),
);

/** Whether it tells against the upstream, rather than against the request. */
export const isUpstreamFault = ({ code }: AppError): boolean => FAULTS.has(code);

export const isTimeout = ({ code }: AppError): boolean => code === upstreamTimeout.contract.code;
