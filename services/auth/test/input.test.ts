import { describe, expect, it } from 'vitest';
import { PASSWORD, startTestAuth } from './auth.ts';

const email = 'anna@trader.test';
const deep = `${'['.repeat(3_000)}${']'.repeat(3_000)}`;

const REFUSED: readonly [path: string, body: unknown, status: number][] = [
  // A condition in place of a value.
  ['/auth/login', { email: { startsWith: '' }, password: PASSWORD }, 400],
  ['/auth/login', { email, password: { not: '' } }, 400],
  ['/auth/refresh', { refreshToken: { not: '' } }, 400],
  ['/auth/refresh', { refreshToken: { contains: 'rt_' } }, 400],
  // More than was asked for.
  ['/auth/register', { email, password: PASSWORD, roles: ['admin'] }, 400],
  ['/auth/register', { email, password: PASSWORD, emailVerified: true }, 400],
  ['/auth/login', { email, password: PASSWORD, userId: 'someone' }, 400],
  ['/auth/refresh', { refreshToken: 'rt_x', sessionId: 'mine' }, 400],
  ['/auth/login', `{"email":"${email}","password":"x","__proto__":{"isAdmin":true}}`, 400],
  // More than one address, or more than an address.
  ['/auth/register', { email: [email, 'evil@evil.test'], password: PASSWORD }, 400],
  ['/auth/register', { email: `${email},evil@evil.test`, password: PASSWORD }, 400],
  ['/auth/register', { email: `${email}\r\nBcc: evil@evil.test`, password: PASSWORD }, 400],
  ['/auth/register', { email: `"evil@evil.test x"@trader.test`, password: PASSWORD }, 400],
  ['/auth/register', { email: `Anna <${email}>`, password: PASSWORD }, 400],
  ['/auth/register', { email: `${'a'.repeat(250)}@trader.test`, password: PASSWORD }, 400],
  // Other types, and none.
  ['/auth/login', { email, password: 123_456_789_012 }, 400],
  ['/auth/login', { email, password: null }, 400],
  ['/auth/login', { email, password: '' }, 400],
  ['/auth/login', { email, password: 'x'.repeat(1_025) }, 400],
  ['/auth/login', { email, password: PASSWORD, deviceName: ' ' }, 400],
  ['/auth/login', { email, password: PASSWORD, deviceName: 'a\0b' }, 400],
  ['/auth/login', { email, password: PASSWORD, deviceName: '\ud800' }, 400],
  ['/auth/register', { email: 'b@trader.test', password: PASSWORD, displayName: 'a\0b' }, 400],
  ['/auth/login', [], 400],
  ['/auth/login', 'null', 400],
  ['/auth/login', '{"email":', 400],
  ['/auth/login', deep, 400],
  ['/auth/login', { email, password: 'x'.repeat(9_000) }, 413],
];

describe('the open routes', () => {
  it('refuse whatever is not what they ask for', async () => {
    await using auth = await startTestAuth();
    await auth.person({ email });

    for (const [path, body, status] of REFUSED) {
      const reply = await auth.anonymous.post(path, body);
      expect(reply.status, `${path} ${JSON.stringify(body).slice(0, 80)}`).toBe(status);
    }

    const [user] = await auth.sql('select email, roles from user_account');
    expect(user).toEqual({ email, roles: ['trader'] });
    expect((await auth.login({ email, password: PASSWORD })).status).toBe(200);
  });

  it('take JSON only', async () => {
    await using auth = await startTestAuth();
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const text = { 'content-type': 'text/plain' };

    expect((await auth.anonymous.post('/auth/login', `email=${email}`, form)).status).toBe(415);
    expect((await auth.anonymous.post('/auth/login', '{}', text)).status).toBe(415);
  });

  it('say that they store neither what they take nor what they give', async () => {
    await using auth = await startTestAuth();

    const { paths } = (await auth.anonymous.get('/openapi.json')).body;

    const posts = Object.entries<any>(paths).filter(([, { post }]) => post?.security.length === 0);
    expect(posts.map(([path]) => path).toSorted()).toEqual([
      '/auth/login',
      '/auth/refresh',
      '/auth/register',
    ]);
    for (const [path, { post }] of posts) {
      expect(post.description, path).toContain('`Idempotency-Key` is ignored');
    }
  });

  it('are the only ones', async () => {
    await using auth = await startTestAuth();
    const { paths } = (await auth.anonymous.get('/openapi.json')).body;

    for (const [path, operations] of Object.entries<any>(paths)) {
      for (const [method, { security }] of Object.entries<any>(operations)) {
        if (security.length === 0) continue;
        const url = auth.url + path.replace('{id}', '0197a5f0-0000-7000-8000-000000000000');
        expect((await fetch(url, { method: method.toUpperCase() })).status, path).toBe(401);
      }
    }
  });
});
