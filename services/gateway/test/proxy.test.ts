import { request, type ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { asked, startBench } from './bench.ts';
import { startTestGateway } from './gateway.ts';
import { startUpstream, type Handler } from './upstream.ts';
import { sendRaw } from './wire.ts';

describe('a path', () => {
  it('leads to the upstream that owns its first segment', async () => {
    await using stack = new AsyncDisposableStack();
    const origins: Record<string, string> = {};
    for (const name of ['auth', 'compliance', 'offline-sync', 'marketplace', 'price-alerts']) {
      const says: Handler = (req, res) => void res.end(`${name} ${req.url}`);
      origins[name] = stack.use(await startUpstream(says)).origin;
    }
    const gateway = stack.use(await startTestGateway(origins));
    const user = await gateway.user();

    for (const [name, path] of [
      ['auth', '/auth/me'],
      ['auth', '/2fa/status'],
      ['auth', '/.well-known/openid'],
      ['compliance', '/compliance/profiles'],
      ['offline-sync', '/offline/status'],
      ['marketplace', '/marketplace/plugins?limit=1&x=%2F'],
      ['price-alerts', '/price-alerts'],
    ] as const) {
      expect(await user.get(path)).toMatchObject({ status: 200, body: `${name} ${path}` });
    }
  });

  it.each([
    [404, 'no-such-route', ['/', '/complianc', '/compliance-x/y', '/Compliance/x', '/metrics']],
    [404, 'no-such-route', ['//compliance/x', '/offline-sync/status', '/%63ompliance/x']],
    [400, 'malformed-request', ['/compliance/../auth/me', '/compliance/%2e%2E/auth', '*']],
    [400, 'malformed-request', ['/compliance/.%2e?x', '/compliance/.', 'http://x/compliance/x']],
  ])('that is nobody’s, or may be read in two ways, is refused: %i %s', async (...row) => {
    const [status, code, paths] = row;
    await using bench = await startBench();

    for (const path of paths) {
      const reply = await bench.send({ path });

      expect(reply.status, path).toBe(status);
      expect(asked(reply.body)).toMatchObject({ status, code });
    }
    expect(bench.upstream.requests).toEqual([]);
  });

  it('that HTTP does not allow is refused', async () => {
    await using bench = await startBench();
    const token = await bench.gateway.issuer.token();

    const reply = await sendRaw(bench.gateway.port, [
      'GET /compliance/\xff HTTP/1.1',
      'Host: x',
      `Authorization: Bearer ${token}`,
      'Connection: close',
    ]);

    expect(reply).toMatch(/^HTTP\/1\.1 400 /);
    expect(bench.upstream.requests).toEqual([]);
  });
});

describe('a method', () => {
  it('passes if any service uses it', async () => {
    await using bench = await startBench();

    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      expect(asked((await bench.send({ method })).body)['method']).toBe(method);
    }
  });

  it('is refused if none does', async () => {
    await using bench = await startBench();

    for (const method of ['TRACE', 'PURGE', 'PROPFIND']) {
      const reply = await bench.send({ method });

      expect(reply.status).toBe(501);
      expect(asked(reply.body)).toMatchObject({ code: 'method-unsupported' });
    }
    expect(bench.upstream.requests).toEqual([]);
  });
});

