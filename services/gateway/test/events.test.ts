import { randomUUID } from 'node:crypto';
import {
  deviceRegistered,
  sessionRevoked,
  sessionStarted,
  signingKeyRotated,
  type Event,
} from '@signalos/contracts';
import { describe, expect, it } from 'vitest';
import { follow } from './follower.ts';
import { startGatewayWorld, startIn, startTestGateway, type TestGateway } from './gateway.ts';
import { open } from './wire.ts';

const upstreams = { compliance: 'http://127.0.0.1:9' };
const at = () => new Date();

function device(userId: string, name = 'phone', tenant = 'main'): Event {
  const data = { deviceId: randomUUID(), userId, name, registeredAt: at().toISOString() };
  return deviceRegistered.create(data, { at: at(), tenant });
}

const login = (userId: string, sessionId: string = randomUUID()): Event =>
  sessionStarted.create({ userId, sessionId, startedAt: at().toISOString() }, { at: at() });

async function followAs(
  gateway: TestGateway,
  claims: { sub: string; sid?: string; tid?: string; exp?: number },
  headers: Readonly<Record<string, string>> = {},
) {
  return follow(`${gateway.url}/events`, await gateway.issuer.token(claims), headers);
}

const namesOf = async (follower: { event(): Promise<any> }, count: number) => {
  const names = [];
  for (let n = 0; n < count; n++) names.push((await follower.event())?.data.data?.name);
  return names;
};

const position = (streams: object) => Buffer.from(JSON.stringify(streams)).toString('base64url');

describe('following events', () => {
  it('shows the caller’s own, of every domain, as they happen', async () => {
    await using gateway = await startTestGateway(upstreams);
    const [sub, other] = [randomUUID(), randomUUID()];
    await using follower = await followAs(gateway, { sub });
    const [mine, theirs, started] = [device(sub), device(other), login(sub)];
    const elsewhere = device(sub, 'elsewhere', 'acme');
    const hidden = signingKeyRotated.create({ activeKeyId: 'k', revokedKeyIds: [] }, { at: at() });

    for (const event of [theirs, elsewhere, hidden, mine]) await gateway.bus.announce(event);
    expect(await follower.event()).toEqual({ event: deviceRegistered.type, data: mine });
    await gateway.bus.announce(started);
    expect(await follower.event()).toEqual({ event: sessionStarted.type, data: started });

    expect(follower.status).toBe(200);
    expect(Object.fromEntries(follower.headers)).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    expect(await gateway.metric('gateway_event_streams ')).toMatch(/ 1$/);
  });

  it('keeps tenants apart', async () => {
    await using gateway = await startTestGateway(upstreams);
    const sub = randomUUID();
    await using follower = await followAs(gateway, { sub, tid: 'acme' });

    await gateway.bus.announce(device(sub, 'in main'));
    await gateway.bus.announce(device(sub, 'in acme', 'acme'));

    expect(await namesOf(follower, 1)).toEqual(['in acme']);
  });

  it('says how soon to come back, and from the start where it is', async () => {
    await using gateway = await startTestGateway(upstreams);
    await using follower = await followAs(gateway, { sub: randomUUID() });

    expect(await follower.next()).toEqual({ retry: '2000' });
    expect(await follower.next()).toEqual({ id: expect.stringMatching(/^[\w-]+$/) });
  });

  it('drops an event that comes twice', async () => {
    await using gateway = await startTestGateway(upstreams);
    const sub = randomUUID();
    await using follower = await followAs(gateway, { sub });
    const twice = device(sub, 'twice');

    for (const event of [twice, twice, device(sub, 'after')]) await gateway.bus.announce(event);

    expect(await namesOf(follower, 2)).toEqual(['twice', 'after']);
  });

  it('beats while nothing happens, so that the position stays fresh', async () => {
    await using gateway = await startTestGateway(upstreams, { EVENTS_HEARTBEAT_MS: '100' });
    await using follower = await followAs(gateway, { sub: randomUUID() });
    await follower.next();
    const first = (await follower.next())?.id;
    await gateway.bus.announce(device(randomUUID()));

    await expect.poll(async () => (await follower.next())?.comment).toBe('heartbeat');
    await expect.poll(async () => (await follower.next())?.id).not.toBe(first);
  });

  it('needs a token, and takes it from nowhere but the header', async () => {
    await using gateway = await startTestGateway(upstreams);
    const token = await gateway.issuer.token();

    expect((await gateway.anonymous.get('/events')).status).toBe(401);
    expect((await gateway.anonymous.get(`/events?token=${token}`)).status).toBe(401);
    expect((await gateway.anonymous.get(`/events?access_token=${token}`)).status).toBe(401);
  });

  it('is for GET alone', async () => {
    await using gateway = await startTestGateway(upstreams);

    expect((await (await gateway.user()).post('/events')).status).toBe(404);
  });

  it('is limited per user', async () => {
    await using gateway = await startTestGateway(upstreams, { EVENTS_STREAMS_PER_USER_MAX: '2' });
    const sub = randomUUID();
    await using _first = await followAs(gateway, { sub });
    const second = await followAs(gateway, { sub });

    const third = await (await gateway.user({ sub })).get('/events');
    expect(third).toMatchObject({ status: 429, body: { code: 'too-many-streams' } });
    await using _other = await followAs(gateway, { sub: randomUUID() });

    await second[Symbol.asyncDispose]();
    await expect.poll(() => gateway.metric('gateway_event_streams ')).toMatch(/ 2$/);
    await using fourth = await followAs(gateway, { sub });
    expect(fourth.status).toBe(200);
    expect(await gateway.metric('gateway_event_streams_ended_total{reason="client"}')).toMatch(
      / 1$/,
    );
  });
});

