import { describe, expect, it } from 'vitest';
import { startTestGateway } from './gateway.ts';
import { documentOf, freeOrigin, startUpstream } from './upstream.ts';

describe('the API document', () => {
  it('is that of all upstreams and the gateway, as they are reached from here', async () => {
    await using auth = await startUpstream(undefined, {
      document: documentOf({ 'POST /auth/login': 'open', 'GET /internal/keys': 'closed' }),
    });
    await using compliance = await startUpstream(undefined, {
      document: documentOf({ 'GET /compliance/status': 'closed' }),
    });
    await using gateway = await startTestGateway({
      auth: auth.origin,
      compliance: compliance.origin,
      marketplace: await freeOrigin(),
    });
    const read = async () => (await gateway.anonymous.get('/openapi.json')).body;
    await expect.poll(async () => Object.keys((await read()).paths)).toHaveLength(7);

    const { openapi, info, paths, components } = await read();

    expect({ openapi, title: info.title }).toEqual({ openapi: '3.1.0', title: 'SignalOS' });
    expect(Object.keys(paths)).toEqual([
      '/events',
      '/health/live',
      '/health/ready',
      '/openapi.json',
      '/docs',
      '/auth/login',
      '/compliance/status',
    ]);
    expect(paths['/events'].get.security).toEqual([{ bearer: [] }]);
    const { responses } = paths['/compliance/status'].get;
    expect(Object.keys(responses)).toEqual(['200', '429', '502', '504']);
    expect(responses[429].description).toContain('`rate-limited`');
    expect(components.schemas).toHaveProperty('Problem');
    expect(components.securitySchemes).toHaveProperty('bearer');
  });

  it('takes in an upstream that comes later, and keeps one that goes', async () => {
    const origin = await freeOrigin();
    await using gateway = await startTestGateway({ compliance: origin });
    const paths = async () =>
      Object.keys((await gateway.anonymous.get('/openapi.json')).body.paths);
    expect(await paths()).toHaveLength(5);

    const document = documentOf({ 'GET /compliance/status': 'closed' });
    const late = await startUpstream(undefined, { document, port: Number(new URL(origin).port) });
    await expect.poll(paths).toContain('/compliance/status');
    await late[Symbol.asyncDispose]();

    expect(await paths()).toContain('/compliance/status');
  });

  it('leaves out what is no document', async () => {
    await using broken = await startUpstream(undefined, { document: { paths: [] } });
    await using gateway = await startTestGateway({ compliance: broken.origin });

    const { status, body } = await gateway.anonymous.get('/openapi.json');

    expect(status).toBe(200);
    expect(Object.keys(body.paths)).toHaveLength(5);
  });

  it('can be browsed, with nothing from anywhere else', async () => {
    await using gateway = await startTestGateway({ compliance: 'http://127.0.0.1:9' });
    const { anonymous } = gateway;

    const { headers, body: page } = await anonymous.get('/docs');

    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(page).not.toMatch(/<script>|\son\w+=|https?:/);
    const files = [...String(page).matchAll(/(?:src|href)="([^"]+)"/g)].map(
      ([, path = '']) => path,
    );
    expect(files).toHaveLength(4);
    for (const path of files) {
      const file = await anonymous.get(path);
      expect(file.status, path).toBe(200);
      expect(file.headers.get('content-type'), path).toMatch(/javascript|css|png/);
    }
    expect((await anonymous.get('/docs/start.js')).body).toContain('/openapi.json');
    expect((await anonymous.get('/docs/package.json')).status).toBe(404);
    expect((await anonymous.get('/docs/..%2fpackage.json')).status).toBe(404);
  });
});