describe('a reply', () => {
  it('passes as it is, whatever its status', async () => {
    await using bench = await startBench((req, res) => {
      const status = Number(req.url?.split('/').at(-1));
      res.writeHead(status, { etag: '"1"' }).end(status === 200 ? 'fine' : undefined);
    });

    for (const status of [200, 204, 304, 404, 422, 500, 503, 200]) {
      const reply = await bench.send({ path: `/compliance/${status}` });

      expect(reply).toMatchObject({ status, headers: { etag: '"1"' } });
      expect(reply.body.toString()).toBe(status === 200 ? 'fine' : '');
    }
  });

  it('to HEAD has the headers of GET and no body', async () => {
    await using bench = await startBench((_req, res) => {
      res.writeHead(200, { 'content-length': '1234', 'content-type': 'text/plain' }).end();
    });

    const reply = await bench.send({ method: 'HEAD' });

    expect(reply).toMatchObject({ status: 200, headers: { 'content-length': '1234' } });
    expect(reply.body).toHaveLength(0);
  });

  it('passes without what was said on the way', async () => {
    await using bench = await startBench((_req, res) => {
      res.writeEarlyHints({ link: '</x>; rel=preload' }, () => res.end('done'));
    });

    expect((await bench.send({})).body.toString()).toBe('done');
  });

  it('comes piece by piece, as it is made', async () => {
    const asking = Promise.withResolvers<ServerResponse>();
    await using bench = await startBench((_req, res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      res.flushHeaders();
      asking.resolve(res);
    });
    const response = await fetch(`${bench.gateway.url}/compliance/stream`, {
      headers: { authorization: `Bearer ${await bench.gateway.issuer.token()}` },
    });
    const reader = response.body?.getReader();

    (await asking.promise).write('data: 1\n\n');

    const { value } = (await reader?.read()) ?? {};
    expect(Buffer.from(value ?? []).toString()).toBe('data: 1\n\n');
    await reader?.cancel();
  });
});

describe('whoever leaves', () => {
  const patient = { HEADERS_TIMEOUT_MS: '60000' };

  it('takes the request along', async () => {
    const cut = Promise.withResolvers<void>();
    await using bench = await startBench(
      (_req, res) => void res.once('close', cut.resolve),
      patient,
    );
    const leaving = new AbortController();
    const user = fetch(`${bench.gateway.url}/compliance/slow`, {
      signal: leaving.signal,
      headers: { authorization: `Bearer ${await bench.gateway.issuer.token()}` },
    });
    await expect.poll(() => bench.upstream.requests).toHaveLength(1);

    leaving.abort();

    await expect(user).rejects.toThrow('aborted');
    await cut.promise;
    await expect
      .poll(() =>
        bench.gateway.metric(
          'http_server_request_duration_seconds_count{method="GET",upstream="compliance"',
        ),
      )
      .toContain('status="499"} 1');
    expect(await bench.gateway.metric('gateway_upstream_failures_total{')).toBeUndefined();
    expect(await bench.gateway.metric('gateway_upstream_requests{')).toMatch(/ 0$/);
  });

  it('in the middle of sending takes the request along', async () => {
    const cut = Promise.withResolvers<void>();
    await using bench = await startBench((req, res) => {
      res.once('close', cut.resolve);
      req.on('error', () => {}).resume();
    }, patient);
    const authorization = `Bearer ${await bench.gateway.issuer.token()}`;
    const headers = { authorization, 'content-length': '100000' };
    const req = request({
      port: bench.gateway.port,
      method: 'POST',
      path: '/compliance/x',
      headers,
    });
    req.on('error', () => {}).write('some');
    await expect.poll(() => bench.upstream.requests).toHaveLength(1);

    req.destroy();

    await cut.promise;
    await expect.poll(() => bench.gateway.metric('gateway_upstream_requests{')).toMatch(/ 0$/);
  });

  it('upstream, in the middle of a reply, breaks it off', async () => {
    await using bench = await startBench((_req, res) => {
      res.writeHead(200, { 'content-length': '1000' });
      res.write('half', () => res.destroy());
    });

    await expect(bench.send({})).rejects.toThrow('aborted');
    const broken = 'gateway_upstream_failures_total{upstream="compliance",outcome="broken"}';
    await expect.poll(() => bench.gateway.metric(broken)).toMatch(/ 1$/);
    await expect.poll(() => bench.gateway.metric('gateway_upstream_requests{')).toMatch(/ 0$/);
  });
});

describe('a connection', () => {
  it('cannot become a WebSocket', async () => {
    await using bench = await startBench();

    const reply = await sendRaw(bench.gateway.port, [
      'GET /compliance/socket HTTP/1.1',
      'Host: x',
      'Connection: Upgrade, close',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ]);

    expect(reply).toMatch(/^HTTP\/1\.1 501 /);
    expect(reply).toContain('"code":"upgrade-unsupported"');
    expect(bench.upstream.requests).toEqual([]);
  });

  it('is closed for headers beyond 16 KiB', async () => {
    await using bench = await startBench();

    const reply = await bench.send({ headers: { 'x-large': 'x'.repeat(17_000) } });

    expect(reply.status).toBe(431);
  });
});
