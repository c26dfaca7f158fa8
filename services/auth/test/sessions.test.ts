import { sessionRevoked } from '@signalos/contracts';
import { describe, expect, it } from 'vitest';
import { burst, startTestAuth, tally } from './auth.ts';

const TTL_AND_SKEW_MS = 330_000;

describe('the list of sessions', () => {
  it('shows where one is signed in, newest first, page by page', async () => {
    await using auth = await startTestAuth();
    const person = await auth.person();
    const headers = { 'x-forwarded-for': '::ffff:203.0.113.7', 'user-agent': 'SignalOS/1.0' };
    const { body: phone } = await auth.anonymous.post(
      '/auth/login',
      { ...person, deviceName: 'Phone' },
      headers,
    );
    const [laptop, tablet] = [await auth.signedIn(person), await auth.signedIn(person)];
    await auth.signedIn();

    const { body: first } = await laptop.get('/auth/sessions?limit=2');
    const { body: second } = await laptop.get(`/auth/sessions?limit=2&cursor=${first.nextCursor}`);

    const items = [...first.items, ...second.items];
    expect(items.map(({ id, isCurrent }) => ({ id, isCurrent }))).toEqual([
      { id: tablet.tokens.sessionId, isCurrent: false },
      { id: laptop.tokens.sessionId, isCurrent: true },
      { id: phone.sessionId, isCurrent: false },
    ]);
    expect(items[2]).toEqual({
      id: phone.sessionId,
      deviceName: 'Phone',
      userAgent: 'SignalOS/1.0',
      address: '203.0.113.7',
      startedAt: expect.any(String),
      lastUsedAt: items[2].startedAt,
      expiresAt: phone.refreshBy,
      isCurrent: false,
    });
    expect(second.nextCursor).toBeNull();
  });

  it.each(['0000-01-01T00:00:00.000Z', '-200000-01-01T00:00:00.000Z', -1e15])(
    'refuses a cursor that claims the date %s',
    async (startedAt) => {
      await using auth = await startTestAuth();
      const id = '0197a5f0-0000-7000-8000-000000000000';
      const cursor = Buffer.from(JSON.stringify({ id, startedAt })).toString('base64url');

      const reply = await (await auth.signedIn()).get(`/auth/sessions?cursor=${cursor}`);

      expect(reply).toMatchObject({ status: 400, body: { code: 'invalid-cursor' } });
    },
  );

  it('leaves out sessions that are over', async () => {
    await using auth = await startTestAuth();
    const person = await auth.person();
    const [here, gone] = [await auth.signedIn(person), await auth.signedIn(person)];
    await auth.signedIn(person);
    await gone.post('/auth/logout');
    await auth.sql('update session set expires_at = now() where id not in ($1, $2)', [
      here.tokens.sessionId,
      gone.tokens.sessionId,
    ]);

    const { body } = await here.get('/auth/sessions');

    expect(body.items.map(({ id }: any) => id)).toEqual([here.tokens.sessionId]);
  });
});