describe('coming back', () => {
  it('brings what was missed, in order, and goes on from there', async () => {
    await using gateway = await startTestGateway(upstreams);
    const sub = randomUUID();
    const follower = await followAs(gateway, { sub });
    await gateway.bus.announce(device(sub, 'seen'));
    await follower.event();
    await follower[Symbol.asyncDispose]();
    for (const event of [
      device(sub, 'a'),
      device(randomUUID(), 'x'),
      login(sub),
      device(sub, 'b'),
    ]) {
      await gateway.bus.announce(event);
    }
    await expect.poll(() => gateway.metric('gateway_event_streams ')).toMatch(/ 0$/);

    await using back = await followAs(gateway, { sub }, { 'last-event-id': follower.lastEventId });

    const events = [await back.event(), await back.event(), await back.event()];
    const names = events.flatMap((event) => event?.data.data.name ?? []);
    expect(names).toEqual(['a', 'b']);
    expect(events.map((event) => event?.event)).toContain(sessionStarted.type);
    await gateway.bus.announce(device(sub, 'c'));
    expect(await namesOf(back, 1)).toEqual(['c']);
  });

  it('works at any replica, also one that started later, and by query', async () => {
    await using world = await startGatewayWorld();
    await using first = await startIn(world, upstreams);
    const sub = randomUUID();
    await using follower = await followAs(first, { sub });
    for (const event of [device(sub, 'seen'), login(sub)]) await world.bus.announce(event);
    await follower.event();
    await follower.event();
    for (const name of ['a', 'b']) await world.bus.announce(device(sub, name));

    await using second = await startIn(world, upstreams);
    const token = await world.issuer.token({ sub });
    const url = `${second.url}/events?lastEventId=${follower.lastEventId}`;
    await using back = await follow(url, token);

    expect(await namesOf(back, 2)).toEqual(['a', 'b']);
  });

  it('after nothing was missed brings nothing', async () => {
    await using gateway = await startTestGateway(upstreams);
    const sub = randomUUID();
    await using follower = await followAs(gateway, { sub });
    await gateway.bus.announce(device(sub, 'seen'));
    await follower.event();

    await using back = await followAs(gateway, { sub }, { 'last-event-id': follower.lastEventId });

    await gateway.bus.announce(device(sub, 'new'));
    expect(await namesOf(back, 1)).toEqual(['new']);
  });

  it.each([
    ['nonsense', '%%%'],
    ['a number', position(7 as never)],
    ['from the future', position({ auth: 99, compliance: 0, offline_sync: 99 })],
    ['of negative places', position({ auth: -1, compliance: 0, offline_sync: 0 })],
    ['too long', 'x'.repeat(3_000)],
  ])('with a position that is %s starts over', async (_name, lastEventId) => {
    await using gateway = await startTestGateway(upstreams);
    const sub = randomUUID();

    await using follower = await followAs(gateway, { sub }, { 'last-event-id': lastEventId });

    expect(await follower.event()).toEqual({ event: 'reset', data: {} });
    expect((await follower.next())?.id).toBe(follower.lastEventId);
    await gateway.bus.announce(device(sub, 'next'));
    expect(await namesOf(follower, 1)).toEqual(['next']);
  });

  it('after more than one can catch up with starts over', async () => {
    await using gateway = await startTestGateway(upstreams);
    const sub = randomUUID();
    await using follower = await followAs(gateway, { sub });
    await follower.next();
    await follower.next();
    const before = follower.lastEventId;
    for (let n = 0; n < 6; n++) await gateway.bus.announce(device(sub, 'x'.repeat(100_000)));
    for (let n = 0; n < 6; n++) await follower.event();

    await using back = await followAs(gateway, { sub }, { 'last-event-id': before });

    expect(await back.event()).toEqual({ event: 'reset', data: {} });
  });
});

