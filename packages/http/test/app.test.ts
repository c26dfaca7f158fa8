import { defineError } from '@signalos/errors';
import { createApp, listen, remoteKeys, route, tokenVerifier, type Route } from '@signalos/http';
import { createLogger, createMetrics } from '@signalos/runtime';
import { client, startDatabase, startIssuer, transactOver, type Client } from '@signalos/testing';
import { Pool } from 'pg';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const database = new URL('service/', import.meta.url);
const log = createLogger('test', { level: 'silent' });

const taken = defineError({
  kind: 'conflict',
  code: 'name-taken',
  summary: 'The name is in use.',
  fix: 'Choose another.',
});

const Person = z.strictObject({
  name: z.string().min(2),
  tags: z.array(z.object({ a: z.int() })).max(3),
});

interface TestApp extends AsyncDisposable {
  readonly url: string;
  readonly anonymous: Client;
  readonly pool: Pool;
  readonly startDraining: () => void;
  user(claims?: { sub?: string; roles?: string[] }): Promise<Client>;
}

async function startApp(isReady = () => Promise.resolve()): Promise<TestApp> {
  await using stack = new AsyncDisposableStack();
  const issuer = stack.use(await startIssuer());
  const { url: databaseUrl } = stack.use(await startDatabase(database));
  const pool = new Pool({ connectionString: databaseUrl });
  stack.defer(() => pool.end());
  const keys = stack.use(remoteKeys({ url: issuer.jwksUrl, log }));
  const app = createApp({
    name: 'test',
    log,
    metrics: createMetrics(),
    verify: tokenVerifier({ issuer: issuer.url, keys }),
    routes: routes(pool),
    checks: { thing: isReady },
  });
  const server = stack.use(await listen(app, { port: 0, drainDelayMs: 0 }));
  const resources = stack.move();
  return {
    url: server.url,
    pool,
    startDraining: app.startDraining,
    anonymous: client(server.url),
    user: async (claims) => client(server.url, await issuer.token(claims)),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

const routes = (pool: Pool): Route[] => [
  route({
    method: 'GET',
    path: '/me/{id}',
    summary: 'Who am I',
    params: z.object({ id: z.uuid() }),
    query: z.object({ deep: z.stringbool().default(false) }),
    replies: {
      200: { description: 'You', schema: z.object({ id: z.string(), deep: z.boolean() }) },
    },
  }).handle(async ({ actor, query: { deep } }) => {
    const secret = { internal: 'not in the schema' };
    return { status: 200, body: { id: actor.id, deep, ...secret } };
  }),

  route({
    method: 'POST',
    path: '/people',
    summary: 'Add a person',
    body: Person,
    bodyLimitBytes: 1_000,
    replies: { 201: { description: 'Added', schema: z.object({ n: z.int() }) } },
    errors: [taken],
  }).handle(({ body: { name }, once }) =>
    once(transactOver(pool), async (tx) => {
      if (name === 'taken') throw taken(`${name} is taken`, { name });
      await tx.$executeRaw`insert into entry (id, value) select count(*), ${name} from entry`;
      const [row] = await tx.$queryRaw<{ n: number }[]>`select count(*)::int as n from entry`;
      return { status: 201, body: { n: row?.n ?? 0 } };
    }),
  ),

  route({
    method: 'GET',
    path: '/open',
    summary: 'For everyone',
    access: 'open',
    replies: {
      200: {
        description: 'Where you come from, and with which key',
        schema: z.object({ address: z.string(), key: z.string().nullable() }),
      },
    },
  }).handle(async ({ client: { address }, idempotencyKey: key = null }) => ({
    status: 200,
    body: { address, key },
  })),

  route({
    method: 'PUT',
    path: '/everything',
    summary: 'For admins',
    requires: 'admin',
    body: Person,
    replies: { 204: { description: 'Replaced' } },
  }).handle(async () => ({ status: 204 })),

  route({
    method: 'GET',
    path: '/broken',
    summary: 'A bug',
    access: 'open',
    replies: { 200: { description: 'Never', schema: z.object({}) } },
  }).handle(() => Promise.reject(new Error('secret detail'))),

  route({
    method: 'GET',
    path: '/away',
    summary: 'An outage',
    access: 'open',
    replies: { 204: { description: 'Never' } },
  }).handle(() => Promise.reject(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }))),
];

