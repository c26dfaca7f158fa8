import { randomUUID } from 'node:crypto';
import { sessionRevoked, signingKeyRotated } from '@signalos/contracts';
import { describe, expect, it } from 'vitest';
import { base64, macced, newKey, signed, startKeyServer, type Key } from './forger.ts';
import {
  eventually,
  startGatewayWorld,
  startIn,
  startTestGateway,
  type TestGateway,
} from './gateway.ts';
import { documentOf, startUpstream } from './upstream.ts';
import { send, sendRaw } from './wire.ts';

const now = () => Math.floor(Date.now() / 1_000);

const claims = (iss: string) => ({
  iss,
  aud: 'signalos-api',
  sub: randomUUID(),
  sid: randomUUID(),
  tid: 'main',
  jti: randomUUID(),
  roles: ['trader'],
  acr: 'aal1',
  amr: ['pwd'],
  auth_time: now(),
  iat: now(),
  exp: now() + 300,
});

const payload = (iss: string, changes: object = {}) =>
  JSON.stringify({ ...claims(iss), ...changes });
const header = ({ kid }: Key, changes: object = {}) =>
  JSON.stringify({ alg: 'ES256', typ: 'at+jwt', kid, ...changes });
const withoutSignature = (token: string) => token.replace(/[^.]+$/, '');

/** Each makes a token that must not be taken, from our own key and one of a stranger. */
type Forgery = (ours: Key, theirs: Key, iss: string) => string;

const forgeries: readonly (readonly [string, Forgery])[] = [
  ['alg none', (k, _t, i) => withoutSignature(signed(k, header(k, { alg: 'none' }), payload(i)))],
  ['alg nOnE', (k, _t, i) => signed(k, header(k, { alg: 'nOnE' }), payload(i))],
  ['no signature', (k, _t, i) => withoutSignature(signed(k, header(k), payload(i)))],
  [
    'HS256 with our public key as PEM',
    (k, _t, i) =>
      macced(
        k.publicKey.export({ type: 'spki', format: 'pem' }),
        header(k, { alg: 'HS256' }),
        payload(i),
      ),
  ],
  [
    'HS256 with our public key as JWK',
    (k, _t, i) => macced(JSON.stringify(k.jwk), header(k, { alg: 'HS256' }), payload(i)),
  ],
  [
    'HS256 with our public key as DER',
    (k, _t, i) =>
      macced(
        k.publicKey.export({ type: 'spki', format: 'der' }),
        header(k, { alg: 'HS256' }),
        payload(i),
      ),
  ],
  ['alg RS256', (k, _t, i) => signed(k, header(k, { alg: 'RS256' }), payload(i))],
  ['alg ES384', (k, _t, i) => signed(k, header(k, { alg: 'ES384' }), payload(i))],
  ['a foreign kid', (_k, t, i) => signed(t, header(t), payload(i))],
  ['a foreign key under our kid', (k, t, i) => signed(t, header(k), payload(i))],
  ['a jwk of its own', (k, t, i) => signed(t, header(k, { jwk: t.jwk }), payload(i))],
  [
    'a kid that is a path',
    (k, _t, i) => signed(k, header(k, { kid: '../../dev/null' }), payload(i)),
  ],
  ['a kid that is SQL', (k, _t, i) => signed(k, header(k, { kid: "' OR 1=1--" }), payload(i))],
  ['a kid that is __proto__', (k, _t, i) => signed(k, header(k, { kid: '__proto__' }), payload(i))],
  ['a kid that is a list', (k, _t, i) => signed(k, header(k, { kid: [k.kid] }), payload(i))],
  ['no kid', (k, _t, i) => signed(k, header(k, { kid: undefined }), payload(i))],
  ['crit', (k, _t, i) => signed(k, header(k, { crit: ['exp'] }), payload(i))],
  ['crit b64', (k, _t, i) => signed(k, header(k, { crit: ['b64'], b64: false }), payload(i))],
  ['typ JWT', (k, _t, i) => signed(k, header(k, { typ: 'JWT' }), payload(i))],
  ['typ of a refresh token', (k, _t, i) => signed(k, header(k, { typ: 'rt+jwt' }), payload(i))],
  ['no typ', (k, _t, i) => signed(k, header(k, { typ: undefined }), payload(i))],
  ['another audience', (k, _t, i) => signed(k, header(k), payload(i, { aud: 'other' }))],
  [
    'several audiences',
    (k, _t, i) => signed(k, header(k), payload(i, { aud: ['signalos-api', 'x'] })),
  ],
  ['no audience', (k, _t, i) => signed(k, header(k), payload(i, { aud: undefined }))],
  ['another issuer', (k, _t, i) => signed(k, header(k), payload(`${i}/`))],
  ['no exp', (k, _t, i) => signed(k, header(k), payload(i, { exp: undefined }))],
  ['exp as text', (k, _t, i) => signed(k, header(k), payload(i, { exp: String(now() + 300) }))],
  ['exp 1e400', (k, _t, i) => signed(k, header(k), payload(i).replace(/"exp":\d+/, '"exp":1e400'))],
  ['exp in the past', (k, _t, i) => signed(k, header(k), payload(i, { exp: now() - 1 }))],
  ['exp in a day', (k, _t, i) => signed(k, header(k), payload(i, { exp: now() + 86_400 }))],
  ['nbf in a minute', (k, _t, i) => signed(k, header(k), payload(i, { nbf: now() + 60 }))],
  [
    'iat in an hour',
    (k, _t, i) => signed(k, header(k), payload(i, { iat: now() + 3_600, exp: now() + 3_900 })),
  ],
  ['no sub', (k, _t, i) => signed(k, header(k), payload(i, { sub: undefined }))],
  ['no sid', (k, _t, i) => signed(k, header(k), payload(i, { sid: undefined }))],
  ['a payload that is a list', (k, _t, i) => signed(k, header(k), `[${payload(i)}]`)],
  ['a payload that is text', (k) => signed(k, header(k), '"admin"')],
  [
    'a signature of one byte',
    (k, _t, i) => `${withoutSignature(signed(k, header(k), payload(i)))}AA`,
  ],
  [
    'a signature of zeros',
    (k, _t, i) =>
      `${withoutSignature(signed(k, header(k), payload(i)))}${base64(Buffer.alloc(64))}`,
  ],
  ['four parts', (k, _t, i) => `${signed(k, header(k), payload(i))}.x`],
  ['8 kB', (k, _t, i) => signed(k, header(k), payload(i, { x: 'x'.repeat(6_000) }))],
];

