import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sessionRevoked } from '@signalos/contracts';
import { describe, expect, it } from 'vitest';
import { forgeries, header, payload } from './forgeries.ts';
import { newKey, signed, startKeyServer } from './forger.ts';
import { startGatewayWorld, startIn, startTestGateway, statusOf } from './gateway.ts';
import { documentOf, startUpstream } from './upstream.ts';
import { send, sendRaw } from './wire.ts';

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
    expect(await gateway.metric('gateway_auth_failures_total{reason="expired"}')).toMatch(/ 3$/);
    const invalid = `gateway_auth_failures_total{reason="invalid"} ${forgeries.length}`;
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

describe('a token that was verified before', () => {
  it('is refused as soon as it expires', async () => {
    await using upstream = await startUpstream();
    await using gateway = await startTestGateway({ compliance: upstream.origin });
    const exp = Math.floor(Date.now() / 1_000) + 3;
    const token = await gateway.issuer.token({ exp });
    const replies: { status: number; late: boolean }[] = [];

    while (!replies.at(-1)?.late || Date.now() < exp * 1_000 + 300) {
      const askedAt = Date.now();
      const status = await statusOf(gateway, token);
      if (askedAt >= exp * 1_000 || Date.now() < exp * 1_000) {
        replies.push({ status, late: askedAt >= exp * 1_000 });
      }
      await sleep(10);
    }

    expect(replies.at(0)).toEqual({ status: 200, late: false });
    expect(replies.at(-1)).toEqual({ status: 401, late: true });
    expect(replies.filter(({ status, late }) => (status === 401) !== late)).toEqual([]);
  });

  it('does not vouch for another, be it as similar as can be', async () => {
    await using upstream = await startUpstream();
    await using gateway = await startTestGateway({ compliance: upstream.origin });
    const [mine, yours] = await Promise.all([gateway.issuer.token(), gateway.issuer.token()]);
    const [head, claims, signature] = mine.split('.');
    const [, otherClaims, otherSignature] = yours.split('.');
    const similar = [
      `${head}.${otherClaims}.${signature}`,
      `${head}.${claims}.${otherSignature}`,
      `${head}.${claims}.`,
      `${head}.${claims}.${signature?.toLowerCase()}`,
      `${head}.${claims}.${signature}.`,
      `${mine}=`,
      mine.slice(0, -1),
    ];

    for (let round = 0; round < 3; round++) {
      const replies = similar.flatMap((token) => [
        statusOf(gateway, token),
        statusOf(gateway, mine),
      ]);
      expect(await Promise.all(replies)).toEqual(similar.flatMap(() => [401, 200]));
    }
    expect(new Set(upstream.requests.map(({ headers }) => headers.authorization))).toEqual(
      new Set([`Bearer ${mine}`]),
    );
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

describe('a session that is revoked', () => {
  it('has its tokens refused, also those verified before, and no others', async () => {
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
    await expect.poll(() => statusOf(gateway, token)).toBe(401);
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
    await expect.poll(() => gateway.metric('gateway_revoked_sessions')).toMatch(/ 1$/);

    await expect
      .poll(async () => {
        await gateway.bus.announce(revocation(randomUUID(), { tokensExpireBy: soon }));
        return gateway.metric('gateway_revoked_sessions');
      })
      .toMatch(/ 0$/);
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
    await expect
      .poll(async () => (await anonymous.post('/auth/password/forgot', {})).status)
      .toBe(200);

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
