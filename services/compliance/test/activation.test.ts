import { profileActivated, profileDeactivated } from '@signalos/contracts';
import { describe, expect, it } from 'vitest';
import { eventually, startTestCompliance } from './compliance.ts';

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
    expect((await trader.validate({ lots: '1.01' })).body.violations).toMatchObject([
      { ruleId: 'LOT_MAX_PER_TRADE', limit: '1.0' },
    ]);
    expect((await trader.status()).body.profile).toMatchObject(profile);
    await eventually(() => trader.announced(profileActivated)).toMatchObject([
      { accountId: trader.accountId, userId: trader.userId, profile },
    ]);
  });

  it('again changes nothing', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader({ profile: null });

    const [first, second] = [await trader.activate('ftmo'), await trader.activate('ftmo')];

    expect(second.body).toEqual(first.body);
    await trader.activate('ftuk');
    await eventually(() => trader.announced(profileActivated)).toHaveLength(2);
  });

  it('of another kind undoes no breach of today', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader({ profile: 'ftuk' });
    const deep = { slPrice: '1.05000', lots: '0.01' };
    await trader.opens({ lots: '1.00', stopLoss: null });
    await eventually(async () => (await trader.status()).body.openPositions).toBe(1);
    test.market.set('EURUSD', '1.06000');
    await eventually(async () => (await trader.risk(deep))?.equity).toBe('96000.00');
    test.market.set('EURUSD', '1.10000');
    await eventually(async () => (await trader.risk(deep))?.equity).toBe('100000.00');

    await trader.activate('eu-mifid2');
    expect((await trader.validate()).body.allowed).toBe(true);
    await trader.activate('ftuk');

    expect((await trader.validate()).body.violations).toMatchObject([
      { ruleId: 'DAILY_LOSS_BREACHED', actual: '96000.00' },
    ]);
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

describe('deactivating a profile', () => {
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
    await eventually(() => trader.announced(profileDeactivated)).toMatchObject([
      { profileId: 'ftmo', reason: 'moving to another firm' },
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