describe('a token', () => {
  it('is refused, whatever is wrong with it, and nothing it points to is asked for', async () => {
    const [ours, theirs] = [newKey(), newKey()];
    await using keys = await startKeyServer([ours]);
    await using evil = await startKeyServer([theirs]);
    await using upstream = await startUpstream();
    await using gateway = await startTestGateway(
      { compliance: upstream.origin },
      { AUTH_JWKS_URL: keys.url },
    );
    const ask = async (token: string) =>
      send(gateway.port, {
        path: '/compliance/x',
        headers: { authorization: `Bearer ${token}` },
      });
    const iss = gateway.issuer.url;
    expect((await ask(signed(ours, header(ours), payload(iss)))).status).toBe(200);

    for (const [name, forge] of forgeries) {
      const { status, headers, body } = await ask(forge(ours, theirs, iss));
      expect({ name, status }).toEqual({ name, status: 401 });
      expect(headers['www-authenticate'], name).toBe('Bearer');
      expect(JSON.parse(body.toString()), name).toMatchObject({ code: 'unauthenticated' });
    }
    for (const pointer of ['jku', 'x5u', 'x5c']) {
      const pointing = header(theirs, { [pointer]: evil.url });
      expect((await ask(signed(theirs, pointing, payload(iss)))).status, pointer).toBe(401);
    }
    expect(upstream.requests).toHaveLength(1);
    expect(evil.reads()).toBe(0);
    expect(keys.reads()).toBeLessThanOrEqual(2);
    expect(await gateway.metric('gateway_auth_failures_total{reason="expired"}')).toMatch(/ 1$/);
    const invalid = `gateway_auth_failures_total{reason="invalid"} ${forgeries.length + 2}`;
    expect(await gateway.metric('gateway_auth_failures_total{reason="invalid"}')).toBe(invalid);
  });

  it('is taken from exactly one Authorization header, and from nowhere else', async () => {
    await using upstream = await startUpstream();
    await using gateway = await startTestGateway({ compliance: upstream.origin });
    const token = await gateway.issuer.token();
    const ask = async (path: string, ...lines: string[]) => {
      const reply = await sendRaw(gateway.port, [
        `GET ${path} HTTP/1.1`,
        'Host: x',
        'Connection: close',
        ...lines,
      ]);
      return Number(reply.slice(9, 12));
    };

    expect(await ask('/compliance/x', `Authorization: Bearer ${token}`)).toBe(200);
    expect(await ask('/compliance/x', `authorization: bearer ${token}`)).toBe(200);
    expect(await ask('/compliance/x')).toBe(401);
    expect(await ask('/compliance/x', `Authorization: ${token}`)).toBe(401);
    expect(await ask('/compliance/x', `Authorization: Basic ${token}`)).toBe(401);
    const twice = `Authorization: Bearer ${token}`;
    expect(await ask('/compliance/x', twice, twice)).toBe(401);
    expect(await ask('/compliance/x', 'Authorization: Bearer x', twice)).toBe(401);
    expect(await ask('/compliance/x', `Authorization: Bearer ${token}, Bearer ${token}`)).toBe(401);
    expect(await ask(`/compliance/x?access_token=${token}&token=${token}`)).toBe(401);
    expect(await ask('/compliance/x', `Cookie: token=${token}`)).toBe(401);
    expect(await ask('/compliance/x', `X-SignalOS-User: ${randomUUID()}`)).toBe(401);
    expect(await gateway.metric('gateway_auth_failures_total{reason="missing"}')).toMatch(/ 9$/);
  });
});