const anna = { name: 'anna', tags: [] };
const id = '0197a5f0-0000-7000-8000-000000000000';

describe('a route', () => {
  it('gets its input read and checked, and gives out only what its schema names', async () => {
    await using app = await startApp();
    const sub = '0197a5f0-0000-7000-8000-000000000001';

    const reply = await (await app.user({ sub })).get(`/me/${id}?deep=true`);

    expect(reply).toMatchObject({ status: 200, body: { id: sub, deep: true } });
    expect(reply.body).not.toHaveProperty('internal');
    expect(reply.headers.get('cache-control')).toBe('no-store');
    expect(reply.headers.get('x-powered-by')).toBeNull();
  });

  it('needs a token, unless it is open', async () => {
    await using app = await startApp();

    const refused = await app.anonymous.get(`/me/${id}`);

    expect(refused).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    expect(refused.headers.get('www-authenticate')).toBe('Bearer');
    expect((await app.anonymous.get('/open')).status).toBe(200);
  });

  it('asks who is calling before it reads the body', async () => {
    await using app = await startApp();

    expect((await app.anonymous.post('/people', '{"broken')).status).toBe(401);
  });

  it('may ask for a role', async () => {
    await using app = await startApp();

    expect(await (await app.user()).put('/everything', anna)).toMatchObject({
      status: 403,
      body: { code: 'forbidden', requires: 'admin' },
    });
    const admin = await app.user({ roles: ['admin'] });
    expect((await admin.put('/everything', anna)).status).toBe(204);
  });

  it('asks for its role after the token and before the body', async () => {
    await using app = await startApp();

    expect((await app.anonymous.put('/everything', anna)).status).toBe(401);
    expect((await (await app.user()).put('/everything', '{"broken')).status).toBe(403);
  });

  it('knows the client’s address from the one proxy in front', async () => {
    await using app = await startApp();

    const reply = await app.anonymous.get('/open', { 'x-forwarded-for': '10.6.6.6, 203.0.113.7' });

    expect(reply.body.address).toBe('203.0.113.7');
  });
});

