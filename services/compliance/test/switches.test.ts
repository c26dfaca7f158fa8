import { killSwitchChanged } from '@signalos/contracts';
import { client, type Client } from '@signalos/testing';
import { describe, expect, it } from 'vitest';
import { startTestCompliance, type TestCompliance, type Trader } from './compliance.ts';

const setting = (by: Client, body: object) =>
  by.post('/compliance/kill-switch', { reason: 'test', ...body });
const rulesOf = async (trader: Trader, order: object = {}, by = trader.client) => {
  const { body } = await trader.validate(order, by);
  return body.violations.map(({ ruleId }: any) => ruleId);
};
const operatorOf = ({ world, url }: TestCompliance) =>
  world.issuer.token({ roles: ['operator'] }).then((token) => client(url, token));

describe('a kill switch', () => {
  it('stops new risk, or everything, on every instance as soon as it is set', async () => {
    await using test = await startTestCompliance({ instances: 2 });
    const trader = await test.trader();
    const [one, other] = trader.clients as [Client, Client];
    const { accountId } = trader;
    const positionId = await trader.opens();
    await expect.poll(async () => (await trader.status()).body.openPositions).toBe(1);
    const asked = { reserve: { ttlMs: 0 } };
    const close = { side: 'sell', slPrice: null, reduceOnly: true, positionId, ...asked };

    for (const [by, elsewhere] of [
      [one, other],
      [other, one],
    ] as const) {
      expect(await setting(by, { scope: 'account', accountId, state: 'REDUCING' })).toMatchObject({
        status: 200,
        body: { scope: 'account', accountId, state: 'REDUCING', byOperator: false },
      });
      expect(await rulesOf(trader, {}, elsewhere)).toEqual(['KILL_SWITCH']);
      expect(await rulesOf(trader, close, elsewhere)).toEqual([]);

      await setting(by, { scope: 'account', accountId, state: 'HALTED' });
      expect(await rulesOf(trader, close, elsewhere)).toEqual(['KILL_SWITCH']);

      await setting(by, { scope: 'account', accountId, state: 'ACTIVE' });
      expect(await rulesOf(trader, { lots: by === one ? '0.30' : '0.40' }, elsewhere)).toEqual([]);
    }
  });

  it('lets no order through that is judged after it was set, under load on two instances', async () => {
    await using test = await startTestCompliance({ instances: 2 });
    const trader = await test.trader();
    let setAt = Infinity;
    const results: { startedAt: number; allowed: boolean }[] = [];
    const worker = async (index: number) => {
      for (let i = 0; i < 25; i++) {
        const startedAt = performance.now();
        const lots = (0.01 * (4 * i + index + 1)).toFixed(2);
        const order = { lots, slPrice: '1.09999', reserve: { ttlMs: 1_000 } };
        const by = trader.clients[index % 2] as Client;
        const { body } = await trader.validate(order, by);
        results.push({ startedAt, allowed: body.allowed });
      }
    };
    const load = Promise.all([0, 1, 2, 3].map(worker));
    await expect.poll(() => results.length).toBeGreaterThan(20);

    await setting(trader.client, { scope: 'user', state: 'HALTED' });
    setAt = performance.now();
    await load;

    const early = results.filter(({ startedAt, allowed }) => allowed && startedAt < setAt);
    expect(early.length).toBeGreaterThan(10);
    const late = results.filter(({ startedAt }) => startedAt >= setAt);
    expect(late.length).toBeGreaterThan(10);
    expect(late.filter(({ allowed }) => allowed)).toEqual([]);
  });

  it('of a user stops all his accounts, and of the platform everybody', async () => {
    await using test = await startTestCompliance();
    const [first, stranger] = [await test.trader(), await test.trader()];
    const second = await test.trader({ userId: first.userId });
    const operator = await operatorOf(test);

    await setting(first.client, { scope: 'user', state: 'HALTED' });
    expect(await rulesOf(first)).toEqual(['KILL_SWITCH']);
    expect(await rulesOf(second)).toEqual(['KILL_SWITCH']);
    expect(await rulesOf(stranger)).toEqual([]);

    await setting(first.client, { scope: 'user', state: 'ACTIVE' });
    await setting(operator, { scope: 'platform', state: 'REDUCING' });
    for (const trader of [first, stranger]) {
      expect(await rulesOf(trader, { lots: '0.50' })).toEqual(['KILL_SWITCH']);
    }
    const { body } = await stranger.client.get('/compliance/kill-switch');
    expect(body.items).toMatchObject([{ scope: 'platform', state: 'REDUCING', userId: null }]);
  });

  it('is set by whom it concerns, and by operators', async () => {
    await using test = await startTestCompliance();
    const [trader, stranger] = [await test.trader(), await test.trader()];
    const { accountId, userId } = trader;
    const state = 'HALTED';

    const foreign = await setting(stranger.client, { scope: 'account', accountId, state });
    expect(foreign).toMatchObject({ status: 404, body: { code: 'compliance-account-not-found' } });
    for (const body of [
      { scope: 'user', userId, state },
      { scope: 'platform', state },
    ]) {
      expect(await setting(stranger.client, body)).toMatchObject({ status: 403 });
    }
    expect((await stranger.client.get('/compliance/kill-switch')).body.items).toEqual([]);
    expect(await rulesOf(trader)).toEqual([]);
  });

  it('that an operator has set is relaxed by operators only', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    const operator = await operatorOf(test);
    const { accountId, userId } = trader;
    await setting(operator, { scope: 'account', accountId, state: 'HALTED' });
    await setting(operator, { scope: 'user', userId, state: 'REDUCING' });

    for (const body of [{ scope: 'account', accountId }, { scope: 'user' }]) {
      expect(await setting(trader.client, { ...body, state: 'ACTIVE' })).toMatchObject({
        status: 403,
        body: { code: 'kill-switch-of-operator' },
      });
    }
    expect(await rulesOf(trader)).toEqual(['KILL_SWITCH']);

    await setting(operator, { scope: 'account', accountId, state: 'ACTIVE' });
    await setting(operator, { scope: 'user', userId, state: 'ACTIVE' });
    expect(await rulesOf(trader, { lots: '0.50' })).toEqual([]);
  });

  it('is announced with what it was before, and by whom', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    const { accountId, userId } = trader;
    for (const state of ['HALTED', 'ACTIVE']) {
      await setting(trader.client, { scope: 'account', accountId, state, reason: 'pause' });
    }

    await expect.poll(() => trader.announced(killSwitchChanged)).toHaveLength(2);
    expect(await trader.announced(killSwitchChanged)).toMatchObject([
      { scope: 'account', accountId, userId, before: 'ACTIVE', state: 'HALTED', setBy: userId },
      { before: 'HALTED', state: 'ACTIVE', byOperator: false, reason: 'pause' },
    ]);
  });
});