/** As auth announces it. */
function revocation(sessionId: string, changes: { tokensExpireBy?: Date } = {}) {
  const { tokensExpireBy = new Date(Date.now() + 300_000) } = changes;
  return sessionRevoked.create(
    {
      userId: randomUUID(),
      sessionId,
      reason: 'logout',
      tokensExpireBy: tokensExpireBy.toISOString(),
    },
    { at: new Date() },
  );
}

const rotation = (activeKeyId: string, revokedKeyIds: string[]) =>
  signingKeyRotated.create({ activeKeyId, revokedKeyIds }, { at: new Date() });

const kidOf = (token: string) =>
  (JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as { kid: string })
    .kid;

async function statusOf(gateway: TestGateway, token: string): Promise<number> {
  const headers = { authorization: `Bearer ${token}` };
  return (await gateway.anonymous.get('/compliance/x', headers)).status;
}

describe('a session that is revoked', () => {
  it('has its tokens refused within a second, also those verified before, and no others', async () => {
    await using upstream = await startUpstream();
    await using gateway = await startTestGateway({ compliance: upstream.origin });
    const sid = randomUUID();
    const [token, sibling, other] = await Promise.all([
      gateway.issuer.token({ sid }),
      gateway.issuer.token({ sid }),
      gateway.issuer.token(),
    ]);
    expect(await statusOf(gateway, token)).toBe(200);

    await gateway.bus.announce(revocation(sid));

    const within = { timeout: 1_000, interval: 5 };
    await expect.poll(() => statusOf(gateway, token), within).toBe(401);
    expect(await statusOf(gateway, sibling)).toBe(401);
    expect(await statusOf(gateway, other)).toBe(200);
    expect(await gateway.metric('gateway_auth_failures_total{reason="revoked"}')).toMatch(/ 2$/);
    expect(await gateway.metric('gateway_revoked_sessions')).toMatch(/ 1$/);
    const propagation = 'gateway_revocation_propagation_seconds_bucket{le="1"}';
    expect(await gateway.metric(propagation)).toMatch(/ 1$/);
  });

  it('is refused by a gateway that starts later', async () => {
    await using world = await startGatewayWorld();
    await using upstream = await startUpstream();
    const sid = randomUUID();
    await world.bus.announce(revocation(sid));

    await using gateway = await startIn(world, { compliance: upstream.origin });

    expect(await statusOf(gateway, await world.issuer.token({ sid }))).toBe(401);
    expect(await gateway.metric('gateway_revocation_propagation_seconds_count')).toMatch(/ 0$/);
  });

  it('is forgotten when its tokens have expired anyway', async () => {
    await using gateway = await startTestGateway({ compliance: 'http://127.0.0.1:9' });
    await gateway.bus.announce(
      revocation(randomUUID(), { tokensExpireBy: new Date(Date.now() - 1) }),
    );
    const soon = new Date(Date.now() + 200);
    await gateway.bus.announce(revocation(randomUUID(), { tokensExpireBy: soon }));
    await eventually(() => gateway.metric('gateway_revoked_sessions')).toMatch(/ 1$/);

    await expect
      .poll(
        async () => {
          await gateway.bus.announce(revocation(randomUUID(), { tokensExpireBy: soon }));
          return gateway.metric('gateway_revoked_sessions');
        },
        { timeout: 10_000 },
      )
      .toMatch(/ 0$/);
  });
});

