import { sessionRevoked } from '@signalos/contracts';
import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { asSignedIn, burst, startTestAuth, tally, type SignedIn, type TestAuth } from './auth.ts';

/** As if that many seconds had passed since the session was refreshed. */
const letPass = (auth: TestAuth, seconds: number) =>
  auth.sql(`update session set rotated_at = rotated_at - $1 * interval '1 second'`, [seconds]);

const secondsUntil = (time: string) => (Date.parse(time) - Date.now()) / 1_000;

/** The client as it is with the tokens it got. */
async function refreshed(auth: TestAuth, device: SignedIn): Promise<SignedIn> {
  const { status, body } = await device.refresh();
  expect(status).toBe(200);
  return asSignedIn(auth.url, body);
}

describe('a refresh token', () => {
  it('is changed for the next one, which goes on with the same session', async () => {
    await using auth = await startTestAuth();
    const first = await auth.signedIn();

    const second = await refreshed(auth, first);
    const third = await refreshed(auth, second);

    const tokens = [first, second, third].map((device) => device.tokens);
    expect(new Set(tokens.map(({ sessionId }) => sessionId)).size).toBe(1);
    expect(new Set(tokens.map(({ refreshToken }) => refreshToken)).size).toBe(3);
    expect(new Set(tokens.map(({ sessionEndsAt }) => sessionEndsAt)).size).toBe(1);
    expect((await third.get('/auth/me')).status).toBe(200);
  });

  it('gives the same next one to fifty who come at once, on two replicas', async () => {
    await using auth = await startTestAuth();
    await using replica = await auth.replica();
    const device = await auth.signedIn();
    const there = asSignedIn(replica.url, device.tokens);

    const replies = await burst(50, (n) => (n % 2 ? device : there).refresh());

    expect(tally(replies.map(({ status }) => status))).toEqual({ 200: 50 });
    expect(new Set(replies.map(({ body }) => body.refreshToken)).size).toBe(1);
    expect(await auth.sql('select generation from session')).toEqual([{ generation: 2 }]);
    expect(await auth.sql('select count(*)::int from refresh_token')).toEqual([{ count: 2 }]);
    const next = asSignedIn(auth.url, replies[0]?.body);
    expect((await next.refresh()).status).toBe(200);
  });

  it('gives the same next one again to whoever lost the reply, for a moment', async () => {
    await using auth = await startTestAuth();
    const device = await auth.signedIn();
    const { body: lost } = await device.refresh();
    await letPass(auth, 5);

    const again = await device.refresh();

    expect(again).toMatchObject({ status: 200, body: { refreshToken: lost.refreshToken } });
    expect(await auth.sql('select generation from session')).toEqual([{ generation: 2 }]);
  });

  it.each([
    ['later', (auth: TestAuth) => letPass(auth, 11)],
    ['once the next one was used', (auth: TestAuth, next: SignedIn) => refreshed(auth, next)],
  ])('ends the session when it comes back %s: it was stolen', async (_when, happens) => {
    await using auth = await startTestAuth();
    const device = await auth.signedIn();
    const next = await refreshed(auth, device);
    await happens(auth, next);

    const replay = await device.refresh();

    expect(replay).toMatchObject({ status: 401, body: { code: 'refresh-token-reused' } });
    expect((await next.get('/auth/me')).status).toBe(401);
    expect(await next.refresh()).toMatchObject({ status: 401, body: { code: 'session-ended' } });
    await expect
      .poll(() => auth.announced(sessionRevoked.type))
      .toMatchObject([{ sessionId: device.tokens.sessionId, reason: 'refresh_token_reused' }]);
  });

  it('is recognised as stolen by a replica started since', async () => {
    await using auth = await startTestAuth();
    const device = await auth.signedIn();
    await refreshed(auth, device);
    await letPass(auth, 11);
    await using replica = await auth.replica();

    const replay = await asSignedIn(replica.url, device.tokens).refresh();

    expect(replay).toMatchObject({ status: 401, body: { code: 'refresh-token-reused' } });
  });

  it('gives nothing again to another device', async () => {
    await using auth = await startTestAuth();
    const headers = { 'user-agent': 'SignalOS/1.0 (Android)' };
    const device = await auth.signedIn(undefined, headers);
    const { refreshToken } = device.tokens;
    await device.refresh(refreshToken, headers);

    const thief = await device.refresh(refreshToken, { 'user-agent': 'curl/8.0' });

    expect(thief).toMatchObject({ status: 401, body: { code: 'refresh-token-reused' } });
    expect((await device.get('/auth/me')).status).toBe(401);
  });

  it('announces a theft once, however often it is tried', async () => {
    await using auth = await startTestAuth();
    const device = await auth.signedIn();
    await refreshed(auth, device);
    await letPass(auth, 11);

    const replies = await burst(20, () => device.refresh());

    const codes = tally(replies.map(({ body }) => body.code));
    expect(codes).toEqual({ 'refresh-token-reused': 1, 'session-ended': 19 });
    await expect.poll(() => auth.announced(sessionRevoked.type)).toHaveLength(1);
  });

  it('of nobody is refused', async () => {
    await using auth = await startTestAuth();
    const device = await auth.signedIn();

    const replies = [
      await device.refresh(`rt_${'x'.repeat(43)}`),
      await device.refresh(device.tokens.accessToken.slice(0, 200)),
      await device.refresh(device.tokens.refreshToken.toUpperCase()),
    ];

    for (const reply of replies) {
      expect(reply).toMatchObject({ status: 401, body: { code: 'invalid-refresh-token' } });
    }
  });

  it('is no access token', async () => {
    await using auth = await startTestAuth();
    const { tokens } = await auth.signedIn();
    const swapped = asSignedIn(auth.url, { accessToken: tokens.refreshToken });

    expect((await swapped.get('/auth/me')).status).toBe(401);
  });
});

