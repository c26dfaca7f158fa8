import { once } from 'node:events';
import { request, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { asked, startBench } from './bench.ts';
import { startTestGateway, type TestGateway } from './gateway.ts';
import { echo, freeOrigin, startUpstream } from './upstream.ts';

const never = () => {};

/** Takes connections and does with them as it is told. */
async function startTcp(onConnection: (socket: Socket) => void) {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket.on('error', () => {}).resume());
    onConnection(socket);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}

describe('an upstream that is slow', () => {
  it('to answer is given up: 504', async () => {
    await using bench = await startBench(never, { HEADERS_TIMEOUT_MS: '200' });

    const reply = await bench.send({ method: 'POST', body: Buffer.from('x') });

    expect(reply.status).toBe(504);
    expect(asked(reply.body)).toMatchObject({ code: 'upstream-timeout', status: 504 });
    expect(asked(reply.body)['requestId']).toBe(reply.headers['x-request-id']);
    expect(bench.upstream.requests).toHaveLength(1);
  });

  it('to go on with its reply is cut off', async () => {
    await using bench = await startBench((_req, res) => void res.write('begun'), {
      BODY_IDLE_TIMEOUT_MS: '200',
    });

    await expect(bench.send({})).rejects.toThrow('aborted');
  });

  it('altogether is cut off, however steadily it drips', async () => {
    await using bench = await startBench(
      (_req, res) => {
        const dripping = setInterval(() => res.write('drip'), 20);
        res.once('close', () => clearInterval(dripping));
      },
      { TOTAL_TIMEOUT_MS: '300' },
    );

    await expect(bench.send({})).rejects.toThrow('aborted');
  });

  it('altogether before it answers is given up: 504', async () => {
    await using bench = await startBench(never, { TOTAL_TIMEOUT_MS: '200' });

    expect((await bench.send({})).status).toBe(504);
  });

  it('because it streams events is not cut off', async () => {
    await using bench = await startBench(
      (_req, res) => {
        res
          .writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' })
          .write('data: 1\n\n');
        setTimeout(() => res.end('data: 2\n\n'), 500);
      },
      { TOTAL_TIMEOUT_MS: '200' },
    );

    expect((await bench.send({})).body.toString()).toBe('data: 1\n\ndata: 2\n\n');
  });

  it('is not blamed for a client that is slow to send', async () => {
    await using bench = await startBench(echo, {
      TOTAL_TIMEOUT_MS: '200',
      CIRCUIT_FAILURES_MAX: '1',
    });
    const req = request({
      port: bench.gateway.port,
      method: 'POST',
      path: '/compliance/x',
      headers: { authorization: `Bearer ${await bench.gateway.issuer.token()}` },
    });
    req.write('begun');
    const [res] = (await once(req, 'response')) as [IncomingMessage];
    expect(res.statusCode).toBe(504);
    req.destroy();

    expect((await bench.send({})).status).toBe(200);
  });
});

