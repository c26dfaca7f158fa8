import { defineError } from '@signalos/errors';

export { internalError } from '@signalos/errors';

export const invalidRequest = defineError({
  kind: 'invalid',
  code: 'invalid-request',
  summary: 'The request does not match its schema.',
  fix: 'Mend every field listed in `errors`; each names its place by a JSON pointer or parameter.',
});

export const malformedRequest = defineError({
  kind: 'invalid',
  code: 'malformed-request',
  summary: 'The request cannot be read: broken JSON, or a broken URL.',
  fix: 'Send well-formed JSON in UTF-8 and a percent-encoded path.',
});

export const bodyTooLarge = defineError({
  kind: 'too-large',
  code: 'body-too-large',
  summary: 'The body is larger than this route accepts.',
  fix: 'Send less at once; `limit` is the most bytes accepted.',
});

export const unsupportedMediaType = defineError({
  kind: 'unsupported',
  code: 'unsupported-media-type',
  summary: 'The body is not JSON.',
  fix: 'Send `Content-Type: application/json`.',
});

export const unauthenticated = defineError({
  kind: 'unauthenticated',
  code: 'unauthenticated',
  summary: 'The bearer token is missing, malformed, expired or not ours.',
  fix: 'Refresh the access token, or sign in again, and send `Authorization: Bearer <token>`.',
});

export const forbidden = defineError({
  kind: 'forbidden',
  code: 'forbidden',
  summary: 'The user is known, but may not do this.',
  fix: 'Ask for the role named in `requires`.',
});

export const noSuchRoute = defineError({
  kind: 'not-found',
  code: 'no-such-route',
  summary: 'Nothing answers this method and path.',
  fix: 'Look the route up in /openapi.json.',
});

export const invalidCursor = defineError({
  kind: 'invalid',
  code: 'invalid-cursor',
  summary: 'The cursor was not made by this list.',
  fix: 'Start without a cursor, then pass `nextCursor` back as it came.',
});

export const idempotencyKeyReused = defineError({
  kind: 'conflict',
  code: 'idempotency-key-reused',
  summary: 'This Idempotency-Key was used before, for a different request.',
  fix: 'Use a new key for a new request; repeat the old body to get the old answer.',
});

export const serviceUnavailable = defineError({
  kind: 'unavailable',
  code: 'service-unavailable',
  summary: 'Something this needs cannot be reached right now; nothing was changed.',
  fix: 'Try again after `Retry-After` seconds, with the same Idempotency-Key.',
});
