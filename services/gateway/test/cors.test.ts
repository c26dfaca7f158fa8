import { describe, expect, it } from 'vitest';
import { startTestGateway } from './gateway.ts';
import { startUpstream } from './upstream.ts';
import { send } from './wire.ts';

const ours = 'https://app.example';
const allowing = { CORS_ORIGINS: `${ours}, https://other.example` };

const preflight = (port: number, origin: string, path = '/compliance/x') =>
  send(port, {
    method: 'OPTIONS',
    path,
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,idempotency-key',
    },
  });

describe('a browser', () => {
  it('on an allowed origin may ask, with what it needs to', async () => {
    await using upstream = await startUpstream();
    await using gateway = await startTestGateway({ compliance: upstream.origin }, allowing);

    const { status, headers, body } = await preflight(gateway.port, ours);

    expect(status).toBe(204);
    expect(body).toHaveLength(0);
    expect(headers).toMatchObject({
      'access-control-allow-origin': ours,
      'access-control-max-age': '600',
      vary: 'Origin',
    });
    expect(headers['access-control-allow-methods']).toContain('POST');
    expect(headers['access-control-allow-headers']).toContain('authorization');
    expect(headers['access-control-allow-headers']).toContain('idempotency-key');
    expect(headers).not.toHaveProperty('access-control-allow-credentials');
    expect(upstream.requests).toEqual([]);
  });

  it('on an allowed origin may read replies, also those of failure', async () => {
    await using upstream = await startUpstream((_req, res) => {
      res.writeHead(200, { vary: 'Accept', 'access-control-allow-origin': '*' }).end();
    });
    await using gateway = await startTestGateway({ compliance: upstream.origin }, allowing);

    const good = await (await gateway.user()).get('/compliance/x', { origin: ours });
    const bad = await gateway.anonymous.get('/compliance/x', { origin: ours });
    const own = await gateway.anonymous.get('/openapi.json', { origin: ours });

    expect(good.headers.get('vary')).toBe('Accept, Origin');
    for (const { headers } of [good, bad, own]) {
      expect(headers.get('access-control-allow-origin')).toBe(ours);
      expect(headers.get('access-control-expose-headers')).toContain('ratelimit-remaining');
      expect(headers.get('access-control-allow-credentials')).toBeNull();
    }
    expect(bad.status).toBe(401);
  });

  it.each([
    'https://evil.example',
    'https://app.example.evil.example',
    'http://app.example',
    'null',
  ])('elsewhere may not: %s', async (origin) => {
    await using upstream = await startUpstream();
    await using gateway = await startTestGateway({ compliance: upstream.origin }, allowing);

    const asked = await preflight(gateway.port, origin);
    const reply = await (await gateway.user()).get('/compliance/x', { origin });

    expect(asked.status).toBe(204);
    expect(asked.headers).not.toHaveProperty('access-control-allow-origin');
    expect(reply.headers.get('access-control-allow-origin')).toBeNull();
    expect(reply.headers.get('vary')).toBe('Origin');
  });

  it('may send credentials only when told so', async () => {
    await using gateway = await startTestGateway(
      { compliance: 'http://127.0.0.1:9' },
      { ...allowing, CORS_CREDENTIALS: 'true' },
    );

    const { headers } = await preflight(gateway.port, ours, '/events');

    expect(headers['access-control-allow-credentials']).toBe('true');
  });

  it('may read nothing from another origin unless some are allowed', async () => {
    await using gateway = await startTestGateway({ compliance: 'http://127.0.0.1:9' });

    const { status, headers } = await preflight(gateway.port, ours);

    expect(status).toBe(204);
    expect(headers).not.toHaveProperty('access-control-allow-origin');
    expect(headers).not.toHaveProperty('vary');
  });
});