describe('an upstream that fails', () => {
  it('by closing the connection is a 502, and is not asked twice', async () => {
    await using bench = await startBench((req) => void req.socket.destroy());

    const reply = await bench.send({});

    expect(reply.status).toBe(502);
    expect(asked(reply.body)).toMatchObject({ code: 'upstream-failed', status: 502 });
    expect(bench.upstream.requests).toHaveLength(1);
  });

  it('by talking nonsense is a 502', async () => {
    await using tcp = await startTcp((socket) => {
      socket.once('data', () => socket.end('SSH-2.0-OpenSSH_9.2\r\n\r\n'));
    });
    await using gateway = await startTestGateway({ compliance: tcp.origin });

    const reply = await (await gateway.user()).get('/compliance/x');

    expect(reply).toMatchObject({ status: 502, body: { code: 'upstream-failed' } });
  });

  it.each(['GET', 'POST'])('to be there is a 503, also with a body: %s', async (method) => {
    await using gateway = await startTestGateway({ compliance: await freeOrigin() });
    const user = await gateway.user();

    const reply = await (method === 'GET'
      ? user.get('/compliance/x')
      : user.post('/compliance/x', {}));

    expect(reply).toMatchObject({ status: 503, body: { code: 'upstream-unavailable' } });
    expect(reply.headers.get('retry-after')).toBe('1');
  });

  it('to have an address is a 503', async () => {
    await using gateway = await startTestGateway({ compliance: 'http://nowhere.invalid' });

    const reply = await (await gateway.user()).get('/compliance/x');

    expect(reply).toMatchObject({ status: 503, body: { code: 'upstream-unavailable' } });
  });

  it('to complete the connection is a 504', async () => {
    await using silent = await startTcp(() => {}); // It never answers the TLS handshake.
    await using gateway = await startTestGateway(
      { compliance: silent.origin.replace('http:', 'https:') },
      { CONNECT_TIMEOUT_MS: '200' },
    );

    const reply = await (await gateway.user()).post('/compliance/x', {});

    expect(reply.body).toMatchObject({ status: 504, code: 'upstream-timeout' });
  });

  it('does not take the others along', async () => {
    await using upstream = await startUpstream();
    await using gateway = await startTestGateway({
      compliance: await freeOrigin(),
      marketplace: upstream.origin,
    });
    const user = await gateway.user();

    await user.get('/compliance/x');

    expect((await user.get('/marketplace/x')).status).toBe(200);
  });
});

describe('a request to an upstream that nobody can connect to', () => {
  it('is sent once more, and no more, if that does no harm', async () => {
    await using gateway = await startTestGateway({ compliance: await freeOrigin() });
    const user = await gateway.user();

    await user.post('/compliance/x', {});
    expect(await gateway.metric('gateway_upstream_failures_total{')).toMatch(/ 1$/);
    await user.get('/compliance/x');
    expect(await gateway.metric('gateway_upstream_failures_total{')).toMatch(/ 3$/);
    await user.post('/compliance/x', {}, { 'idempotency-key': 'k1' });
    expect(await gateway.metric('gateway_upstream_failures_total{')).toMatch(/ 5$/);
    expect(await gateway.metric('gateway_upstream_retries_total{')).toMatch(/ 2$/);
  });

  it.each(['GET', 'POST'])('is answered if the upstream is back at once: %s', async (method) => {
    const origin = await freeOrigin();
    await using gateway = await startTestGateway({ compliance: origin });
    const user = await gateway.user();
    const key = { 'idempotency-key': 'k1' };

    const asking =
      method === 'GET' ? user.get('/compliance/x') : user.post('/compliance/x', { a: 1 }, key);
    await sleep(25); // Half of the time the gateway waits, in the same process.
    await using _back = await startUpstream(echo, { port: Number(new URL(origin).port) });

    expect(await asking).toMatchObject({
      status: 200,
      body: { body: method === 'GET' ? '' : '{"a":1}' },
    });
  });
});

/** The second comes while the gateway waits before it tries once more. */
async function* twoPieces(gateway: TestGateway) {
  yield Buffer.alloc(900);
  while ((await gateway.metric('gateway_upstream_failures_total{')) === undefined) await sleep(1);
  yield Buffer.alloc(900);
}

describe('a body that turns out too large while its upstream is away', () => {
  it('is refused, and harms nobody else', async () => {
    await using bench = await startBench(echo, { BODY_BYTES_MAX: '1000' });
    await bench.upstream[Symbol.asyncDispose]();

    const reply = await bench.send({
      method: 'POST',
      headers: { 'idempotency-key': 'k1' },
      body: Readable.from(twoPieces(bench.gateway)),
    });

    expect(reply.status).toBe(503);
    expect((await bench.gateway.anonymous.get('/health/live')).status).toBe(200);
  });
});

