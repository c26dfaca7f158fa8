import { randomUUID } from 'node:crypto';
import { decisionMade, validateTrade, violationDetected } from '@signalos/contracts';
import { ask } from '@signalos/messaging';
import { describe, expect, it } from 'vitest';
import { startTestCompliance } from './compliance.ts';

const ruleIds = (list: { ruleId: string }[]) => list.map(({ ruleId }) => ruleId).toSorted();

describe('an order within its limits', () => {
  it('is allowed, its risk is reserved, and the decision is announced', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();

    const reply = await trader.validate({ clientTradeId: 'order-1' });

    expect(reply).toMatchObject({
      status: 200,
      body: {
        clientTradeId: 'order-1',
        accountId: trader.accountId,
        replayed: false,
        allowed: true,
        violations: [],
        warnings: [],
        profile: { id: 'ftmo', version: 2 },
        risk: {
          currency: 'USD',
          equity: '100000.00',
          worstEquity: '99000.00',
          tradeWorstLoss: '1000.00',
          reserved: '0.00',
          dailyFloor: '95000.00',
          dailyRoom: '4000.00',
          totalFloor: '90000.00',
          totalRoom: '9000.00',
        },
        reservation: { id: expect.any(String), expiresAt: expect.any(String) },
      },
    });
    expect((await trader.status()).body).toMatchObject({
      reservations: 1,
      risk: { reserved: '1000.00', worstEquity: '99000.00' },
    });
    await expect
      .poll(() => trader.announced(decisionMade))
      .toMatchObject([{ decisionId: reply.body.decisionId, allowed: true, violatedRules: [] }]);
    expect(await trader.announced(violationDetected)).toEqual([]);
  });

  it('gets the same answer over NATS', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    const { broker } = test.world.bus;
    const data = validateTrade.request.parse({ ...trader.order(), userId: trader.userId });

    const overNats = await ask(broker, validateTrade, { data });
    const overHttp = await trader.validate({ clientTradeId: data.clientTradeId });

    expect(overNats).toMatchObject({ allowed: true, replayed: false });
    expect(overHttp.body).toEqual({ ...overNats, replayed: true });
  });

  it('is for the account opened first, where none is named', async () => {
    await using test = await startTestCompliance();
    const first = await test.trader();
    const second = await test.trader({ userId: first.userId, balance: '50000.00' });

    const reply = await second.validate({ accountId: undefined });

    expect(reply.body.accountId).toBe(first.accountId);
  });

  it('reserves nothing where it only closes', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    const positionId = await trader.opens();
    await expect.poll(async () => (await trader.status()).body.openPositions).toBe(1);

    const { body } = await trader.validate({ side: 'sell', reduceOnly: true, positionId });

    expect(body).toMatchObject({ allowed: true, reservation: null });
  });
});

describe('an order beyond its limits', () => {
  it('is refused with every rule it breaks, each announced and listed', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();

    const { status, body } = await trader.validate({ lots: '2.50', slPrice: '1.00000' });

    const rules = ['DAILY_LOSS_LIMIT', 'LOT_MAX_PER_TRADE', 'TOTAL_LOSS_LIMIT'];
    expect({ status, allowed: body.allowed, reservation: body.reservation }).toEqual({
      status: 200,
      allowed: false,
      reservation: null,
    });
    expect(ruleIds(body.violations)).toEqual(rules);
    await expect
      .poll(async () => ruleIds(await trader.announced(violationDetected)))
      .toEqual(rules);
    const [detected] = (await trader.announced(violationDetected)).filter(
      ({ ruleId }) => ruleId === 'DAILY_LOSS_LIMIT',
    );
    expect(detected).toMatchObject({
      userId: trader.userId,
      decisionId: body.decisionId,
      phase: 'pre-trade',
      limit: '95000.00',
      actual: '75000.00',
      unit: 'USD',
      profile: { id: 'ftmo' },
      trade: { symbol: 'EURUSD', side: 'buy', lots: '2.50', slPrice: '1.00000' },
    });
    const listed = await trader.client.get('/compliance/violations');
    expect(ruleIds(listed.body.items)).toEqual(rules);
    expect((await trader.status()).body.reservations).toBe(0);
  });

  it('is refused for every order that is not a reduction while no profile is active', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader({ profile: null });

    expect((await trader.validate()).body).toMatchObject({
      allowed: false,
      violations: [{ ruleId: 'PROFILE_NOT_ACTIVE' }],
      profile: null,
      risk: null,
    });
  });

  it('is refused when prices have fallen silent, but a position can still be closed', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    const positionId = await trader.opens();
    await expect.poll(async () => (await trader.status()).body.openPositions).toBe(1);

    test.market.silence();
    test.clock.advance(6_000);

    expect((await trader.validate()).body.violations).toMatchObject([{ ruleId: 'QUOTE_STALE' }]);
    expect((await trader.validate({ symbol: 'XAUUSD' })).body.violations).toMatchObject([
      { ruleId: 'INPUT_NO_QUOTE' },
    ]);
    const close = { side: 'sell', slPrice: null, reduceOnly: true, positionId };
    expect((await trader.validate(close)).body).toMatchObject({ allowed: true, reservation: null });
  });
});