describe('a session', () => {
  it('expires when it is not used, and lives on when it is', async () => {
    await using auth = await startTestAuth({ SESSION_IDLE_S: '1800' });
    const device = await auth.signedIn();
    await auth.sql(`update session set expires_at = now() + interval '5 seconds'`);

    const used = await refreshed(auth, device);
    expect(secondsUntil(used.tokens.refreshBy)).toBeCloseTo(1_800, -2);

    await auth.sql('update session set expires_at = now()');
    expect(await used.refresh()).toMatchObject({ status: 401, body: { code: 'session-expired' } });
    expect((await used.get('/auth/me')).status).toBe(401);
  });

  it('ends after its time, however much it is used, and so do its access tokens', async () => {
    await using auth = await startTestAuth({ SESSION_MAX_S: '36000' });
    const device = await auth.signedIn();
    expect(secondsUntil(device.tokens.sessionEndsAt)).toBeCloseTo(36_000, -2);
    await auth.sql(
      `update session set expires_at = now() + interval '100 seconds',
         ends_at = now() + interval '100 seconds'`,
    );

    const used = await refreshed(auth, device);
    expect(used.tokens.refreshBy).toBe(used.tokens.sessionEndsAt);
    expect(secondsUntil(used.tokens.sessionEndsAt)).toBeLessThanOrEqual(100);
    expect(used.tokens.expiresIn).toBeLessThanOrEqual(100);
    const { exp = 0 } = decodeJwt(used.tokens.accessToken);
    expect(exp * 1_000).toBeLessThanOrEqual(Date.parse(used.tokens.sessionEndsAt) + 1_000);

    await auth.sql('update session set expires_at = now(), ends_at = now()');
    expect(await used.refresh()).toMatchObject({ status: 401, body: { code: 'session-expired' } });
    expect((await used.get('/auth/me')).status).toBe(401);
  });

  it('is over for good once a logout has returned, whatever refreshes go on at the time', async () => {
    await using auth = await startTestAuth();
    const person = await auth.person();

    for (let round = 0; round < 30; round++) {
      const device = await auth.signedIn(person);
      const [first, logout, second] = await Promise.all([
        device.refresh(),
        device.post('/auth/logout'),
        device.refresh(),
      ]);

      expect(logout.status).toBe(204);
      for (const { body } of [first, second].filter(({ status }) => status === 200)) {
        const survivor = asSignedIn(auth.url, body);
        expect((await survivor.get('/auth/me')).status).toBe(401);
        expect((await survivor.refresh()).body.code).toBe('session-ended');
      }
    }
  });
});