describe('a stream ends', () => {
  it('when its token expires', async () => {
    await using gateway = await startTestGateway(upstreams);
    const exp = Math.ceil(Date.now() / 1_000) + 1;
    await using follower = await followAs(gateway, { sub: randomUUID(), exp });

    expect(await follower.event()).toEqual({ event: 'token-expired', data: {} });
    expect(Date.now()).toBeGreaterThanOrEqual(exp * 1_000 - 5);
    expect(await follower.next()).toBeUndefined();
  });

  it('when its session is revoked, and no other does', async () => {
    await using gateway = await startTestGateway(upstreams);
    const [sub, sid] = [randomUUID(), randomUUID()];
    await using follower = await followAs(gateway, { sub, sid });
    await using sibling = await followAs(gateway, { sub });
    const tokensExpireBy = new Date(Date.now() + 300_000).toISOString();
    const revoked = sessionRevoked.create(
      { userId: sub, sessionId: sid, reason: 'logout', tokensExpireBy },
      { at: at() },
    );

    await gateway.bus.announce(revoked);

    expect(await follower.event()).toEqual({ event: 'session-revoked', data: {} });
    expect(await follower.next()).toBeUndefined();
    expect(await sibling.event()).toEqual({ event: sessionRevoked.type, data: revoked });
    await gateway.bus.announce(device(sub, 'later'));
    expect(await namesOf(sibling, 1)).toEqual(['later']);
  });

  it('when the gateway stops, and says when to come back', async () => {
    await using gateway = await startTestGateway(upstreams);
    await using follower = await followAs(gateway, { sub: randomUUID() });
    await follower.next();
    await follower.next();

    const startedAt = performance.now();
    await gateway.stop();

    const last = await follower.next();
    expect(last).toMatchObject({ event: 'shutdown', data: '{}' });
    expect(Number(last?.retry)).toBeLessThanOrEqual(3_000);
    expect(await follower.next()).toBeUndefined();
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });

  it('when its client leaves too much unread', async () => {
    await using gateway = await startTestGateway(upstreams);
    const sub = randomUUID();
    const token = await gateway.issuer.token({ sub });
    const socket = await open(gateway.port);
    socket.pause();
    socket.write(`GET /events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`);
    await expect.poll(() => gateway.metric('gateway_event_streams ')).toMatch(/ 1$/);

    for (let n = 0; n < 32; n++) await gateway.bus.announce(device(sub, 'x'.repeat(400_000)));

    await expect.poll(() => gateway.metric('gateway_event_streams ')).toMatch(/ 0$/);
    const slow = 'gateway_event_streams_ended_total{reason="slow"}';
    expect(await gateway.metric(slow)).toMatch(/ 1$/);
    socket.destroy();
  });
});
