import { createHmac } from 'node:crypto';
import { hash as argon2 } from '@node-rs/argon2';
import { sessionRevoked, sessionStarted } from '@signalos/contracts';
import { Claims } from '@signalos/http';
import { client, type Reply } from '@signalos/testing';
import { calculateJwkThumbprint, createLocalJWKSet, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { burst, startTestAuth, tally } from './auth.ts';

/** What a stranger sees, but for what differs with every request. */
function visible({ status, headers, body }: Reply) {
  const { requestId: _, ...rest } = body;
  const kept = [...headers].filter(([name]) => !['date', 'x-request-id'].includes(name));
  return { status, headers: kept, body: rest };
}

describe('signing in', () => {
  it('gives tokens that anyone can verify with the published keys', async () => {
    await using auth = await startTestAuth();
    const { tokens } = await auth.signedIn();

    const { body: jwks } = await auth.anonymous.get('/.well-known/jwks.json');
    const { payload, protectedHeader } = await jwtVerify(
      tokens.accessToken,
      createLocalJWKSet(jwks),
      {
        issuer: 'https://auth.signalos.test',
        audience: 'signalos-api',
        typ: 'at+jwt',
        algorithms: ['ES256'],
        requiredClaims: ['sub', 'sid', 'jti', 'iat', 'exp', 'auth_time'],
      },
    );

    expect(tokens).toEqual({
      accessToken: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]{86}$/),
      tokenType: 'Bearer',
      expiresIn: 300,
      refreshToken: expect.stringMatching(/^rt_[\w-]{43}$/),
      refreshBy: expect.any(String),
      sessionId: payload['sid'],
      sessionEndsAt: expect.any(String),
    });
    expect(Object.keys(protectedHeader).toSorted()).toEqual(['alg', 'kid', 'typ']);
    expect(Claims.parse(payload)).toMatchObject({ tid: 'main', roles: ['trader'], acr: 'aal1' });
    expect(payload).toMatchObject({ amr: ['pwd'], exp: (payload.iat ?? 0) + 300 });
    for (const key of jwks.keys) expect(key.kid).toBe(await calculateJwkThumbprint(key));
  });

  it('is announced', async () => {
    await using auth = await startTestAuth();
    const anna = await auth.signedIn();
    const { body: me } = await anna.get('/auth/me');

    await expect
      .poll(() => auth.announced(sessionStarted.type))
      .toMatchObject([{ userId: me.id, sessionId: anna.tokens.sessionId }]);
  });

  it('fails the same way, with the same work, for a wrong password and an unknown address', async () => {
    await using auth = await startTestAuth();
    const { email } = await auth.person();
    const attempt = async (who: string) => {
      const before = await auth.passwordsChecked();
      const reply = await auth.login({ email: who, password: 'wrong-Vortex-19-candle' });
      return { ...visible(reply), work: (await auth.passwordsChecked()) - before };
    };

    for (let n = 0; n < 12; n++) {
      const known = await attempt(email);
      const unknown = await attempt('nobody@trader.test');
      expect(known).toMatchObject({ status: 401, body: { code: 'invalid-credentials' }, work: 1 });
      expect(unknown, `attempt ${n}`).toEqual(known);
    }
    const guards = await auth.sql('select failures, looks from login_guard');
    expect(guards).toEqual([
      { failures: 5, looks: 5 },
      { failures: 5, looks: 5 },
    ]);
  });

  it('takes a password as it was meant, however its letters are composed, and only whole', async () => {
    await using auth = await startTestAuth();
    const password = 'Straße-Ångström-ﬁnale-42'; // Å composed, ﬁ a ligature.
    const { email } = await auth.person({ password });
    const statusOf = async (given: string) => (await auth.login({ email, password: given })).status;

    expect(await statusOf(password.normalize('NFD'))).toBe(200);
    expect(await statusOf(password.replace('ﬁ', 'fi'))).toBe(200);
    expect(await statusOf(password.toLowerCase())).toBe(401);
    expect(await statusOf(`${password} `)).toBe(401);
  });

  it('tells passwords apart beyond any number of bytes', async () => {
    await using auth = await startTestAuth();
    const password = Array.from({ length: 64 }, (_, n) => `${n}Ü`).join('');
    const { email } = await auth.person({ password });

    expect((await auth.login({ email, password })).status).toBe(200);
    expect((await auth.login({ email, password: `${password.slice(0, -1)}X` })).status).toBe(401);
  });

  it('hashes a password anew that was kept at another cost', async () => {
    await using auth = await startTestAuth();
    const person = await auth.person();
    const pepper = Buffer.from(auth.environment['AUTH_PEPPER'] ?? '', 'base64');
    const seasoned = createHmac('sha256', pepper).update(person.password).digest('base64');
    const old = await argon2(seasoned, { memoryCost: 8_192, timeCost: 1 });
    await auth.sql('update password set hash = $1', [old]);

    expect((await auth.login(person)).status).toBe(200);

    const [{ hash }] = await auth.sql('select hash from password');
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect((await auth.login(person)).status).toBe(200);
    expect(await auth.sql('select hash from password')).toEqual([{ hash }]);
  });

  it('ends the session used least recently when there are more than ten', async () => {
    await using auth = await startTestAuth();
    const person = await auth.person();
    const first = await auth.signedIn(person);
    const second = await auth.signedIn(person);
    await first.refresh();

    for (let n = 0; n < 9; n++) await auth.signedIn(person);

    expect((await first.get('/auth/me')).status).toBe(200);
    expect((await second.get('/auth/me')).status).toBe(401);
    await expect
      .poll(() => auth.announced(sessionRevoked.type))
      .toMatchObject([{ sessionId: second.tokens.sessionId, reason: 'superseded' }]);
  });

  it('leaves ten sessions, however many start at once, on two replicas', async () => {
    await using auth = await startTestAuth();
    await using replica = await auth.replica();
    const person = await auth.person();

    const replies = await burst(24, (n) =>
      client(n % 2 ? replica.url : auth.url).post('/auth/login', person),
    );

    expect(tally(replies.map(({ status }) => status))).toEqual({ 200: 24 });
    const alive = await auth.sql('select id from session where revoked_at is null');
    expect(alive).toHaveLength(10);
  });
});

describe('a flood of logins', () => {
  it('is cut short, while the service stays well', async () => {
    await using auth = await startTestAuth();
    const person = await auth.person();
    let finished = 0;

    const flood = burst(160, async () => {
      const reply = await auth.login(person);
      finished++;
      return reply;
    });
    const health = await auth.anonymous.get('/health/ready');
    const unfinished = 160 - finished;
    const replies = await flood;

    expect(health.status).toBe(200);
    expect(unfinished).toBeGreaterThan(60);
    const statuses = tally(replies.map(({ status }) => status));
    expect(Object.keys(statuses)).toEqual(['200', '503']);
    expect(statuses['200']).toBeGreaterThanOrEqual(102); // Two at work, a hundred waiting.
    const refused = replies.find(({ status }) => status === 503);
    expect(refused?.body.code).toBe('sign-in-busy');
    expect(refused?.headers.get('retry-after')).toBe('1');
    expect((await auth.login(person)).status).toBe(200);
  });
});