describe('a circuit', () => {
  const twice = { CIRCUIT_FAILURES_MAX: '2', CIRCUIT_OPEN_MS: '300' };

  it('opens after failures in a row, and spares the upstream', async () => {
    await using bench = await startBench((req) => void req.socket.destroy(), {
      ...twice,
      CIRCUIT_OPEN_MS: '3000',
    });

    const replies = [];
    for (let n = 0; n < 4; n++) replies.push(await bench.send({}));

    expect(replies.map(({ body }) => asked(body)['code'])).toEqual([
      'upstream-failed',
      'upstream-failed',
      'upstream-unavailable',
      'upstream-unavailable',
    ]);
    expect(replies[3]?.headers['retry-after']).toBe('3');
    expect(bench.upstream.requests).toHaveLength(2);
    expect((await bench.gateway.anonymous.get('/health/ready')).body).toMatchObject({
      status: 'ok',
      upstreams: { compliance: 'open' },
    });
    expect(await bench.gateway.metric('gateway_upstream_circuit{')).toMatch(/ 1$/);
    const refused = 'gateway_upstream_refused_total{upstream="compliance",reason="circuit-open"}';
    expect(await bench.gateway.metric(refused)).toMatch(/ 2$/);
  });

  it('lets one request try, and closes when that is answered', async () => {
    let works = false;
    await using bench = await startBench(async (req, res) => {
      if (!works) req.socket.destroy();
      else if (req.url !== '/compliance/slow') await echo(req, res);
      else setTimeout(() => res.end(), 150);
    }, twice);
    for (let n = 0; n < 2; n++) await bench.send({});
    works = true;
    await sleep(310);

    const trying = bench.send({ path: '/compliance/slow' });
    await expect.poll(() => bench.upstream.requests).toHaveLength(3);
    expect((await bench.send({})).status).toBe(503);
    expect((await trying).status).toBe(200);
    expect((await bench.send({})).status).toBe(200);
  });

  it('stays open when the one that tries fails', async () => {
    await using bench = await startBench((req) => void req.socket.destroy(), twice);
    for (let n = 0; n < 2; n++) await bench.send({});
    await sleep(310);

    expect((await bench.send({})).status).toBe(502);
    expect((await bench.send({})).status).toBe(503);
    expect(bench.upstream.requests).toHaveLength(3);
  });

  it('is not opened by an upstream’s own errors, nor by clients that leave', async () => {
    await using bench = await startBench(
      (req, res) => {
        if (req.url === '/compliance/error') res.writeHead(500).end();
      },
      { CIRCUIT_FAILURES_MAX: '1' },
    );
    await bench.send({ path: '/compliance/error' });
    const headers = { authorization: `Bearer ${await bench.gateway.issuer.token()}` };
    const options = { port: bench.gateway.port, path: '/compliance/never', headers };
    const leaving = request(options)
      .on('error', () => {})
      .end();
    await expect.poll(() => bench.upstream.requests).toHaveLength(2);

    leaving.destroy();

    await expect.poll(() => bench.gateway.metric('gateway_upstream_requests{')).toMatch(/ 0$/);
    expect((await bench.send({ path: '/compliance/error' })).status).toBe(500);
  });
});

describe('too many requests at once', () => {
  it('are shed, and counted, until there is room again', async () => {
    const held: ServerResponse[] = [];
    await using bench = await startBench((_req, res) => void held.push(res), {
      UPSTREAM_CONCURRENCY_MAX: '2',
    });
    const first = bench.send({});
    const second = bench.send({});
    await expect.poll(() => held).toHaveLength(2);

    const third = await bench.send({});

    expect(third).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
    expect(asked(third.body)).toMatchObject({ code: 'upstream-overloaded' });
    expect(await bench.gateway.metric('gateway_upstream_requests{')).toMatch(/ 2$/);
    for (const res of held.splice(0)) res.end();
    await Promise.all([first, second]);
    const fourth = bench.send({});
    await expect.poll(() => held).toHaveLength(1);
    held[0]?.end();
    expect((await fourth).status).toBe(200);
  });
});
