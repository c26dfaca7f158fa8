import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { asked, startBench } from './bench.ts';
import { startTestGateway } from './gateway.ts';
import { echo } from './upstream.ts';
import { sendRaw } from './wire.ts';

const hash = (data: Buffer) => createHash('sha256').update(data).digest('hex');
const MEGABYTE = 1024 ** 2;
const LARGE = { BODY_BYTES_MAX: String(40 * MEGABYTE) };

async function* slowly(text: string) {
  for (const byte of text) {
    await sleep(5);
    yield byte;
  }
}

describe('a body', () => {
  it('of 30 MB goes up byte for byte, with and without a length', async () => {
    await using bench = await startBench(async (req, res) => {
      const body = await buffer(req);
      res.end(JSON.stringify({ hash: hash(body), headers: req.headers }));
    }, LARGE);
    const body = randomBytes(30 * MEGABYTE);
    const pieces = () =>
      Readable.from(
        Array.from({ length: 480 }, (_, n) => body.subarray(n * 65_536, (n + 1) * 65_536)),
      );

    const withLength = await bench.send({
      method: 'POST',
      body,
      headers: { 'content-length': String(body.length) },
    });
    const chunked = await bench.send({ method: 'PUT', body: pieces() });

    expect(asked(withLength.body)).toMatchObject({
      hash: hash(body),
      headers: { 'content-length': String(body.length) },
    });
    expect(asked(chunked.body)).toMatchObject({
      hash: hash(body),
      headers: { 'transfer-encoding': 'chunked' },
    });
  });

  it('of 30 MB comes down byte for byte, and waits for a slow reader', async () => {
    const body = randomBytes(30 * MEGABYTE);
    let written = 0;
    await using bench = await startBench((_req, res) => {
      Readable.from(
        Array.from({ length: 480 }, (_, n) => body.subarray(n * 65_536, (n + 1) * 65_536)),
      )
        .on('data', (piece: Buffer) => (written += piece.length))
        .pipe(res);
    });
    const authorization = `Bearer ${await bench.gateway.issuer.token()}`;
    const req = request({
      port: bench.gateway.port,
      path: '/compliance/big',
      headers: { authorization },
    });
    const [res] = (await once(req.end(), 'response')) as [IncomingMessage];

    await sleep(300);
    expect(written).toBeLessThan(25 * MEGABYTE);
    expect(hash(await buffer(res))).toBe(hash(body));
  });

  it('of one byte at a time arrives', async () => {
    await using bench = await startBench();
    const reply = await bench.send({ method: 'POST', body: Readable.from(slowly('slowly')) });

    expect(asked(reply.body)['body']).toBe('slowly');
  });

  it('that says it is too large is refused before any of it is read', async () => {
    await using bench = await startBench(echo, { BODY_BYTES_MAX: '1000' });

    const reply = await bench.send({
      method: 'POST',
      headers: { 'content-length': '1001', expect: '100-continue' },
      body: Readable.from([]),
    });

    expect(reply).toMatchObject({ status: 413, headers: { connection: 'close' } });
    expect(asked(reply.body)).toMatchObject({ code: 'body-too-large', limit: 1000 });
    expect(bench.upstream.requests).toEqual([]);
  });

  it('that turns out too large is refused on the way', async () => {
    let broken = false;
    await using bench = await startBench(
      (req) => {
        req.on('error', () => (broken = true)).resume();
      },
      { BODY_BYTES_MAX: String(MEGABYTE) },
    );
    let sent = 0;
    async function* endless() {
      for (;;) {
        await sleep(1);
        sent += 65_536;
        yield Buffer.alloc(65_536);
      }
    }

    const reply = await bench.send({ method: 'POST', body: Readable.from(endless()) });

    expect(reply.status).toBe(413);
    expect(asked(reply.body)).toMatchObject({ code: 'body-too-large' });
    expect(sent).toBeLessThan(8 * MEGABYTE);
    await expect.poll(() => broken).toBe(true);
  });

  it('that fits exactly passes', async () => {
    await using bench = await startBench(echo, { BODY_BYTES_MAX: '1000' });

    const reply = await bench.send({
      method: 'POST',
      body: Readable.from([Buffer.alloc(999, 97), 'b']),
    });

    expect(asked(reply.body)['body']).toHaveLength(1_000);
  });

  it('is asked for when the client waits to be asked', async () => {
    await using bench = await startBench();
    const authorization = `Bearer ${await bench.gateway.issuer.token()}`;
    const headers = { authorization, expect: '100-continue', 'content-length': '4' };
    const req = request({
      port: bench.gateway.port,
      method: 'POST',
      path: '/compliance/x',
      headers,
    });
    req.flushHeaders();
    await once(req, 'continue');

    const [res] = (await once(req.end('body'), 'response')) as [IncomingMessage];

    const received = asked(await buffer(res));
    expect(received['body']).toBe('body');
    expect(received['headers']).not.toHaveProperty('expect');
  });

  it('that nobody wants is read a while, so that the refusal arrives, and then cut off', async () => {
    await using gateway = await startTestGateway({ compliance: 'http://127.0.0.1:9' });
    const headers = { 'content-length': String(MEGABYTE) };
    const req = request({ port: gateway.port, method: 'POST', path: '/compliance/x', headers });
    req.write(Buffer.alloc(1_000));
    const [res] = (await once(req, 'response')) as [IncomingMessage];
    expect(res.statusCode).toBe(401);
    res.resume();
    const startedAt = performance.now();

    await once(req, 'close');

    expect(performance.now() - startedAt).toBeLessThan(4_000);
  });

  it('that nobody wants leaves the connection usable once it has ended', async () => {
    await using bench = await startBench();
    const head = ['HTTP/1.1', 'Host: x', 'Content-Length: 5', '', 'hello'].join('\r\n');

    const replies = await sendRaw(bench.gateway.port, [
      `POST /compliance/a ${head}GET /compliance/b HTTP/1.1`,
      'Host: x',
      'Connection: close',
    ]);

    expect(replies.match(/HTTP\/1\.1 401 /g)).toHaveLength(2);
  });
});
