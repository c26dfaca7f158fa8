import { profileActivated, profileDeactivated } from '@signalos/contracts';
import { describe, expect, it } from 'vitest';
import { startTestCompliance, type TestCompliance, type Trader } from './compliance.ts';

describe('activating a profile', () => {
  it('takes effect at once, and is announced', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader({ profile: null });

    const reply = await trader.activate('generic-conservative');

    const profile = { id: 'generic-conservative', version: 1, sha256: expect.any(String) };
    expect(reply).toMatchObject({
      status: 200,
      body: { accountId: trader.accountId, profile, activatedAt: expect.any(String) },
    });
    expect(
      (await trader.validate({ lots: '1.01', slPrice: '1.09900' })).body.violations,
    ).toMatchObject([{ ruleId: 'LOT_MAX_PER_TRADE', limit: '1.0' }]);
    expect((await trader.status()).body.profile).toMatchObject(profile);
    await expect
      .poll(() => trader.announced(profileActivated))
      .toMatchObject([
        { accountId: trader.accountId, userId: trader.userId, profile, reason: null },
      ]);
  });

  it('of a version, for a phase, a type and symbols, is announced with its reason', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader({ profile: null });
    const { accountId, client } = trader;
    const terms = { phase: 'funded', accountType: 'swing', permittedSymbols: ['GBPUSD'] };

    const reply = await client.post('/compliance/activate', {
      accountId,
      profileId: 'ftmo',
      version: 1,
      ...terms,
      reason: 'passed the evaluation',
    });

    const profile = { id: 'ftmo', version: 1, sha256: expect.any(String) };
    expect(reply).toMatchObject({ status: 200, body: { profile, ...terms } });
    expect((await trader.validate()).body.violations).toMatchObject([
      { ruleId: 'SYMBOL_NOT_PERMITTED' },
    ]);
    expect((await trader.status()).body).toMatchObject({ profile, ...terms });
    await expect
      .poll(() => trader.announced(profileActivated))
      .toMatchObject([{ profile, ...terms, reason: 'passed the evaluation' }]);
  });

  it('leaves phase, type and symbols as they are where it does not name them', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader({ profile: null });
    const activate = (body: object) =>
      trader.client.post('/compliance/activate', { profileId: 'ftmo', ...body });
    await activate({ phase: 'funded', accountType: 'swing', permittedSymbols: ['EURUSD'] });

    expect((await activate({ profileId: 'ftuk' })).body).toMatchObject({
      phase: 'funded',
      accountType: 'swing',
      permittedSymbols: ['EURUSD'],
    });
    expect((await activate({ profileId: 'ftuk', permittedSymbols: null })).body).toMatchObject({
      phase: 'funded',
      permittedSymbols: null,
    });
    await expect.poll(() => trader.announced(profileActivated)).toHaveLength(3);
  });

  it.each([
    [{ version: 0 }, '#/version'],
    [{ phase: 'retired' }, '#/phase'],
    [{ permittedSymbols: [] }, '#/permittedSymbols'],
    [{ permittedSymbols: ['EURUSDX'] }, '#/permittedSymbols/0'],
  ])('refuses %o, naming the field', async (body, pointer) => {
    await using test = await startTestCompliance();
    const trader = await test.trader();

    const reply = await trader.client.post('/compliance/activate', { profileId: 'ftmo', ...body });

    expect(reply).toMatchObject({ status: 400, body: { errors: [{ pointer }] } });
  });

  it('refuses a version that is not there', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();

    const reply = await trader.client.post('/compliance/activate', {
      profileId: 'ftmo',
      version: 3,
    });

    expect(reply).toMatchObject({ status: 404, body: { code: 'profile-not-found' } });
  });

  it('does not let an account trade again that a breach has ended', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader({ profile: 'ftuk' });
    await trader.opens({ stopLoss: null });
    await expect.poll(async () => (await trader.status()).body.openPositions).toBe(1);
    test.market.set('EURUSD', '1.06000');
    await expect
      .poll(async () => {
        await trader.risk();
        return (await trader.status()).body.status;
      })
      .toBe('breached');
    test.market.set('EURUSD', '1.10000');

    expect((await trader.activate('eu-mifid2')).status).toBe(200);

    expect((await trader.status()).body).toMatchObject({
      status: 'breached',
      breach: { limit: expect.any(String), detectedAt: expect.any(String) },
      profile: { id: 'eu-mifid2' },
    });
    expect((await trader.validate()).body.violations).toMatchObject([
      { ruleId: 'ACCOUNT_NOT_ACTIVE', actual: 'breached' },
    ]);
  });

  it('does not let an account trade again that a breach has paused', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader({ profile: 'the5ers-hyper-growth' });
    await trader.opens({ stopLoss: null });
    await expect.poll(async () => (await trader.status()).body.openPositions).toBe(1);
    test.market.set('EURUSD', '1.06500');
    await expect
      .poll(async () => {
        await trader.risk();
        return (await trader.status()).body.pausedUntil;
      })
      .toEqual(expect.any(String));
    const { pausedUntil } = (await trader.status()).body;
    test.market.set('EURUSD', '1.10000');

    await trader.activate('eu-mifid2');

    expect((await trader.status()).body).toMatchObject({
      status: 'active',
      pausedUntil,
      breach: { ruleId: 'DAILY_LOSS_BREACHED', actual: '96500.00' },
    });
    expect((await trader.validate()).body.violations).toMatchObject([{ ruleId: 'ACCOUNT_PAUSED' }]);
  });

  it('again changes nothing', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader({ profile: null });

    const [first, second] = [await trader.activate('ftmo'), await trader.activate('ftmo')];

    expect(second.body).toEqual(first.body);
    await trader.activate('ftuk');
    await expect.poll(() => trader.announced(profileActivated)).toHaveLength(2);
  });

  it('refuses a profile, or an account, that is not there', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    const stranger = await test.user();

    expect(await trader.activate('nope')).toMatchObject({
      status: 404,
      body: { code: 'profile-not-found', profileId: 'nope' },
    });
    const { accountId } = trader;
    for (const body of [{ profileId: 'ftuk' }, { profileId: 'ftuk', accountId }]) {
      expect(await stranger.post('/compliance/activate', body)).toMatchObject({
        status: 404,
        body: { code: 'compliance-account-not-found' },
      });
    }
    expect((await trader.status()).body.profile.id).toBe('ftmo');
  });

  it('is for the account opened first, where none is named', async () => {
    await using test = await startTestCompliance();
    const first = await test.trader({ profile: null });
    const second = await test.trader({ userId: first.userId, profile: null });

    await second.client.post('/compliance/activate', { profileId: 'ftmo' });

    expect((await first.status()).body.profile).toMatchObject({ id: 'ftmo' });
    expect((await second.status()).body.profile).toBeNull();
  });
});

