import { defineError } from '@signalos/errors';
import { createApp, listen, route } from '@signalos/http';
import { createLogger, createMetrics } from '@signalos/runtime';
import { client } from '@signalos/testing';
import { expect, it } from 'vitest';
import { z } from 'zod';

const tooOften = defineError({
  kind: 'rate-limited',
  code: 'too-often',
  summary: 'Too often.',
  fix: 'Wait.',
});

const get = { method: 'GET', summary: 'Something', access: 'open' } as const;
const replies = { 200: { description: 'A number', schema: z.object({ n: z.int() }) } };
const body = { n: 1 };

const media = ['text/csv', 'application/pdf'] as const;

const PIECE_BYTES = 64 * 1024;
let asked = 0;
let givenUp = 0;

async function* pieces({ count, fails }: { count: number; fails?: number | undefined }) {
  try {
    for (let n = 0; n < count; n++) {
      asked++;
      if (n === fails) throw new Error('No more');
      yield Buffer.alloc(PIECE_BYTES, n);
    }
  } finally {
    givenUp++;
  }
}

const routes = [
  route({
    ...get,
    path: '/table',
    query: z.object({ format: z.enum(['json', ...media]) }),
    replies: { 200: { ...replies[200], media } },
  }).handle(async ({ query: { format } }) => {
    if (format === 'json') return { status: 200, body };
    const data = format === 'text/csv' ? 'ä,1\r\n' : new Uint8Array([0x25, 0x50, 0xff]);
    return { status: 200, content: { mediaType: format, data } };
  }),
  route({
    ...get,
    path: '/pieces',
    query: z.object({ count: z.coerce.number(), fails: z.coerce.number().optional() }),
    replies: { 200: { ...replies[200], media: ['application/jsonl'] } },
  }).handle(async ({ query }) => ({
    status: 200,
    content: { mediaType: 'application/jsonl', data: pieces(query) },
  })),
  route({ ...get, path: '/cached', replies }).handle(async () => {
    const headers = { etag: '"v1"', 'cache-control': 'public, max-age=60' };
    return { status: 200, headers, body };
  }),
  route({ ...get, path: '/fresh', replies }).handle(async () => ({ status: 200, body })),
  route({ ...get, path: '/limited', replies, errors: [tooOften] }).handle(() =>
    Promise.reject(tooOften('Too often', { retryAfterS: 42 })),
  ),
  route({
    ...get,
    method: 'POST',
    path: '/numbers',
    body: z.object({ n: z.int() }),
    replies,
  }).handle(async ({ body: { n } }) => ({ status: 200, body: { n } })),
];

async function startApp() {
  const app = createApp({
    name: 'test',
    log: createLogger('test', { level: 'silent' }),
    metrics: createMetrics(),
    verify: () => Promise.reject(new Error('nobody has a token')),
    routes,
    checks: {},
  });
  const server = await listen(app, { port: 0, drainDelayMs: 0 });
  return {
    ...client(server.url),
    url: server.url,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

it('sends nothing that the caller has already, where it gave it an ETag', async () => {
  await using app = await startApp();

  const first = await app.get('/cached');
  const etag = first.headers.get('etag') ?? '';
  const second = await app.get('/cached', { 'if-none-match': `"v0", W/${etag}` });

  expect(first).toMatchObject({ status: 200, body });
  expect(second).toMatchObject({ status: 304, body: undefined });
  expect(second.headers.get('cache-control')).toBe('public, max-age=60');
  expect((await app.get('/cached', { 'if-none-match': '"v0"' })).status).toBe(200);
  expect((await app.get('/fresh', { 'if-none-match': etag })).status).toBe(200);
});

it('says how long to wait, in a header too', async () => {
  await using app = await startApp();

  const reply = await app.get('/limited');

  expect(reply).toMatchObject({ status: 429, body: { code: 'too-often', retryAfterS: 42 } });
  expect(reply.headers.get('retry-after')).toBe('42');
});

it('sends what is not JSON as it is, in the type that the route names', async () => {
  await using app = await startApp();
  const table = async (format: string) => {
    const reply = await fetch(`${app.url}/table?format=${encodeURIComponent(format)}`);
    return { reply, bytes: [...(await reply.bytes())] };
  };

  const csv = await table('text/csv');
  const pdf = await table('application/pdf');

  expect(csv.reply.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(csv.bytes).toEqual([...Buffer.from('ä,1\r\n')]);
  expect(pdf.reply.headers.get('content-type')).toBe('application/pdf');
  expect(pdf.bytes).toEqual([0x25, 0x50, 0xff]);
  expect(pdf.reply.headers.get('content-length')).toBe('3');
  expect((await app.get('/table?format=json')).body).toEqual(body);
});

it('sends a long reply in pieces, no faster than the client takes them', async () => {
  await using app = await startApp();

  const reply = await fetch(`${app.url}/pieces?count=40`);
  const bytes = await reply.bytes();

  expect(reply.headers.get('content-type')).toBe('application/jsonl');
  expect(bytes).toHaveLength(40 * PIECE_BYTES);
  expect([bytes[0], bytes.at(-1)]).toEqual([0, 39]);
});

it('stops asking for pieces once the client is gone', async () => {
  await using app = await startApp();
  asked = 0;
  givenUp = 0;
  const leaving = new AbortController();

  const reply = await fetch(`${app.url}/pieces?count=100000`, { signal: leaving.signal });
  leaving.abort();

  expect(reply.status).toBe(200);
  await expect.poll(() => givenUp).toBe(1);
  expect(asked).toBeLessThan(5_000);
});

it('breaks off a reply of which a piece cannot be had', async () => {
  await using app = await startApp();

  const whole = async (fails: number) => {
    const reply = await fetch(`${app.url}/pieces?count=9&fails=${fails}`);
    return { status: reply.status, bytes: await reply.bytes() };
  };

  await expect(whole(3)).rejects.toThrow('terminated');
  expect(await whole(0)).toMatchObject({ status: 500 });
});

it('documents every type that a reply may have', async () => {
  await using app = await startApp();

  const { body: document } = await app.get('/openapi.json');

  expect(Object.keys(document.paths['/table'].get.responses[200].content)).toEqual([
    'application/json',
    'text/csv',
    'application/pdf',
  ]);
});

const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

it('is clear about a body that is nested too deeply', async () => {
  await using app = await startApp();

  expect(await app.post('/numbers', nested(65))).toMatchObject({
    status: 400,
    body: {
      code: 'invalid-request',
      errors: [{ pointer: '#', detail: 'may have 64 levels at most' }],
    },
  });
  expect((await app.post('/numbers', nested(64))).body.errors).toMatchObject([
    { detail: expect.stringContaining('expected object') },
  ]);
});

it('names a header that is wrong by its name', async () => {
  await using app = await startApp();

  const reply = await app.post('/numbers', body, { 'idempotency-key': 'a b' });

  expect(reply).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
  expect(reply.body.errors).toMatchObject([{ parameter: 'idempotency-key', in: 'header' }]);
});
