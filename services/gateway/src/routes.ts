import type { ErrorFactory } from '@signalos/errors';
import type { Route, RouteSpec } from '@signalos/http';
import { z } from 'zod';
import { rateLimited } from './limits/policy.ts';
import {
  tooManyAtOnce,
  unsendable,
  upstreamFailed,
  upstreamOverloaded,
  upstreamTimeout,
  upstreamUnavailable,
} from './proxy/failure.ts';
import { methodUnsupported, upgradeUnsupported } from './proxy/target.ts';
import { tooManyStreams } from './streams/stream.ts';

/** What any request may be answered with, before or instead of its service's own reply. */
export const errors: readonly ErrorFactory[] = [
  rateLimited,
  tooManyAtOnce,
  methodUnsupported,
  upgradeUnsupported,
  unsendable,
  upstreamFailed,
  upstreamOverloaded,
  upstreamTimeout,
  upstreamUnavailable,
];

const Health = z.object({
  status: z.enum(['ok', 'failing', 'draining']),
  checks: z.record(z.string(), z.string()),
  upstreams: z.record(z.string(), z.enum(['closed', 'half-open', 'open'])),
});

const specs: readonly RouteSpec[] = [
  {
    method: 'GET',
    path: '/events',
    summary: 'Follow your events',
    description:
      'A `text/event-stream` of the events that concern the caller, each a CloudEvents object in JSON ' +
      'under its `type`. Send the last `id` as `Last-Event-ID` to get what came since; after an event ' +
      '`reset` too much came, so read again what you show. The stream ends with `token-expired`, ' +
      '`session-revoked` or `shutdown`; after the last, come back at once.',
    query: z.object({
      lastEventId: z.string().optional().meta({ description: 'Instead of `Last-Event-ID`.' }),
    }),
    replies: { 200: { description: 'Events, until the token expires.' } },
    errors: [rateLimited, tooManyStreams],
  },
  {
    method: 'GET',
    path: '/health/live',
    summary: 'Whether the gateway runs',
    access: 'open',
    replies: { 200: { description: 'It does.', schema: z.object({ status: z.literal('ok') }) } },
  },
  {
    method: 'GET',
    path: '/health/ready',
    summary: 'Whether the gateway serves',
    access: 'open',
    replies: {
      200: { description: 'It does.', schema: Health },
      503: { description: 'It does not, or will not for much longer.', schema: Health },
    },
  },
  {
    method: 'GET',
    path: '/openapi.json',
    summary: 'This document',
    access: 'open',
    replies: { 200: { description: 'OpenAPI 3.1.' } },
  },
  {
    method: 'GET',
    path: '/docs',
    summary: 'This document, to browse and try',
    access: 'open',
    replies: { 200: { description: 'HTML.' } },
  },
];

/** Everything this service serves itself, for its documentation. */
export const routes = (): Pick<Route, 'spec'>[] => specs.map((spec) => ({ spec }));