describe('the same clientTradeId again', () => {
  it('gets the decision that was taken, and reserves nothing more', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    const order = { clientTradeId: 'again' };

    const first = await trader.validate({ ...order, lots: '1.0', reserve: { ttlMs: 60_000 } });
    const second = await trader.validate({ ...order, lots: '1.00', tpPrice: null });

    expect(second.body).toEqual({ ...first.body, replayed: true });
    expect((await trader.status()).body).toMatchObject({
      reservations: 1,
      risk: { reserved: '1000.00' },
    });
    await expect.poll(() => trader.announced(decisionMade)).toHaveLength(1);
  });

  it('repeats a refusal, though the order would be allowed by now', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader({ profile: null });
    const order = { clientTradeId: 'refused' };

    const first = await trader.validate(order);
    await trader.activate('ftmo');
    const second = await trader.validate(order);

    expect(second.body).toEqual({ ...first.body, replayed: true });
  });

  it.each([{ lots: '1.01' }, { side: 'sell', slPrice: '1.11' }, { slPrice: '1.08' }])(
    'is a conflict for another order: %o',
    async (change) => {
      await using test = await startTestCompliance();
      const trader = await test.trader();
      await trader.validate({ clientTradeId: 'taken' });

      expect(await trader.validate({ clientTradeId: 'taken', ...change })).toMatchObject({
        status: 409,
        body: { code: 'idempotency-conflict', clientTradeId: 'taken' },
      });
    },
  );

  it('is no permission under another profile, or under none', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    const { broker } = test.world.bus;
    const order = { clientTradeId: 'lax', reserve: { ttlMs: 300_000 } };
    const ofUser = { ...trader.order(order), userId: trader.userId };
    const data = validateTrade.request.parse(ofUser);
    const outdated = { code: 'decision-outdated', details: { clientTradeId: 'lax' } };
    expect((await trader.validate(order)).body.allowed).toBe(true);

    await trader.activate('ftuk');
    await expect(ask(broker, validateTrade, { data })).rejects.toMatchObject(outdated);
    await trader.client.post('/compliance/deactivate', { reason: 'enough' });
    await expect(ask(broker, validateTrade, { data })).rejects.toMatchObject(outdated);
    expect(await trader.validate(order)).toMatchObject({
      status: 409,
      body: { code: 'decision-outdated' },
    });

    await trader.activate('ftmo');
    expect((await trader.validate(order)).body).toMatchObject({ allowed: true, replayed: true });
  });

  it('is another order on another account', async () => {
    await using test = await startTestCompliance();
    const [one, other] = [await test.trader(), await test.trader()];
    await one.validate({ clientTradeId: 'shared' });

    expect((await other.validate({ clientTradeId: 'shared', lots: '0.50' })).body).toMatchObject({
      replayed: false,
      allowed: true,
    });
  });
});

describe('asking without reserving', () => {
  it('tells what would be decided, and leaves nothing behind', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    const question = { clientTradeId: 'what-if', reserve: { ttlMs: 0 } };

    const yes = await trader.validate(question);
    const no = await trader.validate({ ...question, lots: '9.00' });
    const order = await trader.validate({ clientTradeId: 'what-if' });

    expect(yes.body).toMatchObject({ allowed: true, reservation: null });
    expect(no.body).toMatchObject({ allowed: false });
    expect(order.body).toMatchObject({ allowed: true, replayed: false });
    expect((await trader.client.get('/compliance/violations')).body.items).toEqual([]);
    await expect.poll(() => trader.announced(decisionMade)).toHaveLength(1);
  });
});

describe('what cannot be judged', () => {
  it.each([
    [{ lots: 'NaN' }, '#/lots'],
    [{ lots: 1 }, '#/lots'],
    [{ slPrice: '1e1' }, '#/slPrice'],
    [{ side: 'long' }, '#/side'],
    [{ balance: '1000000' }, '#/balance'],
    [{ reserve: { ttlMs: -1 } }, '#/reserve/ttlMs'],
    [{ clientTradeId: '' }, '#/clientTradeId'],
    [{ clientTradeId: 'a\0b' }, '#/clientTradeId'],
    [{ clientTradeId: '\ud800' }, '#/clientTradeId'],
  ])('is a bad request: %o', async (change, pointer) => {
    await using test = await startTestCompliance();
    const user = await test.user();
    const order = { clientTradeId: 'x', symbol: 'EURUSD', side: 'buy', type: 'market', lots: '1' };

    const reply = await user.post('/compliance/validate-trade', { ...order, ...change });

    expect(reply).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
    expect(reply.body.errors).toMatchObject([{ pointer }]);
  });

  it('is an account that is not there, or belongs to somebody else', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    const stranger = await test.trader();
    const missing = { status: 404, body: { code: 'compliance-account-not-found' } };

    expect(await trader.validate({ accountId: randomUUID() })).toMatchObject(missing);
    expect(await trader.validate({ accountId: stranger.accountId })).toMatchObject(missing);
    const { broker } = test.world.bus;
    const data = validateTrade.request.parse({ ...stranger.order(), userId: trader.userId });
    await expect(ask(broker, validateTrade, { data })).rejects.toMatchObject({
      code: 'compliance-account-not-found',
    });
  });

  it('is a violation, not a bad request, where only the numbers make no sense', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    const ruleOf = async (change: object) => (await trader.validate(change)).body.violations[0];

    expect(await ruleOf({ lots: '-1' })).toMatchObject({ ruleId: 'INPUT_INVALID_VOLUME' });
    expect(await ruleOf({ slPrice: '-1.09' })).toMatchObject({ ruleId: 'INPUT_INVALID_PRICE' });
    expect(await ruleOf({ lots: '9'.repeat(20) })).toMatchObject({ limit: '1000000' });
    expect(await ruleOf({ side: 'sell', slPrice: '9'.repeat(20) })).toMatchObject({
      ruleId: 'INPUT_INVALID_PRICE',
      formula: 'slPrice > 1000000',
    });
    expect(await ruleOf({ slPrice: '0' })).toMatchObject({ ruleId: 'SL_REQUIRED' });
    expect(await ruleOf({ symbol: 'DOGEUSD' })).toMatchObject({ ruleId: 'INPUT_UNKNOWN_SYMBOL' });
  });
});