describe('a problem', () => {
  it('names every field that is wrong, by its pointer', async () => {
    await using app = await startApp();
    const body = { name: 'x', tags: [{ a: 'one' }], 'od/d~key': 1 };

    const reply = await (await app.user()).post('/people', body);

    expect(reply.headers.get('content-type')).toContain('application/problem+json');
    expect(reply.body).toEqual({
      type: 'urn:signalos:problem:invalid-request',
      title: 'Bad Request',
      status: 400,
      code: 'invalid-request',
      detail: expect.any(String),
      requestId: reply.headers.get('x-request-id'),
      errors: [
        { pointer: '#/name', detail: expect.stringContaining('2') },
        { pointer: '#/tags/0/a', detail: expect.any(String) },
        { pointer: '#/od~1d~0key', detail: expect.stringContaining('not a field') },
      ],
    });
  });

  it('names a parameter by its place', async () => {
    await using app = await startApp();

    const reply = await (await app.user()).get('/me/nonsense?deep=perhaps');

    expect(reply.body.errors).toEqual([
      { parameter: 'id', in: 'path', detail: expect.any(String) },
    ]);
  });

  it.each([
    { of: 'broken JSON', body: '{"name":', status: 400, code: 'malformed-request' },
    {
      of: 'too much',
      body: `{"name":"${'x'.repeat(2_000)}"}`,
      status: 413,
      code: 'body-too-large',
    },
    { of: 'nothing', body: '', status: 400, code: 'invalid-request' },
    { of: 'an array', body: [], status: 400, code: 'invalid-request' },
  ])('is clear about $of', async ({ body, status, code }) => {
    await using app = await startApp();

    expect(await (await app.user()).post('/people', body)).toMatchObject({
      status,
      body: { code },
    });
  });

  it('is clear about what is no JSON', async () => {
    await using app = await startApp();

    const reply = await (await app.user()).post('/people', 'a=b', { 'content-type': 'text/plain' });

    expect(reply).toMatchObject({ status: 415, body: { code: 'unsupported-media-type' } });
  });

  it('tells nothing of a bug but where to find it', async () => {
    await using app = await startApp();

    const reply = await app.anonymous.get('/broken');

    expect(reply).toMatchObject({ status: 500, body: { code: 'internal-error' } });
    expect(JSON.stringify(reply.body)).not.toContain('secret');
    expect(reply.body.requestId).toBe(reply.headers.get('x-request-id'));
  });

  it('asks to try again when the database is away', async () => {
    await using app = await startApp();

    const reply = await app.anonymous.get('/away');

    expect(reply).toMatchObject({ status: 503, body: { code: 'service-unavailable' } });
    expect(reply.headers.get('retry-after')).toBe('1');
  });

  it('says what route there is not', async () => {
    await using app = await startApp();

    expect(await app.anonymous.get('/nowhere')).toMatchObject({
      status: 404,
      body: { code: 'no-such-route', detail: 'Nothing answers GET /nowhere' },
    });
  });

  it('takes over a well-formed request id, and no other', async () => {
    await using app = await startApp();
    const idOf = async (given: string) =>
      (await app.anonymous.get('/open', { 'x-request-id': given })).headers.get('x-request-id');

    expect(await idOf('abc-12345')).toBe('abc-12345');
    expect(await idOf('"><script>')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('an Idempotency-Key', () => {
  it('gives the first reply again, and has no second effect', async () => {
    await using app = await startApp();
    const user = await app.user({ sub: id });
    const add = () => user.post('/people', anna, { 'idempotency-key': 'k1' });

    const [first, second] = [await add(), await add()];

    expect(first).toMatchObject({ status: 201, body: { n: 1 } });
    expect(second).toMatchObject({ status: 201, body: { n: 1 } });
    expect([first, second].map(({ headers }) => headers.get('idempotency-replayed'))).toEqual([
      null,
      'true',
    ]);
  });

  it('lets one of many requests at once have the effect, and gives all its reply', async () => {
    await using app = await startApp();
    const user = await app.user({ sub: id });

    const replies = await Promise.all(
      Array.from({ length: 8 }, () => user.post('/people', anna, { 'idempotency-key': 'k1' })),
    );

    expect(new Set(replies.map(({ status, body }) => `${status} ${body.n}`))).toEqual(
      new Set(['201 1']),
    );
    expect((await app.pool.query('select 1 from entry')).rowCount).toBe(1);
  });

  it.each([
    { of: 'another body', path: '/people', body: { ...anna, name: 'berta' } },
    { of: 'another address', path: '/people?again', body: anna },
  ])('is refused for a request with $of', async ({ path, body }) => {
    await using app = await startApp();
    const user = await app.user({ sub: id });
    await user.post('/people', anna, { 'idempotency-key': 'k1' });

    const reply = await user.post(path, body, { 'idempotency-key': 'k1' });

    expect(reply).toMatchObject({ status: 409, body: { code: 'idempotency-key-reused' } });
  });

  it('belongs to its user', async () => {
    await using app = await startApp();
    const add = async () =>
      (await app.user({ sub: crypto.randomUUID() })).post('/people', anna, {
        'idempotency-key': 'k1',
      });

    expect([(await add()).body.n, (await add()).body.n]).toEqual([1, 2]);
  });

  it('may be used again after a refusal', async () => {
    await using app = await startApp();
    const user = await app.user({ sub: id });
    const key = { 'idempotency-key': 'k1' };

    expect(await user.post('/people', { ...anna, name: 'taken' }, key)).toMatchObject({
      status: 409,
      body: { code: 'name-taken', name: 'taken' },
    });
    expect(await user.post('/people', anna, key)).toMatchObject({ status: 201, body: { n: 1 } });
  });

  it('leaves no effect whose reply could not be kept', async () => {
    await using app = await startApp();
    const user = await app.user({ sub: id });
    await app.pool.query('alter table platform.idempotency_key add check (status <> 201)');

    const reply = await user.post('/people', anna, { 'idempotency-key': 'k1' });

    expect(reply.status).toBe(500);
    expect((await app.pool.query('select from entry')).rowCount).toBe(0);
  });

  it('is told to the route', async () => {
    await using app = await startApp();
    const keyOf = async (headers: Record<string, string>) =>
      (await app.anonymous.get('/open', headers)).body.key;

    expect(await keyOf({ 'idempotency-key': 'k1' })).toBe('k1');
    expect(await keyOf({})).toBeNull();
  });

  it('must be printable', async () => {
    await using app = await startApp();

    const reply = await (
      await app.user()
    ).post('/people', anna, { 'idempotency-key': 'with space' });

    expect(reply.body.errors).toMatchObject([{ in: 'header' }]);
  });
});

describe('health', () => {
  it('is alive, and ready only when what it needs works', async () => {
    let works = true;
    await using app = await startApp(() =>
      works ? Promise.resolve() : Promise.reject(new Error('no disk')),
    );

    expect(await app.anonymous.get('/health/ready')).toMatchObject({
      status: 200,
      body: { status: 'ok', checks: { thing: 'ok' } },
    });
    works = false;
    expect(await app.anonymous.get('/health/ready')).toMatchObject({
      status: 503,
      body: { status: 'failing', checks: { thing: 'no disk' } },
    });
    expect((await app.anonymous.get('/health/live')).status).toBe(200);
  });

  it('is not ready when a check hangs', async () => {
    await using app = await startApp(() => new Promise(() => {}));

    expect(await app.anonymous.get('/health/ready')).toMatchObject({
      status: 503,
      body: { checks: { thing: 'no answer in 2000 ms' } },
    });
  });

  it('says that it drains, and asks clients to go', async () => {
    await using app = await startApp();
    app.startDraining();

    const reply = await app.anonymous.get('/health/ready');

    expect(reply).toMatchObject({ status: 503, body: { status: 'draining' } });
    expect(reply.headers.get('connection')).toBe('close');
    expect((await app.anonymous.get('/open')).status).toBe(200);
  });

  it('counts requests by the pattern of their route', async () => {
    await using app = await startApp();
    await (await app.user()).get(`/me/${id}`);
    await app.anonymous.get(`/nowhere/${id}`);

    const { body } = await app.anonymous.get('/metrics');

    expect(body).toContain(
      'http_server_request_duration_seconds_count{method="GET",route="/me/{id}",status="200"} 1',
    );
    expect(body).toContain('route="none",status="404"');
    expect(body).not.toContain(id);
  });
});

describe('the OpenAPI document', () => {
  it('is made of the routes', async () => {
    await using app = await startApp();

    const { body: document } = await app.anonymous.get('/openapi.json');

    const { post } = document.paths['/people'];
    expect(post.operationId).toBe('post_people');
    expect(post.security).toEqual([{ bearer: [] }]);
    expect(post.requestBody.content['application/json'].schema.properties.name).toEqual({
      type: 'string',
      minLength: 2,
    });
    expect(post.responses['409'].description).toContain('`name-taken`: The name is in use.');
    expect(Object.keys(post.responses)).toEqual(['201', '400', '401', '409', '413', '415', '503']);
    expect(document.paths['/open'].get.security).toEqual([]);
    expect(document.paths['/me/{id}'].get.parameters).toMatchObject([
      { name: 'id', in: 'path', required: true },
      { name: 'deep', in: 'query', required: false },
    ]);
  });

  it('tells which role a route asks for, and the refusal of whoever lacks it', async () => {
    await using app = await startApp();

    const { body: document } = await app.anonymous.get('/openapi.json');

    const { put } = document.paths['/everything'];
    expect(put.security).toEqual([{ bearer: ['admin'] }]);
    expect(put.responses['403'].description).toContain('`forbidden`');
  });
});

describe('stopping', () => {
  it('finishes the request under way, and takes no other', async () => {
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const app = await startApp(() => {
      begin();
      return new Promise((resolve) => void setTimeout(resolve, 200));
    });
    const slow = app.anonymous.get('/health/ready');
    await begun;

    await app[Symbol.asyncDispose]();

    expect((await slow).status).toBe(503); // It began to drain meanwhile.
    await expect(app.anonymous.get('/open')).rejects.toThrow('fetch failed');
  });
});
