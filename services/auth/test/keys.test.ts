import { createPrivateKey, randomUUID } from 'node:crypto';
import { signingKeyRotated } from '@signalos/contracts';
import { client } from '@signalos/testing';
import { decodeJwt, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { AuthConfig } from '../src/config.ts';
import { keyRing } from '../src/encryption.ts';
import { asSignedIn, startTestAuth, tally } from './auth.ts';
import { age, jwksOf, keyOf, keys, signedWith, states } from './signing-keys.ts';

describe('the JWKS', () => {
  it('has the key that signs and the one that will, and may be cached', async () => {
    await using auth = await startTestAuth();
    const device = await auth.signedIn();

    const reply = await auth.anonymous.get('/.well-known/jwks.json');

    expect(reply.status).toBe(200);
    expect(reply.headers.get('cache-control')).toBe('public, max-age=300');
    expect(await jwksOf(auth)).toEqual((await states(auth)).map(({ id }) => id));
    expect(signedWith(device)).toBe(await keyOf(auth, 'active'));
    for (const key of reply.body.keys) {
      expect(key).toEqual({
        kty: 'EC',
        crv: 'P-256',
        alg: 'ES256',
        use: 'sig',
        x: expect.stringMatching(/^[\w-]{43}$/),
        y: expect.stringMatching(/^[\w-]{43}$/),
        kid: expect.stringMatching(/^[\w-]{43}$/),
      });
    }
  });

  it('is not sent again to whoever has it, until it changes', async () => {
    await using auth = await startTestAuth();
    const get = (etag?: string) =>
      auth.anonymous.get('/.well-known/jwks.json', etag ? { 'if-none-match': etag } : {});
    const etag = (await get()).headers.get('etag') ?? '';

    expect((await get(etag)).status).toBe(304);

    await age(auth, '11 minutes');
    await keys(auth, ['rotate']);
    await expect.poll(async () => (await get(etag)).status).toBe(200);
  });
});

describe('the signing key', () => {
  it('is rotated when it is time, by one of two replicas, without refusing anyone', async () => {
    await using auth = await startTestAuth();
    await using replica = await auth.replica();
    const person = await auth.person();
    const old = await auth.signedIn(person);
    const next = await keyOf(auth, 'next');
    const statuses: number[] = [];
    const signers: (string | undefined)[] = [];
    const until = new AbortController();
    const traffic = [auth.url, replica.url].map(async (url, n) => {
      let { body } = await client(url).post('/auth/login', person);
      for (let at = url; !until.signal.aborted; at = at === auth.url ? replica.url : auth.url) {
        const device = asSignedIn(at, body);
        const replies = [
          await device.refresh(),
          await device.get('/auth/me'),
          await old.get('/auth/me'),
        ];
        statuses.push(...replies.map(({ status }) => status));
        body = replies[0]?.body;
        signers[n] = signedWith({ tokens: body });
      }
    });

    await age(auth, '30 days');
    await expect.poll(() => signers).toEqual([next, next]);
    const soFar = statuses.length;
    await expect.poll(() => statuses.length).toBeGreaterThan(soFar + 30);
    until.abort();
    await Promise.all(traffic);

    expect(tally(statuses)).toEqual({ 200: statuses.length });
    expect(tally((await states(auth)).map(({ state }) => state))).toEqual({
      retiring: 1,
      active: 1,
      next: 1,
    });
    expect(await jwksOf(auth)).toHaveLength(3);
    await expect.poll(() => auth.announced(signingKeyRotated.type)).toHaveLength(2);
    expect((await auth.announced(signingKeyRotated.type))[1]).toEqual({
      activeKeyId: next,
      revokedKeyIds: [],
    });
  });

  it('leaves the JWKS when its last token has expired, and its private half goes at once', async () => {
    await using auth = await startTestAuth();
    const first = await keyOf(auth, 'active');
    await age(auth, '30 days');
    await expect.poll(() => keyOf(auth, 'retiring')).toBe(first);

    const [{ private_key: secret }] = await auth.sql(
      'select private_key from signing_key where id = $1',
      [first],
    );
    expect(secret).toBeNull();
    expect(await jwksOf(auth)).toContain(first);

    await age(auth, '16 minutes');
    await expect.poll(() => keyOf(auth, 'gone')).toBe(first);
    await expect.poll(() => jwksOf(auth)).not.toContain(first);
  });

  it('is made once by replicas that start at the same time', async () => {
    await using auth = await startTestAuth();
    await auth.sql('truncate signing_key');

    const replicas = await Promise.all([auth.replica(), auth.replica(), auth.replica()]);

    expect(tally((await states(auth)).map(({ state }) => state))).toEqual({ active: 1, next: 1 });
    for (const replica of replicas) await replica[Symbol.asyncDispose]();
  });

  it('signs nothing but access tokens that are taken for one', async () => {
    await using auth = await startTestAuth();
    const device = await auth.signedIn();
    const kid = await keyOf(auth, 'active');
    const [{ private_key: sealed }] = await auth.sql(
      `select private_key from signing_key where state = 'active'`,
    );
    const ring = keyRing(AuthConfig.parse(auth.environment).encryptionKeys);
    const key = createPrivateKey({
      key: Buffer.from(ring.open(sealed, `signing_key.private_key/${kid}`), 'base64'),
      format: 'der',
      type: 'pkcs8',
    });
    const claims = { ...decodeJwt(device.tokens.accessToken), jti: randomUUID() };
    const { exp: _, ...endless } = claims;
    const statusOf = async (payload: object, header: object = {}) => {
      const jwt = new SignJWT({ ...payload });
      jwt.setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid, ...header });
      const accessToken = await jwt.sign(key, { crit: { b64: true } });
      return (await asSignedIn(auth.url, { accessToken }).get('/auth/me')).status;
    };

    expect(await statusOf(claims)).toBe(200);
    expect(await statusOf(claims, { typ: 'JWT' })).toBe(401);
    expect(await statusOf(claims, { typ: 'refresh+jwt' })).toBe(401);
    expect(await statusOf(claims, { kid: await keyOf(auth, 'next') })).toBe(401);
    expect(await statusOf({ ...claims, aud: 'signalos-internal' })).toBe(401);
    expect(await statusOf({ ...claims, iss: 'https://auth.signalos.test/' })).toBe(401);
    expect(await statusOf({ ...claims, sid: randomUUID() })).toBe(401);
    expect(await statusOf({ ...claims, sub: randomUUID() })).toBe(401);
    expect(await statusOf(endless)).toBe(401);
  });
});
