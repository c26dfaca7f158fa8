import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { asked, startBench, type Bench } from './bench.ts';
import { startTestGateway } from './gateway.ts';
import { echo, startUpstream } from './upstream.ts';
import { open, send } from './wire.ts';
import { startWiretap } from './wiretap.ts';

const QUICK = { CLIENT_HEADERS_TIMEOUT_MS: '300', CLIENT_REQUEST_TIMEOUT_MS: '600' };

async function headOf({ gateway }: Bench, ...lines: string[]): Promise<string> {
  const authorization = `Authorization: Bearer ${await gateway.issuer.token()}`;
  return ['POST /compliance/x HTTP/1.1', 'Host: x', authorization, ...lines, ''].join('\r\n');
}

const closing = (socket: Socket) =>
  new Promise<void>((resolve) => void socket.on('error', () => {}).once('close', resolve));

/** Sends one byte after another for as long as it may, and tells how long that was and what came. */
async function drip(socket: Socket, text: string) {
  const startedAt = performance.now();
  let reply = '';
  socket.on('data', (chunk) => (reply += chunk.toString()));
  const closed = closing(socket);
  for (const byte of text) {
    if (socket.destroyed) break;
    socket.write(byte);
    await sleep(25);
  }
  await closed;
  return { reply, ms: performance.now() - startedAt };
}

describe('a client that drips', () => {
  it('its headers is cut off', async () => {
    await using bench = await startBench(echo, QUICK);
    const socket = await open(bench.gateway.port);
    socket.write(await headOf(bench));

    const { reply, ms } = await drip(socket, `X-Slow: ${'x'.repeat(200)}`);

    expect(reply).toMatch(/^HTTP\/1\.1 408 /);
    expect(ms).toBeLessThan(3_000);
    expect(bench.upstream.requests).toEqual([]);
  });

  it('its body is cut off, and its place upstream is free again', async () => {
    await using bench = await startBench(echo, QUICK);
    const socket = await open(bench.gateway.port);
    socket.write(`${await headOf(bench, 'Content-Length: 1000')}\r\n`);

    const { ms } = await drip(socket, 'x'.repeat(400));

    expect(ms).toBeLessThan(4_000);
    await expect.poll(() => bench.gateway.metric('gateway_upstream_requests{')).toMatch(/ 0$/);
    expect((await bench.send({})).status).toBe(200);
  });

  it('nothing at all is cut off', async () => {
    await using bench = await startBench(echo, QUICK);
    const startedAt = performance.now();

    await once((await open(bench.gateway.port)).resume(), 'close');

    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });
});

describe('a client that does not read', () => {
  it('is cut off while more is to come', async () => {
    const bytes = 64 * 1024 ** 2;
    await using bench = await startBench((_req, res) => void res.end(Buffer.alloc(bytes)), {
      TOTAL_TIMEOUT_MS: '700',
    });
    const socket = await open(bench.gateway.port);
    const closed = closing(socket.pause());
    socket.write(`${(await headOf(bench)).replace('POST', 'GET')}\r\n`);

    await sleep(1_500);

    await expect.poll(() => bench.gateway.metric('gateway_upstream_requests{')).toMatch(/ 0$/);
    let received = 0;
    socket.on('data', (chunk) => (received += chunk.length)).resume();
    await closed;
    expect(received).toBeLessThan(bytes);
    expect((await bench.send({ method: 'HEAD' })).status).toBe(200);
  });

  it('is cut off when all has come from the upstream', async () => {
    const requests = 2_000;
    await using bench = await startBench((_req, res) => void res.end(Buffer.alloc(15_000)), {
      TOTAL_TIMEOUT_MS: '700',
      LIMIT_PER_USER: '1000000',
      LIMIT_PER_ADDRESS: '1000000',
      CALLER_CONCURRENCY_MAX: '1000',
      UPSTREAM_CONCURRENCY_MAX: '1000',
    });
    const socket = await open(bench.gateway.port);
    const closed = closing(socket.pause());
    const request = `${(await headOf(bench)).replace('POST', 'GET')}\r\n`;
    const sentIn = async (ms: number) => {
      const before = bench.upstream.requests.length;
      await sleep(ms);
      return bench.upstream.requests.length - before;
    };

    socket.write(request.repeat(requests));
    await expect.poll(() => bench.upstream.requests.length).toBeGreaterThan(0);
    await expect.poll(() => sentIn(1_000)).toBe(0);
    socket.resume();

    await closed;
    expect(bench.upstream.requests.length).toBeLessThan(requests);
  });
});