describe('the database', () => {
  it('has nothing that anyone could sign in with', async () => {
    await using auth = await startTestAuth();
    const person = await auth.person();
    const keyed = { 'idempotency-key': 'please-remember' };
    await auth.anonymous.post('/auth/register', { ...person, email: 'b@trader.test' }, keyed);
    const { body: tokens } = await auth.login(person, keyed);
    const device = asSignedIn(auth.url, tokens);
    const { body: next } = await device.refresh(tokens.refreshToken, keyed);
    await auth.login({ ...person, password: 'wrong-Vortex-19-candle' }, keyed);

    const tables = await auth.sql(
      `select table_schema || '.' || table_name as name from information_schema.tables
       where table_schema in ('public', 'platform')`,
    );
    const dump = await Promise.all(
      tables.map(({ name }) => auth.sql(`select t::text from ${name} t`)),
    );

    const text = JSON.stringify(dump);
    expect(text).toContain(person.email);
    for (const secret of [
      person.password,
      tokens.refreshToken,
      tokens.accessToken,
      next.refreshToken,
    ]) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(Buffer.from(secret).toString('hex'));
    }
    expect(await auth.sql('select from platform.idempotency_key')).toEqual([]);
  });

  it('soon forgets the refresh token that it kept for lost replies', async () => {
    await using auth = await startTestAuth();
    const device = await auth.signedIn();
    await device.refresh();
    await letPass(auth, 21);

    await using _replica = await auth.replica(); // It sweeps when it starts.

    await expect
      .poll(() => auth.sql('select successor from session'))
      .toEqual([{ successor: null }]);
  });

  it('forgets a session, and its refresh tokens, a day after its end', async () => {
    await using auth = await startTestAuth();
    const [old, recent] = [await auth.signedIn(), await auth.signedIn()];
    await auth.sql(
      `update session set expires_at = expires_at - interval '49 hours',
         ends_at = ends_at - interval '49 hours' where id = $1`,
      [old.tokens.sessionId],
    );

    await using _replica = await auth.replica();

    await expect
      .poll(() => auth.sql('select session_id from refresh_token'))
      .toEqual([{ session_id: recent.tokens.sessionId }]);
  });

  it('does not let a sealed refresh token be moved to another session', async () => {
    await using auth = await startTestAuth();
    const person = await auth.person();
    const [victim, thief] = [await auth.signedIn(person), await auth.signedIn()];
    await victim.refresh();
    await thief.refresh();
    await auth.sql(
      `update session set successor = (select successor from session where id = $1) where id = $2`,
      [victim.tokens.sessionId, thief.tokens.sessionId],
    );

    expect((await thief.refresh()).status).toBe(500);
    expect(auth.logged()).toContain('does not open session.successor/');
  });
});

it('logs no secret', async () => {
  await using auth = await startTestAuth();
  const person = await auth.person();
  const device = await auth.signedIn(person);
  const { body: next } = await device.refresh();
  await auth.login({ ...person, password: 'wrong-Vortex-19-candle' });
  await auth.anonymous.post('/auth/login', `{"email":"${person.email}","password":"broken`);
  await auth.sql('drop table refresh_token cascade');
  await device.refresh(next.refreshToken);
  await auth.login(person);

  expect(auth.logged()).toContain('request failed');
  const { accessToken, refreshToken } = device.tokens;
  for (const secret of [
    person.password,
    person.email,
    accessToken,
    refreshToken,
    next.refreshToken,
  ]) {
    expect(auth.logged()).not.toContain(secret);
  }
});
