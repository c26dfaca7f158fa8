import { withClient, type Client } from '@signalos/testing';
import { describe, expect, it } from 'vitest';
import { startTestCompliance, type Trader } from './compliance.ts';

const make = (client: Client, draft: object = {}) =>
  client.post('/compliance/custom-profile', {
    name: 'Careful FTMO',
    baseId: 'ftmo',
    overrides: { maxLotsPerTrade: '0.5' },
    ...draft,
  });

const use = ({ client, accountId }: Trader, profileId: string, version?: number) =>
  client.post('/compliance/activate', { accountId, profileId, version });

async function idsFor(client: Client): Promise<string[]> {
  const { body } = await client.get('/compliance/profiles');
  return body.items.map(({ id }: { id: string }) => id);
}

describe('a custom profile', () => {
  it('is its base with the overrides in place', async () => {
    await using test = await startTestCompliance();
    const user = await test.user();
    const { body: base } = await user.get('/compliance/profiles/ftmo');

    const { status, body } = await make(user);

    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(/^custom-[0-9a-f-]{36}$/),
      version: 1,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      name: 'Careful FTMO',
      labels: ['custom'],
      base: { id: 'ftmo', version: 2, looser: false },
      limits: { ...base.limits, maxLotsPerTrade: '0.5' },
      published: [],
    });
    expect((await user.get(`/compliance/profiles/${body.id}`)).body).toEqual(body);
  });

  it('decides in every instance once an account trades under it', async () => {
    await using test = await startTestCompliance({ instances: 2 });
    const trader = await test.trader();
    const [, other] = trader.clients;
    const { body: profile } = await make(trader.client);

    expect((await use(trader, profile.id)).body.profile).toMatchObject({ id: profile.id });

    for (const client of [trader.client, other, trader.client]) {
      const { body } = await trader.validate({ lots: '0.51' }, client);
      expect(body.profile).toEqual({ id: profile.id, version: 1, sha256: profile.sha256 });
      expect(body.violations).toMatchObject([{ ruleId: 'LOT_MAX_PER_TRADE', limit: '0.5' }]);
    }
    expect((await trader.status()).body.profile).toMatchObject({ id: profile.id, version: 1 });
  });

  it('has versions that never change', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    const { body: first } = await make(trader.client);
    await use(trader, first.id);

    const { body: second } = await make(trader.client, {
      profileId: first.id,
      overrides: { maxLotsPerTrade: '0.1' },
    });

    expect(second).toMatchObject({ id: first.id, version: 2, limits: { maxLotsPerTrade: '0.1' } });
    expect(second.sha256).not.toBe(first.sha256);
    expect((await trader.validate({ lots: '0.5', slPrice: '1.09900' })).body.allowed).toBe(true);
    expect((await trader.client.get(`/compliance/profiles/${first.id}?version=1`)).body).toEqual(
      first,
    );
    await use(trader, first.id);
    expect((await trader.validate({ lots: '0.4' })).body.violations).toMatchObject([
      { limit: '0.1' },
    ]);
    await use(trader, first.id, 1);
    expect((await trader.status()).body.profile).toMatchObject({ version: 1 });
  });

  it('makes one version after the other, also when they are asked for at once', async () => {
    await using test = await startTestCompliance({ instances: 2 });
    const trader = await test.trader();
    const { body: first } = await make(trader.client);

    const replies = await Promise.all(
      [0, 1, 0, 1].map((instance) =>
        make(trader.clients[instance] as Client, { profileId: first.id }),
      ),
    );

    expect(new Set(replies.map(({ body }) => body.version))).toEqual(new Set([2, 3, 4, 5]));
  });

  it('may take a limit of its base away, or allow more, only if its owner says so', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    const overrides = { maxLotsPerTrade: '50', news: null, daily: { ...daily, pct: '4' } };

    const refused = await make(trader.client, { overrides });
    const { body: profile } = await make(trader.client, { overrides, allowLooser: true });

    expect(refused).toMatchObject({
      status: 400,
      body: {
        code: 'profile-looser-than-base',
        errors: [{ pointer: '#/overrides/maxLotsPerTrade' }, { pointer: '#/overrides/news' }],
      },
    });
    expect(profile.base.looser).toBe(true);
    expect(profile.limits).not.toHaveProperty('news');
    await use(trader, profile.id);
    expect((await trader.validate({ lots: '2.5', slPrice: '1.09900' })).body.allowed).toBe(true);
  });

  it('may be the base of another one', async () => {
    await using test = await startTestCompliance();
    const user = await test.user();
    const { body: first } = await make(user);

    const { body } = await make(user, {
      baseId: first.id,
      overrides: { openRiskPctEquity: '2' },
    });

    expect(body).toMatchObject({
      base: { id: first.id, version: 1, looser: false },
      limits: { maxLotsPerTrade: '0.5', openRiskPctEquity: '2' },
    });
  });

  it.each([
    [{ maxLotsPerTrade: 2 }, '#/overrides/maxLotsPerTrade'],
    [{ maxLotsPerTrade: '0' }, '#/overrides/maxLotsPerTrade'],
    [{ maxLotsPerWeek: '2' }, '#/overrides/maxLotsPerWeek'],
    [{ daily: { pct: '5' } }, '#/overrides/daily/amountBase'],
    [{ total: { mode: 'static' } }, '#/overrides/total'],
    [{ day: { tz: 'Europe/Bohemia', at: '00:00' } }, '#/overrides/day/tz'],
    [{ day: null }, '#/overrides/day'],
    [{ leverageCaps: { gold: 'x' } }, '#/overrides/leverageCaps/gold'],
    [{ monitors: { minHold: { ms: 0 } } }, '#/overrides/monitors/minHold/ms'],
    [{ missingSl: 'assume' }, '#/overrides/assumeSlPct'],
    [{ maxQuoteAgeMs: YEAR_MS + 1 }, '#/overrides/maxQuoteAgeMs'],
    [{ duplicateWindowMs: MOST }, '#/overrides/duplicateWindowMs'],
    [{ news: { ...news, afterMs: MOST } }, '#/overrides/news/afterMs'],
    [{ monitors: { copyAcross: { withinMs: 9e15 } } }, '#/overrides/monitors/copyAcross/withinMs'],
    [{ monitors: { inactivityDays: 3e9 } }, '#/overrides/monitors/inactivityDays'],
    [{ maxTradesPerDay: 1_000_001 }, '#/overrides/maxTradesPerDay'],
    [{ maxOrderValue: '1000000000000' }, '#/overrides/maxOrderValue'],
    [
      { total: { pct: '10', mode: 'static', lockAt: '-1000000000000' } },
      '#/overrides/total/lockAt',
    ],
    [
      { objectives: { profitTargetPct: Array(21).fill('1') } },
      '#/overrides/objectives/profitTargetPct',
    ],
  ])('is refused with %o, naming the field', async (overrides, pointer) => {
    await using test = await startTestCompliance();

    const { status, body } = await make(await test.user(), { overrides, allowLooser: true });

    expect(status).toBe(400);
    expect(body.errors).toContainEqual(expect.objectContaining({ pointer }));
  });

  it('may say as much as there may be', async () => {
    await using test = await startTestCompliance();
    const overrides = {
      maxQuoteAgeMs: YEAR_MS,
      duplicateWindowMs: YEAR_MS,
      news: { ...news, beforeMs: YEAR_MS, afterMs: YEAR_MS },
      maxTradesPerDay: 1_000_000,
      maxOrderValue: '999999999999',
    };
    const trader = await test.trader();

    const { status, body } = await make(trader.client, { overrides, allowLooser: true });
    await use(trader, body.id);

    expect(status).toBe(201);
    expect((await trader.validate()).body.allowed).toBe(true);
  });

  it('is its owner’s alone', async () => {
    await using test = await startTestCompliance();
    const owner = await test.user();
    const stranger = await test.trader();
    const { body: profile } = await make(owner);
    const missing = { status: 404, body: { code: 'profile-not-found' } };

    expect(await stranger.client.get(`/compliance/profiles/${profile.id}`)).toMatchObject(missing);
    expect(await use(stranger, profile.id)).toMatchObject(missing);
    expect(await make(stranger.client, { baseId: profile.id })).toMatchObject(missing);
    expect(await make(stranger.client, { profileId: profile.id })).toMatchObject(missing);
    expect(await make(stranger.client, { profileId: 'ftmo' })).toMatchObject(missing);
    expect(await idsFor(owner)).toContain(profile.id);
    expect(await idsFor(stranger.client)).not.toContain(profile.id);
  });

  it('has so many versions at most, all profiles of a user together', async () => {
    await using test = await startTestCompliance();
    const user = await test.user();
    const { body: profile } = await make(user);
    await withClient(test.world.database.url, (client) =>
      client.query(
        `insert into custom_profile select id, version + more, owner_id, name, base_id, base_version,
          limits, looser, sha256, created_at from custom_profile, generate_series(1, 499) as more`,
      ),
    );

    expect(await make(user)).toMatchObject({ status: 409, body: { code: 'too-many-profiles' } });
    expect((await make(user, { profileId: profile.id })).status).toBe(409);
    expect((await make(await test.user())).status).toBe(201);
  });
});

const MOST = Number.MAX_SAFE_INTEGER;
const YEAR_MS = 366 * 86_400_000;
const news = { beforeMs: 120_000, afterMs: 120_000, phases: ['evaluation'], types: ['standard'] };
const daily = { pct: '5', amountBase: 'initial', reference: 'balance' };