describe('many connections', () => {
  it('are closed as they come beyond a limit, and served again when there are fewer', async () => {
    await using upstream = await startUpstream();
    await using gateway = await startTestGateway(
      { compliance: upstream.origin },
      { CONNECTIONS_MAX: '20' },
    );
    const sockets = await Promise.all(Array.from({ length: 40 }, () => open(gateway.port)));
    const isGone = new Set<Socket>();
    for (const socket of sockets) {
      socket
        .on('error', () => {})
        .on('close', () => isGone.add(socket))
        .resume();
    }

    await expect.poll(() => isGone.size).toBeGreaterThanOrEqual(20);
    await sleep(100);
    expect(isGone.size).toBeLessThanOrEqual(22); // Of clients that asked whether it is ready.
    for (const socket of sockets) socket.destroy();
    await expect
      .poll(async () =>
        send(gateway.port, { path: '/health/live' }).then(
          ({ status }) => status,
          () => 0,
        ),
      )
      .toBe(200);
  });
});

describe('one caller', () => {
  it('cannot take the places of others: 429', async () => {
    const held: ServerResponse[] = [];
    await using bench = await startBench((_req, res) => void held.push(res), {
      UPSTREAM_CONCURRENCY_MAX: '10',
      CALLER_CONCURRENCY_MAX: '4',
    });
    const hostile = Array.from({ length: 20 }, () => bench.send({}));
    const refused = Promise.all(hostile.slice(4));
    await expect.poll(() => held).toHaveLength(4);

    for (const { status, headers, body } of await refused) {
      expect({ status, wait: headers['retry-after'] }).toEqual({ status: 429, wait: '1' });
      expect(asked(body)).toMatchObject({ code: 'too-many-at-once' });
    }
    const user = await bench.gateway.user();
    const others = Array.from({ length: 3 }, () => user.get('/compliance/x'));
    await expect.poll(() => held).toHaveLength(7);
    for (const res of held.splice(0)) res.end();
    expect((await Promise.all(others)).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await Promise.all(hostile.slice(0, 4))).map(({ status }) => status)).toEqual(
      Array(4).fill(200),
    );
    const reason = 'gateway_upstream_refused_total{upstream="compliance",reason="caller"}';
    expect(await bench.gateway.metric(reason)).toMatch(/ 16$/);
  });

  it('is a network, where nobody has to say who he is', async () => {
    const held: ServerResponse[] = [];
    await using auth = await startUpstream((_req, res) => void held.push(res));
    await using gateway = await startTestGateway(
      { auth: auth.origin },
      { CALLER_CONCURRENCY_MAX: '2', TRUSTED_PROXY_HOPS: '1' },
    );
    const from = (address: string) =>
      send(gateway.port, {
        path: '/.well-known/jwks.json',
        headers: { 'x-forwarded-for': address },
      });
    const first = [from('2001:db8:1:2::1'), from('2001:db8:1:2::2')];
    await expect.poll(() => held).toHaveLength(2);

    expect((await from('2001:db8:1:2::3')).status).toBe(429);
    const other = from('2001:db8:1:3::1');
    await expect.poll(() => held).toHaveLength(3);
    for (const res of held) res.end();
    expect((await other).status).toBe(200);
    await Promise.all(first);
  });
});

