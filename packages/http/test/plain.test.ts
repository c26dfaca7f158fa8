import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { defineError } from '@signalos/errors';
import { bearerToken, healthRoutes, listen, reportProblem, sendProblem } from '@signalos/http';
import { createLogger } from '@signalos/runtime';
import { client } from '@signalos/testing';
import express from 'express';
import { describe, expect, it } from 'vitest';

const log = createLogger('test', { level: 'silent' });
const options = { port: 0, drainDelayMs: 0 };
const startDraining = () => {};

const cannot = defineError({
  kind: 'not-implemented',
  code: 'cannot',
  summary: 'Cannot.',
  fix: 'Do not.',
});

describe('a server without Express', () => {
  it('replies with problems too', async () => {
    await using server = await listen(
      {
        startDraining,
        handler({ method = '', url: path = '' }, res) {
          const failure = { error: cannot('Ünable'), method, path, requestId: 'r1' };
          sendProblem(res, reportProblem(failure, log));
        },
      },
      options,
    );

    const reply = await client(server.url).get('/');

    expect(reply).toMatchObject({
      status: 501,
      body: { code: 'cannot', title: 'Not Implemented', detail: 'Ünable', requestId: 'r1' },
    });
    expect(reply.headers.get('content-type')).toBe('application/problem+json');
  });

  it('answers on, when it is to stop, until load balancers have taken note', async () => {
    let isDraining = false;
    const server = await listen(
      {
        startDraining: () => void (isDraining = true),
        handler: (_req, res) => void res.end(),
      },
      { port: 0, drainDelayMs: 500 },
    );

    const stopped = server[Symbol.asyncDispose]();

    expect((await client(server.url).get('/')).status).toBe(200);
    expect(isDraining).toBe(true);
    await stopped;
    await expect(client(server.url).get('/')).rejects.toThrow('fetch failed');
  });

  it('may refuse a body before it is sent', async () => {
    await using server = await listen(
      {
        startDraining,
        handler: (_req, res) => void res.end(),
        checkContinue: (_req, res) => void res.writeHead(413, { connection: 'close' }).end(),
      },
      options,
    );
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    await once(socket, 'connect');

    socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n');

    expect(await text(socket)).toMatch(/^HTTP\/1\.1 413 /);
  });
});

const answer = (_req: unknown, res: ServerResponse) => void res.end();
const wait = (req: IncomingMessage) => void req.resume();

async function open({ url }: { readonly url: string }): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1').on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

describe('a client', () => {
  it('has so much time for its headers, and so much for its body', async () => {
    const clients = { headersTimeoutMs: 100, requestTimeoutMs: 300 };
    await using server = await listen({ handler: answer, startDraining }, { ...options, clients });
    const silent = await open(server);
    const dripping = await open(server);
    await using other = await listen({ handler: wait, startDraining }, { ...options, clients });
    const slow = await open(other);

    dripping.write('GET / HTTP/1.1\r\nHost: x\r\n');
    slow.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n');

    for (const socket of [silent, dripping, slow]) {
      expect(await text(socket)).toMatch(/^HTTP\/1\.1 408 /);
    }
  });

  it('beyond the number that may be connected is closed as it comes', async () => {
    const clients = { connectionsMax: 1 };
    await using server = await listen({ handler: answer, startDraining }, { ...options, clients });
    const first = await open(server);

    expect(await text(await open(server))).toBe('');

    first.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    expect(await text(first)).toMatch(/^HTTP\/1\.1 200 /);
  });
});

describe('health', () => {
  it('tells more than what makes it ready, when asked to', async () => {
    const handler = express().use(
      healthRoutes({
        checks: { disk: () => Promise.resolve() },
        isDraining: () => false,
        details: () => ({ upstreams: { a: 'open' } }),
      }),
    );
    await using server = await listen({ handler, startDraining }, options);

    expect((await client(server.url).get('/health/ready')).body).toEqual({
      status: 'ok',
      checks: { disk: 'ok' },
      upstreams: { a: 'open' },
    });
  });
});

describe('a bearer token', () => {
  it.each([
    [['Host', 'x', 'AUTHORIZATION', 'bearer abc.d-e_f']],
    [['authorization', 'Bearer abc.d-e_f', 'x-authorization', 'Bearer other']],
    [['x', 'authorization', 'Authorization', 'Bearer abc.d-e_f']],
  ])('is found in %j', (rawHeaders) => {
    expect(bearerToken({ rawHeaders })).toBe('abc.d-e_f');
  });

  it.each([
    [[]],
    [['Authorization', '']],
    [['Authorization', 'Basic abc']],
    [['Authorization', 'Bearer a b']],
    [['Authorization', 'Bearer a, Bearer b']],
    [['Authorization', 'Bearer a', 'authorization', 'Bearer a']],
  ])('is not found in %j', (rawHeaders) => {
    expect(() => bearerToken({ rawHeaders })).toThrow('Send one Authorization');
  });
});
