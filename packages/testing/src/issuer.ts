import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TOKEN_AUDIENCE, TOKEN_TYPE, type Claims } from '@signalos/http';
import { calculateJwkThumbprint, CompactSign, exportJWK, generateKeyPair, type JWK } from 'jose';

const LIFETIME_S = 300;

export interface Issuer extends AsyncDisposable {
  readonly url: string;
  readonly jwksUrl: string;
  /** A valid access token of this user, but for what `overrides` says otherwise. */
  token(overrides?: Partial<Claims>): Promise<string>;
  /** A token with this text for a payload, be it nonsense, and more in its header. */
  sign(payload: string, header?: object): Promise<string>;
  /** Signs with a new key from now on; the JWKS has both. */
  rotate(): Promise<void>;
  /** How often the JWKS was read. */
  readonly reads: number;
}

/** A token issuer in miniature, so that tests go the real way of verification. */
export async function startIssuer(): Promise<Issuer> {
  const published: JWK[] = [];
  let reads = 0;
  let signing = await newKey();
  published.push(signing.jwk);

  const server = createServer((_req, res) => {
    reads++;
    res.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: published }));
  });
  await once(server.listen(0), 'listening');
  const { port } = server.address() as AddressInfo;
  const url = `http://localhost:${port}`;

  return {
    url,
    jwksUrl: `${url}/.well-known/jwks.json`,
    token: (overrides = {}) => sign(signing, JSON.stringify({ ...claimsOf(url), ...overrides })),
    sign: (payload, header) => sign(signing, payload, header),
    async rotate() {
      signing = await newKey();
      published.push(signing.jwk);
    },
    get reads() {
      return reads;
    },
    [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      return Promise.resolve();
    },
  };
}

async function newKey() {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  return { privateKey, kid, jwk: { ...jwk, kid, alg: 'ES256', use: 'sig' } };
}

/** Those of a user who has just signed in. */
export function claimsOf(iss: string): Claims {
  const iat = Math.floor(Date.now() / 1_000);
  return {
    iss,
    aud: TOKEN_AUDIENCE,
    sub: randomUUID(),
    sid: randomUUID(),
    tid: 'main',
    jti: randomUUID(),
    roles: ['trader'],
    acr: 'aal1',
    amr: ['pwd'],
    auth_time: iat,
    iat,
    exp: iat + LIFETIME_S,
  };
}

type Key = Awaited<ReturnType<typeof newKey>>;

function sign({ privateKey, kid }: Key, payload: string, header: object = {}) {
  return new CompactSign(Buffer.from(payload))
    .setProtectedHeader({ alg: 'ES256', typ: TOKEN_TYPE, kid, ...header })
    .sign(privateKey);
}