describe('signing keys', () => {
  it('rotate without anybody being refused', async () => {
    await using upstream = await startUpstream();
    await using gateway = await startTestGateway({ compliance: upstream.origin });
    const before = await gateway.issuer.token();
    const statuses: number[] = [];

    for (let round = 0; round < 5; round++) {
      await gateway.issuer.rotate();
      const token = await gateway.issuer.token();
      statuses.push(await statusOf(gateway, token), await statusOf(gateway, before));
    }

    expect(new Set(statuses)).toEqual(new Set([200]));
  });

  it('are read at once when they are announced, before a token needs them', async () => {
    await using upstream = await startUpstream();
    await using gateway = await startTestGateway({ compliance: upstream.origin });
    const reads = gateway.issuer.reads;
    await gateway.issuer.rotate();
    const token = await gateway.issuer.token();

    await gateway.bus.announce(rotation(kidOf(token), []));

    await eventually(() => gateway.issuer.reads).toBe(reads + 1);
    expect(await statusOf(gateway, token)).toBe(200);
    expect(gateway.issuer.reads).toBe(reads + 1);
  });

  it('that are revoked have their tokens refused, though the JWKS still has them', async () => {
    await using upstream = await startUpstream();
    await using gateway = await startTestGateway({ compliance: upstream.origin });
    const leaked = await gateway.issuer.token();
    expect(await statusOf(gateway, leaked)).toBe(200);
    await gateway.issuer.rotate();
    const fresh = await gateway.issuer.token();

    await gateway.bus.announce(rotation(kidOf(fresh), [kidOf(leaked)]));

    await expect.poll(() => statusOf(gateway, leaked), { timeout: 1_000 }).toBe(401);
    expect(await statusOf(gateway, fresh)).toBe(200);
  });
});

describe('what needs no token', () => {
  const document = documentOf({
    'POST /auth/login': 'open',
    'POST /auth/password/forgot': 'open',
    'GET /auth/public/{id}/card': 'open',
    'GET /auth/me': 'closed',
    'POST /compliance/validate-trade': 'open',
  });

  it('is what the upstream’s own document says, for its own paths', async () => {
    await using auth = await startUpstream(undefined, { document });
    await using compliance = await startUpstream();
    await using gateway = await startTestGateway({
      auth: auth.origin,
      compliance: compliance.origin,
    });
    const { anonymous } = gateway;
    await eventually(async () => (await anonymous.post('/auth/password/forgot', {})).status).toBe(
      200,
    );

    expect((await anonymous.post('/auth/login', {})).status).toBe(200);
    expect((await anonymous.get('/auth/public/7/card')).status).toBe(200);
    const closed = [
      '/auth/me',
      '/auth/login',
      '/auth/public/7/8/card',
      '/auth/public//card',
      '/auth/LOGIN',
    ];
    for (const path of closed) expect((await anonymous.get(path)).status, path).toBe(401);
    expect((await anonymous.post('/auth/register', {})).status).toBe(401);
    expect((await anonymous.post('/auth/login/', {})).status).toBe(401);
    expect((await anonymous.post('/compliance/validate-trade', {})).status).toBe(401);
  });

  it('is next to nothing as long as there is no document', async () => {
    await using auth = await startUpstream();
    await using gateway = await startTestGateway({ auth: auth.origin });
    const { anonymous } = gateway;

    for (const path of ['/auth/register', '/auth/login', '/auth/refresh']) {
      expect((await anonymous.post(path, {})).status, path).toBe(200);
    }
    expect((await anonymous.get('/.well-known/jwks.json')).status).toBe(200);
    expect((await anonymous.post('/auth/password/forgot', {})).status).toBe(401);
    expect((await anonymous.get('/auth/login')).status).toBe(401);
    expect((await anonymous.get('/2fa/status')).status).toBe(401);
  });

  it('passes a token on as it came, and does not judge it', async () => {
    await using auth = await startUpstream(undefined, { document });
    await using gateway = await startTestGateway({ auth: auth.origin });

    const reply = await gateway.anonymous.post('/auth/login', {}, { authorization: 'Bearer old' });

    expect(reply).toMatchObject({
      status: 200,
      body: { headers: { authorization: 'Bearer old' } },
    });
  });
});