describe('bodies of one byte in each packet', () => {
  it('arrive both ways, as fast as they are sent', async () => {
    await using bench = await startBench(async (req, res) => {
      for await (const chunk of req) res.write(chunk);
      res.end('.');
    });
    const socket = (await open(bench.gateway.port)).setNoDelay();
    let reply = '';
    socket.on('data', (chunk) => (reply += chunk.toString()));
    const head = await headOf(bench, 'Transfer-Encoding: chunked', 'Connection: close');

    for (const byte of `${head}\r\n`) socket.write(byte);
    for (const letter of 'slowly') {
      for (const byte of `1\r\n${letter}\r\n`) {
        socket.write(byte);
        await sleep(1);
      }
      await expect.poll(() => reply).toContain(`\r\n1\r\n${letter}\r\n`);
    }
    socket.write('0\r\n\r\n');

    await once(socket, 'close');
    const pieces = ['s', 'l', 'o', 'w', 'l', 'y', '.'].map((letter) => `1\r\n${letter}\r\n`);
    expect(reply.slice(reply.indexOf('\r\n\r\n') + 4)).toBe(`${pieces.join('')}0\r\n\r\n`);
  });
});

interface BadReply {
  readonly name: string;
  readonly method: string;
  readonly reply: string;
  readonly status: number;
}

describe('an upstream that says more than it may', () => {
  const more = 'HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison';

  it.each<BadReply>([
    { name: 'a body to HEAD', method: 'HEAD', reply: more, status: 200 },
    {
      name: 'a body with 204',
      method: 'GET',
      reply: 'HTTP/1.1 204 No Content\r\nContent-Length: 6\r\n\r\npoison',
      status: 204,
    },
    {
      name: 'a body with 304',
      method: 'GET',
      reply: 'HTTP/1.1 304 Not Modified\r\nContent-Length: 6\r\n\r\npoison',
      status: 304,
    },
    {
      name: 'a second reply',
      method: 'GET',
      reply: `HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok${more}`,
      status: 200,
    },
    {
      name: 'a second reply after 204',
      method: 'GET',
      reply: `HTTP/1.1 204 No Content\r\n\r\n${more}`,
      status: 204,
    },
    {
      name: 'length and chunked',
      method: 'GET',
      reply: 'HTTP/1.1 200 OK\r\nContent-Length: 40\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      status: 502,
    },
    {
      name: 'two lengths',
      method: 'GET',
      reply: `HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 50\r\n\r\nok`,
      status: 502,
    },
    {
      name: 'a folded header',
      method: 'GET',
      reply: 'HTTP/1.1 200 OK\r\nX-A: b\r\n c\r\nContent-Length: 2\r\n\r\nok',
      status: 502,
    },
    {
      name: '17 kB of headers',
      method: 'GET',
      reply: `HTTP/1.1 200 OK\r\nX-A: ${'b'.repeat(17_000)}\r\n\r\n`,
      status: 502,
    },
  ])('poisons nobody’s reply: $name', async ({ method, reply, status }) => {
    const fine = 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfine';
    await using wiretap = await startWiretap([reply, fine]);
    await using gateway = await startTestGateway({ compliance: wiretap.origin });
    const headers = { authorization: `Bearer ${await gateway.issuer.token()}` };
    const ask = (asking: string) =>
      send(gateway.port, { method: asking, path: '/compliance/x', headers });

    const first = await ask(method);
    const later = await Promise.all([ask('GET'), ask('GET'), ask('GET')]);

    expect(first.status).toBe(status);
    expect(first.body.toString()).not.toContain('poison');
    for (const { body } of later) expect(body.toString()).toBe('fine');
  });
});

describe('a gateway that stops', () => {
  it('sees long replies and event streams of upstreams through', async () => {
    await using bench = await startBench(
      (req, res) => {
        const type = req.url === '/compliance/events' ? 'text/event-stream' : 'text/plain';
        res.writeHead(200, { 'content-type': type });
        let left = 10;
        const timer = setInterval(() => {
          res.write(`data: ${left}\n\n`);
          if (--left > 0) return;
          clearInterval(timer);
          res.end();
        }, 80);
      },
      { DRAIN_DELAY_MS: '100' },
    );
    const both = ['/compliance/events', '/compliance/long'].map((path) => bench.send({ path }));
    await expect.poll(() => bench.upstream.requests).toHaveLength(2);

    await bench.gateway.stop();

    for (const { body } of await Promise.all(both)) {
      expect(body.toString().match(/data/g)).toHaveLength(10);
    }
  });
});
