import { describe, expect, it } from 'vitest';
import { asked, startBench } from './bench.ts';
import { echo } from './upstream.ts';
import { sendRaw } from './wire.ts';

describe('a request’s header', () => {
  it('passes if it is for the service', async () => {
    await using bench = await startBench();
    const passing = {
      accept: 'application/json',
      authorization: `Bearer ${await bench.gateway.issuer.token()}`,
      'content-language': 'de',
      cookie: 'a=b; c=d',
      'idempotency-key': 'k1',
      'if-none-match': '"1"',
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      tracestate: 'x=y',
      'user-agent': 'test',
      'x-custom': 'as it came',
      'x-latin': 'Z\xfcrich',
    };

    const { headers } = asked((await bench.send({ headers: passing })).body);

    expect(headers).toMatchObject(passing);
  });

  it('is dropped if it is for one hop, or claims what only we may say', async () => {
    await using bench = await startBench();
    const token = await bench.gateway.issuer.token();

    const reply = await sendRaw(bench.gateway.port, [
      'GET /compliance/x HTTP/1.1',
      'Host: x',
      `Authorization: Bearer ${token}`,
      'Connection: close',
      'Keep-Alive: timeout=5',
      'Proxy-Authorization: Basic x',
      'Proxy-Connection: keep-alive',
      'TE: trailers',
      'Trailer: x-sum',
      'Upgrade: h2c',
      'HTTP2-Settings: AAMAAABk',
      'Forwarded: for=6.6.6.6',
      'X-Real-IP: 6.6.6.6',
      'True-Client-IP: 6.6.6.6',
      'X-Forwarded-Port: 1',
      'X-Forwarded-Prefix: /x',
      'X-SignalOS-User: admin',
      'x-signalos-roles: admin',
    ]);

    expect(reply).toMatch(/^HTTP\/1\.1 200 /);
    expect(Object.keys(bench.upstream.requests[0]?.headers ?? {}).toSorted()).toEqual([
      'authorization',
      'connection',
      'host',
      'x-forwarded-for',
      'x-forwarded-host',
      'x-forwarded-proto',
      'x-request-id',
    ]);
  });

  it('is dropped when Connection names it', async () => {
    await using bench = await startBench();
    const headers = {
      connection: 'close, X-Hop , x-other',
      'x-hop': '1',
      'x-other': '2',
      'x-stays': '3',
    };

    const received = asked((await bench.send({ headers })).body)['headers'];

    expect(received).toMatchObject({ 'x-stays': '3' });
    expect(received).not.toHaveProperty('x-hop');
    expect(received).not.toHaveProperty('x-other');
  });

  it('cannot be named away if the request would be another one without it', async () => {
    await using bench = await startBench();
    const names = ['authorization', 'content-length', 'x-forwarded-for', 'x-request-id'];

    const reply = await bench.send({
      method: 'POST',
      headers: { connection: `close, ${names.join(', ')}`, 'content-length': '5' },
      body: Buffer.from('12345'),
    });

    const { headers, body } = asked(reply.body);
    for (const name of names) expect(headers).toHaveProperty(name);
    expect(body).toBe('12345');
  });

  it('says who the client is, whatever the client says', async () => {
    await using bench = await startBench();

    const { headers, rawHeaders } = asked(
      (
        await bench.send({
          headers: {
            host: 'api.example',
            'x-forwarded-for': '6.6.6.6',
            'x-forwarded-proto': 'https',
            'x-forwarded-host': 'evil.example',
          },
        })
      ).body,
    );

    expect(headers).toMatchObject({
      host: new URL(bench.upstream.origin).host,
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'http',
      'x-forwarded-host': 'api.example',
    });
    const names = rawHeaders.filter((_value: string, index: number) => index % 2 === 0);
    expect(names).toHaveLength(new Set(names.map((name: string) => name.toLowerCase())).size);
  });

  it('says what our own proxies say of the client, when there are some', async () => {
    await using bench = await startBench(echo, { TRUSTED_PROXY_HOPS: '2' });

    const { headers } = asked(
      (
        await bench.send({
          headers: {
            'x-forwarded-for': '6.6.6.6, 203.0.113.7, 10.0.0.1',
            'x-forwarded-proto': 'https, http',
            'x-forwarded-host': 'api.example, inner',
          },
        })
      ).body,
    );

    expect(headers).toMatchObject({
      'x-forwarded-for': '203.0.113.7',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'api.example',
    });
  });
});

describe('a request id', () => {
  it('is taken over when it is well-formed', async () => {
    await using bench = await startBench();

    const reply = await bench.send({ headers: { 'x-request-id': 'my-request-1' } });

    expect(reply.headers['x-request-id']).toBe('my-request-1');
    expect(asked(reply.body)['headers']['x-request-id']).toBe('my-request-1');
  });

  it('is made anew when it is not', async () => {
    await using bench = await startBench();

    for (const given of ['short', 'with space 1', 'x'.repeat(65), 'a/../../b1']) {
      const reply = await bench.send({ headers: { 'x-request-id': given } });

      const id = reply.headers['x-request-id'];
      expect(id).toMatch(/^[0-9a-f-]{36}$/);
      expect(asked(reply.body)['headers']['x-request-id']).toBe(id);
    }
  });

  it('is in every problem', async () => {
    await using bench = await startBench();

    const reply = await bench.send({
      path: '/nowhere',
      headers: { 'x-request-id': 'my-request-2' },
    });

    expect(asked(reply.body)).toMatchObject({ code: 'no-such-route', requestId: 'my-request-2' });
  });
});

describe('a reply’s header', () => {
  it('passes, but for those of one hop and those that tell what runs here', async () => {
    await using bench = await startBench((_req, res) => {
      res.writeHead(201, [
        ['content-type', 'text/plain'],
        ['set-cookie', 'a=1'],
        ['set-cookie', 'b=2'],
        ['location', '/compliance/1'],
        ['x-custom', 'Z\xfcrich'],
        ['connection', 'x-hop, keep-alive'],
        ['x-hop', '1'],
        ['keep-alive', 'timeout=1'],
        ['proxy-authenticate', 'Basic'],
        ['server', 'nginx'],
        ['x-powered-by', 'Express'],
        ['x-request-id', 'theirs'],
        ['x-content-type-options', 'theirs'],
        ['access-control-allow-origin', '*'],
      ] as never);
      res.end(Buffer.from('made')); // Text would make the headers UTF-8.
    });

    const { status, headers, body } = await bench.send({});

    expect({ status, body: body.toString() }).toEqual({ status: 201, body: 'made' });
    expect(headers).toMatchObject({
      'content-type': 'text/plain',
      'set-cookie': ['a=1', 'b=2'],
      location: '/compliance/1',
      'x-custom': 'Z\xfcrich',
      'x-content-type-options': 'nosniff',
    });
    expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    for (const name of ['x-hop', 'proxy-authenticate', 'server', 'x-powered-by']) {
      expect(headers).not.toHaveProperty(name);
    }
    expect(headers).not.toHaveProperty('access-control-allow-origin');
    expect(headers['keep-alive']).not.toBe('timeout=1');
  });

  it('asks browsers for HTTPS when told to', async () => {
    await using bench = await startBench(echo, { HSTS_MAX_AGE_S: '300' });

    expect((await bench.send({})).headers['strict-transport-security']).toBe(
      'max-age=300; includeSubDomains',
    );
    await using other = await startBench();
    expect((await other.send({})).headers).not.toHaveProperty('strict-transport-security');
  });
});
