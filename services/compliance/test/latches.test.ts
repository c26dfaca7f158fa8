import { accountReinstated, violationDetected } from '@signalos/contracts';
import { client } from '@signalos/testing';
import { describe, expect, it } from 'vitest';
import { startCompliance } from '../src/service.ts';
import { startTestCompliance, type TestCompliance, type Trader } from './compliance.ts';

const statusOf = async (trader: Trader) => (await trader.status()).body.status;
const rulesOf = async (trader: Trader, order: object = {}) =>
  (await trader.validate(order)).body.violations.map(({ ruleId }: any) => ruleId);
const latchesOf = async (trader: Trader) =>
  (await trader.announced(violationDetected)).filter(({ latched }) => latched);

/** Two lots of EURUSD from 1.10000 on, without a stop: 200 USD a pip. */
async function exposed(test: TestCompliance, profile = 'ftmo'): Promise<Trader> {
  const trader = await test.trader({ profile });
  await trader.opens({ lots: '2.00', stopLoss: null });
  await expect.poll(async () => (await trader.status()).body.openPositions).toBe(1);
  return trader;
}

/** Falls, is seen by the monitor, and recovers. */
async function dip(test: TestCompliance, trader: Trader, price = '1.07400') {
  test.market.set('EURUSD', price);
  await expect.poll(() => statusOf(trader)).toBe('breached');
  test.market.set('EURUSD', '1.10000');
  await expect.poll(async () => (await trader.status()).body.risk?.equity).toBe('100000.00');
}

const reinstating = async ({ world, url }: TestCompliance, accountId: string, roles: string[]) => {
  const caller = client(url, await world.issuer.token({ roles }));
  const path = `/compliance/accounts/${accountId}/reinstate`;
  return caller.post(path, { reason: 'Talked to the trader' });
};

describe('an account that broke a loss limit', () => {
  it('is latched without any order, though its equity recovers', async () => {
    await using test = await startTestCompliance();
    const trader = await exposed(test);

    await dip(test, trader);

    expect(await rulesOf(trader)).toEqual(['ACCOUNT_NOT_ACTIVE']);
    expect(await latchesOf(trader)).toMatchObject([
      {
        ruleId: 'DAILY_LOSS_BREACHED',
        phase: 'monitor',
        decisionId: null,
        trade: null,
        limit: '95000.00',
        actual: '94800.00',
        excess: '200.00',
        day: { tz: 'Europe/Prague' },
      },
    ]);
    const { body } = await trader.client.get('/compliance/violations');
    expect(body.items.at(-1)).toMatchObject({ decisionId: null, latched: true, trade: null });
  });

  it('stays latched over a restart, another profile, and the next day', async () => {
    await using test = await startTestCompliance();
    const trader = await exposed(test);
    await dip(test, trader);

    await trader.activate('eu-mifid2');
    await trader.activate('ftmo');
    test.clock.advance(86_400_000);
    await using again = await startCompliance(test.world.config, test.world.log, () =>
      test.clock.now(),
    );
    const caller = await test.world.signedIn(again.url, trader.userId);

    await expect
      .poll(async () => (await trader.validate({}, caller)).body.violations)
      .toMatchObject([{ ruleId: 'ACCOUNT_NOT_ACTIVE' }]);
    expect(await latchesOf(trader)).toHaveLength(1);
  });

  it('is latched once by two instances that see it at once', async () => {
    await using test = await startTestCompliance({ instances: 2 });
    const trader = await exposed(test);

    await dip(test, trader);

    expect(await latchesOf(trader)).toHaveLength(1);
  });

  it('is latched for each of two limits that one tick breaks, and once for each', async () => {
    await using test = await startTestCompliance({ instances: 2 });
    const trader = await exposed(test);

    await dip(test, trader, '1.04000');

    const latches = await latchesOf(trader);
    expect(latches).toMatchObject([
      { ruleId: 'DAILY_LOSS_BREACHED', limit: '95000.00', actual: '88000.00', phase: 'monitor' },
      { ruleId: 'TOTAL_LOSS_BREACHED', limit: '90000.00', actual: '88000.00', phase: 'monitor' },
    ]);
    const [daily, total] = latches.map(({ audit }) => audit);
    expect(daily).toEqual(total);
    expect(await reinstating(test, trader.accountId, ['operator'])).toMatchObject({ status: 200 });
    expect(await latchesOf(trader)).toHaveLength(2);
  });

  it('is latched by the event that realises the loss', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    const positionId = await trader.opens();

    await trader.closes(positionId, { profit: '-10500.00', balance: '89500.00' });

    await expect.poll(() => statusOf(trader)).toBe('breached');
    const latches = await latchesOf(trader);
    expect(latches.map(({ ruleId }) => ruleId)).toEqual([
      'DAILY_LOSS_BREACHED',
      'TOTAL_LOSS_BREACHED',
    ]);
  });

  it('may still close what it has', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    const positionId = await trader.opens({ lots: '2.00', stopLoss: null });
    await expect.poll(async () => (await trader.status()).body.openPositions).toBe(1);
    await dip(test, trader);

    const close = { side: 'sell', slPrice: null, reduceOnly: true, positionId };
    expect(await rulesOf(trader, close)).toEqual([]);
  });
});

describe('a latch', () => {
  it('is taken off by an operator, and by nobody else', async () => {
    await using test = await startTestCompliance();
    const trader = await exposed(test);
    const { accountId } = trader;
    await dip(test, trader);

    const path = `/compliance/accounts/${accountId}/reinstate`;
    expect(await trader.client.post(path, { reason: 'please' })).toMatchObject({ status: 403 });
    expect(await reinstating(test, accountId, ['operator'])).toMatchObject({
      status: 200,
      body: { accountId, status: 'active' },
    });

    expect(await rulesOf(trader, { slPrice: '1.09999' })).toEqual([]);
    await expect
      .poll(() => trader.announced(accountReinstated))
      .toMatchObject([{ reason: 'Talked to the trader' }]);
    expect(await reinstating(test, accountId, ['operator'])).toMatchObject({
      status: 409,
      body: { code: 'account-not-latched' },
    });
  });

  it('is not taken off while the account is beyond its limit still', async () => {
    await using test = await startTestCompliance();
    const trader = await exposed(test);
    test.market.set('EURUSD', '1.07400');
    await expect.poll(() => statusOf(trader)).toBe('breached');

    expect(await reinstating(test, trader.accountId, ['operator'])).toMatchObject({
      status: 409,
      body: { code: 'account-still-beyond-limit', ruleId: 'DAILY_LOSS_BREACHED' },
    });
  });
});

describe('a profile that pauses', () => {
  it('lets the account trade again when its day is over', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader({ profile: 'apex-eod-50k', balance: '50000.00' });
    const order = { lots: '0.01', slPrice: '1.09990' };
    await trader.opens({ lots: '1.00', stopLoss: null });
    await expect.poll(async () => (await trader.status()).body.openPositions).toBe(1);

    test.market.set('EURUSD', '1.08900');
    await expect.poll(() => latchesOf(trader)).toHaveLength(1);
    test.market.set('EURUSD', '1.10000');
    await expect.poll(async () => (await trader.status()).body.risk?.equity).toBe('50000.00');

    expect(await statusOf(trader)).toBe('active');
    expect(await rulesOf(trader, order)).toEqual(['ACCOUNT_PAUSED']);
    test.clock.advance(86_400_000);
    await expect.poll(async () => rulesOf(trader, order)).not.toContain('ACCOUNT_PAUSED');
    expect(await latchesOf(trader)).toHaveLength(1);
  });
});