/** An account under a profile, with a position that has lost so much at its lowest. */
async function withLow(test: TestCompliance, profile: string, price: string) {
  const trader = await test.trader({ profile });
  await trader.opens({ stopLoss: null });
  await expect.poll(async () => (await trader.status()).body.openPositions).toBe(1);
  return {
    trader,
    /** There and back; the low is noted by whoever watches the prices. */
    sink: async () => {
      test.market.set('EURUSD', price);
      await expect.poll(async () => (await trader.status()).body.day.lowestEquity).toBe('94000.00');
      test.market.set('EURUSD', '1.10000');
      await expect
        .poll(async () => (await trader.status()).body.risk?.worstEquity)
        .toBe('100000.00');
    },
  };
}

async function custom(trader: Trader, overrides: object) {
  const profile = { name: 'mine', baseId: 'ftmo', overrides, allowLooser: true };
  const { body } = await trader.client.post('/compliance/custom-profile', profile);
  expect(await trader.activate(body.id)).toMatchObject({ status: 200 });
}

describe('going to a profile of one’s own and back', () => {
  it('does not wash away how low equity was, though its days start at another hour', async () => {
    await using test = await startTestCompliance();
    const { trader, sink } = await withLow(test, 'ftmo', '1.04000');
    await custom(trader, { day: { tz: 'Europe/London', at: '00:00' }, daily: null, total: null });
    await sink();
    expect((await trader.status()).body.status).toBe('active');

    await trader.activate('ftmo');

    expect((await trader.validate()).body).toMatchObject({ allowed: false });
    expect((await trader.status()).body.status).toBe('breached');
  });

  it('does not make a pause of what ends trading', async () => {
    await using test = await startTestCompliance();
    const { trader, sink } = await withLow(test, 'ftmo', '1.04000');
    await custom(trader, {
      daily: { pct: '5', amountBase: 'initial', reference: 'balance', kind: 'pause' },
    });
    await sink();
    expect((await trader.status()).body).toMatchObject({
      status: 'active',
      pausedUntil: expect.any(String),
    });

    await trader.activate('ftmo');
    await trader.validate();

    expect((await trader.status()).body.status).toBe('breached');
  });
});

describe('deactivating a profile', () => {
  it('is a conflict while something is open, or under way, that it watches', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    const { reservation } = (await trader.validate({ reserve: { ttlMs: 60_000 } })).body;
    const deactivate = () => trader.client.post('/compliance/deactivate', { reason: 'why not' });
    const conflict = { status: 409, body: { code: 'account-still-exposed' } };

    expect(await deactivate()).toMatchObject(conflict);
    await trader.client.post(`/compliance/reservations/${reservation.id}/release`);
    const positionId = await trader.opens();
    await expect.poll(async () => (await trader.status()).body.openPositions).toBe(1);
    expect(await deactivate()).toMatchObject(conflict);

    await trader.closes(positionId, { profit: '0.00', balance: '100000.00' });
    await expect.poll(async () => (await deactivate()).status).toBe(200);
  });

  it('refuses every order from then on, and is announced with its reason', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    const { accountId } = trader;

    const reply = await trader.client.post('/compliance/deactivate', {
      accountId,
      reason: 'moving to another firm',
    });

    expect(reply).toMatchObject({ status: 200, body: { accountId, profileId: 'ftmo' } });
    expect((await trader.validate()).body.violations).toMatchObject([
      { ruleId: 'PROFILE_NOT_ACTIVE' },
    ]);
    await expect
      .poll(() => trader.announced(profileDeactivated))
      .toMatchObject([
        {
          profileId: 'ftmo',
          profile: { id: 'ftmo', version: 2 },
          phase: 'evaluation',
          accountType: 'standard',
          reason: 'moving to another firm',
        },
      ]);
  });

  it('is a conflict where none is active', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader({ profile: null });

    expect(await trader.client.post('/compliance/deactivate', { reason: 'why not' })).toMatchObject(
      { status: 409, body: { code: 'no-active-profile' } },
    );
  });

  it('wants a reason', async () => {
    await using test = await startTestCompliance();
    const user = await test.user();

    const reply = await user.post('/compliance/deactivate', { reason: '  ' });

    expect(reply).toMatchObject({ status: 400, body: { errors: [{ pointer: '#/reason' }] } });
  });
});
