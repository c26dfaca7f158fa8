import { describe, expect, it } from 'vitest';
import { startTestGateway } from './gateway.ts';
import { documentOf, startUpstream } from './upstream.ts';
import { send } from './wire.ts';

const limitsOf = (headers: Headers) =>
  ['limit', 'remaining', 'policy'].map((name) => headers.get(`ratelimit-${name}`)).join(' ');

describe('too many requests', () => {
  it('of one user are refused, and say when to come back', async () => {
    await using upstream = await startUpstream();
    await using gateway = await startTestGateway(
      { compliance: upstream.origin },
      { LIMIT_PER_USER: '3' },
    );
    const user = await gateway.user();

    const replies = [];
    for (let n = 0; n < 4; n++) replies.push(await user.get('/compliance/x'));

    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
    expect(replies.map(({ headers }) => limitsOf(headers))).toEqual([
      '3 2 3;w=60',
      '3 1 3;w=60',
      '3 0 3;w=60',
      '3 0 3;w=60',
    ]);
    expect(replies[3]?.body).toMatchObject({ code: 'rate-limited', status: 429 });
    expect(replies[3]?.headers.get('retry-after')).toBe('20');
    expect(replies[0]?.headers.get('ratelimit-reset')).toBe('20');
    expect(Number(replies[3]?.headers.get('ratelimit-reset'))).toBeGreaterThanOrEqual(59);
    expect(upstream.requests).toHaveLength(3);
    expect((await (await gateway.user()).get('/compliance/x')).status).toBe(200);
    const refused = 'gateway_rate_limited_total{limit="user"}';
    expect(await gateway.metric(refused)).toMatch(/ 1$/);
  });

  it('from one address are refused before anything else is looked at', async () => {
    await using upstream = await startUpstream();
    await using gateway = await startTestGateway(
      { compliance: upstream.origin },
      { LIMIT_PER_ADDRESS: '2', TRUSTED_PROXY_HOPS: '1' },
    );
    const from = async (address: string, token = '') =>
      send(gateway.port, {
        path: '/compliance/x',
        headers: { 'x-forwarded-for': address, ...(token && { authorization: `Bearer ${token}` }) },
      });
    const token = await gateway.issuer.token();

    const statuses = [];
    for (const address of ['203.0.113.7', '203.0.113.7', '203.0.113.7', '203.0.113.8']) {
      statuses.push((await from(address)).status);
    }

    expect(statuses).toEqual([401, 401, 429, 401]);
    expect((await from('203.0.113.7', token)).status).toBe(429);
    expect((await from('203.0.113.9', token)).status).toBe(200);
    expect(await gateway.metric('gateway_auth_failures_total{reason="missing"}')).toMatch(/ 3$/);
  });

  it('of one IPv6 network count as one address', async () => {
    await using gateway = await startTestGateway(
      { compliance: 'http://127.0.0.1:9' },
      { LIMIT_PER_ADDRESS: '2', TRUSTED_PROXY_HOPS: '1' },
    );
    const from = async (address: string) =>
      (await send(gateway.port, { path: '/x', headers: { 'x-forwarded-for': address } })).status;

    expect(await from('2001:db8:1:2::1')).toBe(404);
    expect(await from('2001:db8:1:2:ffff::')).toBe(404);
    expect(await from('2001:db8:1:2:3:4:5:6')).toBe(429);
    expect(await from('2001:db8:1:3::1')).toBe(404);
  });

  it('to sign in are refused sooner, from one address, for whomever', async () => {
    const document = documentOf({ 'POST /auth/login': 'open', 'GET /auth/about': 'open' });
    await using auth = await startUpstream(undefined, { document });
    await using gateway = await startTestGateway({ auth: auth.origin }, { LIMIT_PER_SIGN_IN: '2' });
    const { anonymous } = gateway;
    await expect.poll(async () => (await anonymous.get('/auth/about')).status).toBe(200);

    const replies = [];
    for (let n = 0; n < 3; n++) replies.push(await anonymous.post('/auth/login', { n }));

    expect(replies.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(limitsOf(replies[0]?.headers ?? new Headers())).toBe('2 1 2;w=60');
    expect((await anonymous.get('/auth/about')).status).toBe(200);
  });

  it('to register and refresh count as signing in, also before auth has said anything', async () => {
    await using auth = await startUpstream();
    await using gateway = await startTestGateway({ auth: auth.origin }, { LIMIT_PER_SIGN_IN: '2' });

    const statuses = [];
    for (const path of ['/auth/register', '/auth/login', '/auth/refresh']) {
      statuses.push((await gateway.anonymous.post(path, {})).status);
    }

    expect(statuses).toEqual([200, 200, 429]);
  });

  it('do not keep anyone from asking whether the gateway is well', async () => {
    await using gateway = await startTestGateway(
      { compliance: 'http://127.0.0.1:9' },
      { LIMIT_PER_ADDRESS: '1' },
    );
    await gateway.anonymous.get('/x');

    expect((await gateway.anonymous.get('/openapi.json')).status).toBe(429);
    expect((await gateway.anonymous.get('/health/ready')).status).toBe(200);
    expect((await gateway.anonymous.get('/health/live')).status).toBe(200);
  });
});
