import { route, type Route } from '@signalos/http';
import { z } from 'zod';
import type { Deps } from '../deps.ts';

/** Half of the time that a key is published before it signs. */
const CACHED_S = 300;

const Jwks = z.object({
  keys: z.array(
    z.object({
      kty: z.literal('EC'),
      crv: z.literal('P-256'),
      x: z.string(),
      y: z.string(),
      kid: z.string().meta({ description: 'RFC 7638 thumbprint.' }),
      alg: z.literal('ES256'),
      use: z.literal('sig'),
    }),
  ),
});

export const signingKeyRoutes = (deps: Deps): Route[] => [
  route({
    method: 'GET',
    path: '/.well-known/jwks.json',
    summary: 'Read the keys that access tokens are verified with',
    description: 'The key that signs, the one that will sign next, and those that signed before.',
    access: 'open',
    replies: { 200: { description: 'A JSON Web Key Set (RFC 7517)', schema: Jwks } },
  }).handle(() => {
    const { keys, etag } = deps.keys.jwks;
    const headers = { etag, 'cache-control': `public, max-age=${CACHED_S}` };
    return Promise.resolve({ status: 200, headers, body: { keys: [...keys] } });
  }),
];