describe('signing out', () => {
  it('ends the session at once, and announces until when its tokens would live', async () => {
    await using auth = await startTestAuth();
    const device = await auth.signedIn();
    const { body: me } = await device.get('/auth/me');
    const before = Date.now();

    const reply = await device.post('/auth/logout');

    expect(reply.status).toBe(204);
    expect(await device.get('/auth/me')).toMatchObject({
      status: 401,
      body: { code: 'unauthenticated', detail: 'The session is over' },
    });
    expect((await device.get('/auth/sessions')).status).toBe(401);
    expect(await device.refresh()).toMatchObject({ status: 401, body: { code: 'session-ended' } });
    await expect.poll(() => auth.announced(sessionRevoked.type)).toHaveLength(1);
    const [revoked] = await auth.announced(sessionRevoked.type);
    expect(revoked).toMatchObject({
      userId: me.id,
      sessionId: device.tokens.sessionId,
      reason: 'logout',
    });
    const expireBy = Date.parse(revoked.tokensExpireBy);
    expect(expireBy).toBeGreaterThanOrEqual(before + TTL_AND_SKEW_MS);
    expect(expireBy).toBeLessThanOrEqual(Date.now() + TTL_AND_SKEW_MS);
  });

  it('may be asked for again, and then changes nothing', async () => {
    await using auth = await startTestAuth();
    const device = await auth.signedIn();
    const keyed = { 'idempotency-key': 'logout-1' };

    const statuses = [
      (await device.post('/auth/logout', undefined, keyed)).status,
      (await device.post('/auth/logout', undefined, keyed)).status,
      ...(await burst(20, () => device.post('/auth/logout'))).map(({ status }) => status),
    ];

    expect(tally(statuses)).toEqual({ 204: 22 });
    await expect.poll(() => auth.announced(sessionRevoked.type)).toHaveLength(1);
  });

  it('elsewhere ends that session only', async () => {
    await using auth = await startTestAuth();
    const person = await auth.person();
    const [here, there] = [await auth.signedIn(person), await auth.signedIn(person)];

    const reply = await here.delete(`/auth/sessions/${there.tokens.sessionId}`);
    const again = await here.delete(`/auth/sessions/${there.tokens.sessionId}`);

    expect([reply.status, again.status]).toEqual([204, 204]);
    expect((await there.get('/auth/me')).status).toBe(401);
    expect((await here.get('/auth/me')).status).toBe(200);
    await expect
      .poll(() => auth.announced(sessionRevoked.type))
      .toMatchObject([{ sessionId: there.tokens.sessionId, reason: 'revoked_by_user' }]);
  });

  it('announces the session’s own id, however the request spells it', async () => {
    await using auth = await startTestAuth();
    const anna = await auth.signedIn();
    const { sessionId } = anna.tokens;

    const reply = await anna.delete(`/auth/sessions/${sessionId.toUpperCase()}`);

    expect(reply.status).toBe(204);
    await expect.poll(() => auth.announced(sessionRevoked.type)).toMatchObject([{ sessionId }]);
  });

  it('does not reach other people’s sessions, nor tells that they are there', async () => {
    await using auth = await startTestAuth();
    const [anna, bert] = [await auth.signedIn(), await auth.signedIn()];
    const nowhere = '0197a5f0-0000-7000-8000-000000000000';

    const others = await anna.delete(`/auth/sessions/${bert.tokens.sessionId}`);
    const nobodys = await anna.delete(`/auth/sessions/${nowhere}`);

    expect(others).toMatchObject({ status: 404, body: { code: 'session-not-found' } });
    expect(nobodys).toMatchObject({ status: 404, body: { code: 'session-not-found' } });
    expect((await anna.delete('/auth/sessions/me')).status).toBe(400);
    expect((await bert.get('/auth/me')).status).toBe(200);
    expect(await auth.sql('select from session where revoked_at is not null')).toEqual([]);
  });

  it('works on one replica for tokens of another', async () => {
    await using auth = await startTestAuth();
    await using replica = await auth.replica();
    const device = await auth.signedIn();
    const there = { authorization: `Bearer ${device.tokens.accessToken}` };

    const before = await fetch(`${replica.url}/auth/me`, { headers: there });
    await device.post('/auth/logout');
    const after = await fetch(`${replica.url}/auth/me`, { headers: there });

    expect([before.status, after.status]).toEqual([200, 401]);
    expect(auth.world.issuer.reads).toBe(0); // It needs no JWKS but its own.
  });

  it('happens together with its event, or not at all', async () => {
    await using auth = await startTestAuth();
    const device = await auth.signedIn();
    await auth.sql(
      `create function fail() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$`,
    );
    await auth.sql(
      `create trigger fail before insert on platform.outbox for each row execute function fail()`,
    );

    expect((await device.post('/auth/logout')).status).toBe(500);
    expect((await device.get('/auth/me')).status).toBe(200);

    await auth.sql('drop trigger fail on platform.outbox');
    expect((await device.post('/auth/logout')).status).toBe(204);
    await expect.poll(() => auth.announced(sessionRevoked.type)).toHaveLength(1);
  });
});
