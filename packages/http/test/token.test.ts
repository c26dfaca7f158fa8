import { createHmac, generateKeyPairSync, randomUUID, sign as signRaw } from 'node:crypto';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { remoteKeys, tokenVerifier, type RemoteKeys } from '@signalos/http';
import { createMetrics } from '@signalos/runtime';
import { startIssuer, type Issuer } from '@signalos/testing';
import { decodeJwt, decodeProtectedHeader, exportJWK } from 'jose';
import { describe, expect, it } from 'vitest';

const log = { warn: () => {} };
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

async function startBench(now?: () => number) {
  await using stack = new AsyncDisposableStack();
  const issuer = stack.use(await startIssuer());
  const keys = stack.use(remoteKeys({ url: issuer.jwksUrl, log, ...(now && { now }) }));
  await expect.poll(() => keys.loaded).toBe(true);
  const verify = tokenVerifier({ issuer: issuer.url, keys, ...(now && { now }) });
  const resources = stack.move();
  return { issuer, keys, verify, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

/** The same token with another header or payload, and the signature it had. */
function tampered(token: string, change: { header?: object; claims?: object }): string {
  const [, , signature = ''] = token.split('.');
  const header = { ...decodeProtectedHeader(token), ...change.header };
  return `${base64(header)}.${base64({ ...decodeJwt(token), ...change.claims })}.${signature}`;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The same bytes: the last four bits of a signature's last character say nothing. */
function respelt(token: string): string {
  const last = ALPHABET.indexOf(token.at(-1) ?? '');
  return `${token.slice(0, -1)}${ALPHABET[last ^ 1]}`;
}

describe('a token', () => {
  it('says who, in which session', async () => {
    await using bench = await startBench();
    const sub = randomUUID();

    const { claims } = await bench.verify(await bench.issuer.token({ sub }));

    expect(claims).toMatchObject({ sub, iss: bench.issuer.url, tid: 'main', acr: 'aal1' });
  });

  it('is verified once, and found again at once', async () => {
    await using bench = await startBench();
    const token = await bench.issuer.token();

    const first = bench.verify(token);

    expect(first).not.toBeInstanceOf(Promise);
    expect(bench.verify(token)).toBe(first);
  });

  it('is refused once it has expired, also when it was verified before', async () => {
    let now = Date.now();
    await using bench = await startBench(() => now);
    const token = await bench.issuer.token();
    await bench.verify(token);

    now += 301_000;

    expect(() => bench.verify(token)).toThrow(
      expect.objectContaining({ details: { reason: 'expired' } }),
    );
  });

  it.each([
    ['no exp', { exp: undefined }],
    ['an exp far away', { exp: Math.floor(Date.now() / 1_000) + 86_400 }],
    ['an exp in the past', { exp: Math.floor(Date.now() / 1_000) - 1 }],
    ['an exp that is text', { exp: '9999999999' }],
    ['an iat in the future', { iat: Math.floor(Date.now() / 1_000) + 100 }],
    ['another audience', { aud: 'other-api' }],
    ['several audiences', { aud: ['signalos-api', 'other'] }],
    ['another issuer', { iss: 'https://evil.example' }],
    ['no subject', { sub: undefined }],
    ['a subject that is no id', { sub: 'admin' }],
    ['no session', { sid: undefined }],
  ])('is refused with %s, though it is signed by us', async (_name, claims) => {
    await using bench = await startBench();
    const token = await bench.issuer.token(claims as never);

    await expect(async () => bench.verify(token)).rejects.toMatchObject({
      kind: 'unauthenticated',
      code: 'unauthenticated',
    });
  });

  it.each<[string, (claims: string) => string]>([
    ['an endless exp', (claims) => claims.replace(/"exp":\d+/, '"exp":1e400')],
    ['a payload that is an array', (claims) => `[${claims}]`],
    ['a payload that is text', () => '"admin"'],
    ['a payload that is no JSON', () => 'admin'],
  ])('is refused with %s, though it is signed by us', async (_name, rewrite) => {
    await using bench = await startBench();
    const claims = JSON.stringify(decodeJwt(await bench.issuer.token()));
    const token = await bench.issuer.sign(rewrite(claims));

    await expect(async () => bench.verify(token)).rejects.toMatchObject({
      code: 'unauthenticated',
    });
  });

  it.each([
    ['another typ', { typ: 'JWT' }],
    ['no typ', { typ: undefined }],
    ['a jku', { jku: 'https://evil.example/jwks' }],
  ])('is refused with %s in its header, though it is signed by us', async (_name, header) => {
    await using bench = await startBench();
    const claims = JSON.stringify(decodeJwt(await bench.issuer.token()));
    const token = await bench.issuer.sign(claims, header);

    await expect(async () => bench.verify(token)).rejects.toMatchObject({
      code: 'unauthenticated',
    });
  });

  it.each<[string, (token: string, issuer: Issuer) => Promise<string> | string]>([
    ['changed claims', (token) => tampered(token, { claims: { sub: randomUUID() } })],
    ['alg none', (token) => tampered(token, { header: { alg: 'none' } }).replace(/[^.]+$/, '')],
    ['alg nOnE', (token) => tampered(token, { header: { alg: 'nOnE' } })],
    ['an unknown crit', (token) => tampered(token, { header: { crit: ['exp'] } })],
    ['a jku', (token) => tampered(token, { header: { jku: 'https://evil.example/jwks' } })],
    ['another typ', (token) => tampered(token, { header: { typ: 'JWT' } })],
    ['an odd kid', (token) => tampered(token, { header: { kid: '../../dev/null' } })],
    ['a kid that is an array', (token) => tampered(token, { header: { kid: ['x'] } })],
    ['a short signature', (token) => token.slice(0, -10)],
    ['no signature', (token) => token.replace(/[^.]+$/, '')],
    [
      'a signature of zeros',
      (token) => token.replace(/[^.]+$/, Buffer.alloc(64).toString('base64url')),
    ],
    ['its signature spelt otherwise', respelt],
    ['four parts', (token) => `${token}.more`],
    ['4,097 characters', (token) => token + 'x'.repeat(4_097 - token.length)],
    ['nothing in it', () => ''],
    [
      'a payload that is text',
      (token) => {
        const [header, , signature] = token.split('.');
        return `${header}.${base64('admin')}.${signature}`;
      },
    ],
    [
      'HS256 signed with our public key',
      async (token, issuer) => {
        const { keys } = (await (await fetch(issuer.jwksUrl)).json()) as { keys: object[] };
        const head = `${base64({ ...decodeProtectedHeader(token), alg: 'HS256' })}.${token.split('.')[1]}`;
        const mac = createHmac('sha256', JSON.stringify(keys[0])).update(head).digest('base64url');
        return `${head}.${mac}`;
      },
    ],
    [
      'the signature of a key it brings along',
      async (token) => {
        const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
        const jwk = await exportJWK(publicKey);
        const head = `${base64({ ...decodeProtectedHeader(token), jwk })}.${token.split('.')[1]}`;
        const signature = signRaw('sha256', Buffer.from(head), {
          key: privateKey,
          dsaEncoding: 'ieee-p1363',
        });
        return `${head}.${signature.toString('base64url')}`;
      },
    ],
    [
      'the signature of another key under our kid',
      async (token) => {
        const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
        const head = token.split('.').slice(0, 2).join('.');
        const signature = signRaw('sha256', Buffer.from(head), {
          key: privateKey,
          dsaEncoding: 'ieee-p1363',
        });
        return `${head}.${signature.toString('base64url')}`;
      },
    ],
  ])('is refused with %s', async (_name, forge) => {
    await using bench = await startBench();
    const forged = await forge(await bench.issuer.token(), bench.issuer);

    await expect(async () => bench.verify(forged)).rejects.toMatchObject({
      code: 'unauthenticated',
    });
  });
});

describe('the signing keys', () => {
  it('are read again for a token that names a new one', async () => {
    await using bench = await startBench();
    await bench.issuer.rotate();

    const { claims } = await bench.verify(await bench.issuer.token());

    expect(claims.iss).toBe(bench.issuer.url);
    expect(bench.issuer.reads).toBe(2);
  });

  it('are read once for many tokens of a new key at once', async () => {
    await using bench = await startBench();
    await bench.issuer.rotate();
    const tokens = await Promise.all(Array.from({ length: 50 }, () => bench.issuer.token()));

    await Promise.all(tokens.map(async (token) => bench.verify(token)));

    expect(bench.issuer.reads).toBe(2);
  });

  it('are not read for every forged key id', async () => {
    let now = Date.now();
    await using bench = await startBench(() => now);
    const token = await bench.issuer.token();
    const forgeries = Array.from({ length: 200 }, (_, n) =>
      tampered(token, { header: { kid: String(n).padStart(43, 'x') } }),
    );

    for (const forged of forgeries) {
      await expect(async () => bench.verify(forged)).rejects.toThrow('not ours');
    }

    expect(bench.issuer.reads).toBe(2);
    now += 31_000;
    await expect(async () => bench.verify(forgeries[0] ?? '')).rejects.toThrow('not ours');
    expect(bench.issuer.reads).toBe(3);
  });

  it('serve on while the issuer is away', async () => {
    const issuer = await startIssuer();
    using keys = remoteKeys({ url: issuer.jwksUrl, log });
    await expect.poll(() => keys.loaded).toBe(true);
    const verify = tokenVerifier({ issuer: issuer.url, keys });
    const token = await issuer.token();
    await issuer[Symbol.asyncDispose]();

    await keys.refresh().catch(() => {});

    expect((await verify(token)).claims.iss).toBe(issuer.url);
  });

  it('tell how old they are, and grow older while the issuer is away', async () => {
    let now = Date.now();
    const metrics = createMetrics();
    const issuer = await startIssuer();
    using keys = remoteKeys({ url: issuer.jwksUrl, log, metrics, now: () => now });
    await expect.poll(() => keys.loaded).toBe(true);
    const age = () => metrics.getSingleMetricAsString('jwks_age_seconds');

    now += 7_000;
    expect(await age()).toContain('jwks_age_seconds 7');
    await keys.refresh();
    expect(await age()).toContain('jwks_age_seconds 0');
    await issuer[Symbol.asyncDispose]();
    now += 60_000;
    await keys.refresh().catch(() => {});
    expect(await age()).toContain('jwks_age_seconds 60');
  });

  it('are asked for until the issuer is there', async () => {
    let ready = false;
    const server = createServer((_req, res) => {
      res.writeHead(ready ? 200 : 503).end(JSON.stringify({ keys: [] }));
    });
    await once(server.listen(0), 'listening');
    const { port } = server.address() as AddressInfo;
    using keys: RemoteKeys = remoteKeys({ url: `http://localhost:${port}`, log });
    await expect(keys.refresh()).rejects.toThrow('503');

    ready = true;

    await expect.poll(() => keys.loaded).toBe(true);
    server.close();
  });

  it('drop a token that was verified with a key that is withdrawn', async () => {
    await using bench = await startBench();
    const token = await bench.issuer.token();
    const known = new Map<string, ReturnType<RemoteKeys['find']>>();
    const { kid = '' } = decodeProtectedHeader(token);
    known.set(kid, bench.keys.find(kid));
    const keys = { find: (keyId: string) => known.get(keyId), refreshFor: () => Promise.resolve() };
    const verify = tokenVerifier({ issuer: bench.issuer.url, keys });
    await verify(token);

    known.clear();

    await expect(async () => verify(token)).rejects.toThrow('not ours');
  });
});
