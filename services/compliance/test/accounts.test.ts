import { randomUUID } from 'node:crypto';
import { accountOpened, executionFilled, violationDetected } from '@signalos/contracts';
import { describe, expect, it } from 'vitest';
import { startTestCompliance, type Trader } from './compliance.ts';

const DAY_MS = 86_400_000;
const DUPLICATE_WINDOW_MS = 2_000;

const positionsOf = async (trader: Trader) => (await trader.status()).body.openPositions;
const balanceOf = async (trader: Trader) => (await trader.status()).body.balance;
const riskOf = async (trader: Trader) => (await trader.status()).body.risk;

describe('an open position', () => {
  it('counts with what it may still lose at its stop', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();

    await trader.opens({ lots: '2.00', commission: '14.00' });

    await expect.poll(() => positionsOf(trader)).toBe(1);
    expect(await riskOf(trader)).toMatchObject({ equity: '99986.00', worstEquity: '97986.00' });
  });

  it('follows its stop wherever that is moved', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    const positionId = await trader.opens();
    const worstEquity = async () => (await riskOf(trader)).worstEquity;

    await trader.moves(positionId, '1.09500');
    await expect.poll(worstEquity).toBe('99500.00');

    await trader.moves(positionId, null);
    await expect.poll(worstEquity).toBe('100000.00');
    expect(await positionsOf(trader)).toBe(1);
  });

  it('is smaller after a part was closed, and gone after the rest', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    const positionId = await trader.opens({ lots: '1.00', commission: '7.01' });

    const part = { lots: '0.40', remainingLots: '0.60', profit: '100.00', balance: '100100.00' };
    await trader.closes(positionId, part);
    await expect
      .poll(() => riskOf(trader))
      .toMatchObject({
        equity: '100095.79',
        worstEquity: '99495.79',
        dailyFloor: '95000.00',
      });

    const rest = { lots: '0.60', remainingLots: '0.00', profit: '-50.00', balance: '100050.00' };
    await trader.closes(positionId, rest);
    await expect
      .poll(() => riskOf(trader))
      .toMatchObject({
        equity: '100050.00',
        worstEquity: '100050.00',
      });
    expect(await positionsOf(trader)).toBe(0);
  });

  it('teaches what a lot costs, so that the next order counts its commission', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    expect((await trader.risk()).tradeWorstLoss).toBe('1000.00');

    await trader.opens({ lots: '0.50', commission: '3.50' });
    await trader.opens({ lots: '1.00', commission: '2.00' });

    await expect.poll(() => positionsOf(trader)).toBe(2);
    expect((await trader.risk({ lots: '2.00' })).tradeWorstLoss).toBe('2014.00');
  });

  it('is on the balance of the broker, though nobody saw it opened', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();

    await trader.closes(randomUUID(), { profit: '-4500.00', balance: '95480.00' });

    await expect.poll(() => balanceOf(trader)).toBe('95480.00');
    expect((await trader.validate()).body.violations).toMatchObject([
      { ruleId: 'DAILY_LOSS_LIMIT' },
    ]);
  });

  it('is not touched by what is told of another account', async () => {
    await using test = await startTestCompliance();
    const [owner, other] = [await test.trader(), await test.trader()];
    const positionId = await owner.opens();
    await expect.poll(() => positionsOf(owner)).toBe(1);
    const before = await riskOf(owner);

    await other.closes(positionId, { remainingLots: '0.40', balance: '100100.00' });
    await expect.poll(() => balanceOf(other)).toBe('100100.00');
    await other.closes(positionId, { remainingLots: '0.00', balance: '100200.00' });
    await expect.poll(() => balanceOf(other)).toBe('100200.00');

    expect(await riskOf(owner)).toEqual(before);
    expect(await positionsOf(owner)).toBe(1);
  });
});

describe('an event', () => {
  it('has one effect, however often it is delivered', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    const { accountId, userId } = trader;
    const fill = executionFilled.create(fillOf({ accountId, userId }), { at: new Date() });

    for (const event of [fill, fill, fill]) await test.world.bus.announce(event);
    await trader.opens();

    await expect.poll(() => positionsOf(trader)).toBe(2);
    expect(await test.world.bus.deadLetters()).toEqual([]);
  });

  it('of a year that no clock shows is a dead letter, and leaves nothing behind', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader({ profile: 'ftmo' });
    const { accountId, userId } = trader;
    const data = { ...fillOf({ accountId, userId }), filledAt: '0001-01-01T00:00:00.000Z' };
    const proper = executionFilled.create(fillOf({ accountId, userId }), { at: new Date() });

    await test.world.bus.announce({ ...proper, data });

    await expect.poll(() => test.world.bus.deadLetters()).toHaveLength(1);
    expect(await trader.status()).toMatchObject({ status: 200, body: { openPositions: 0 } });
  });

  it.each(['1970-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z'])(
    'of %s has its place in the status and in a report',
    async (filledAt) => {
      await using test = await startTestCompliance();
      const userId = randomUUID();
      const [first, second] = [
        await test.trader({ profile: 'ftuk', userId }),
        await test.trader({ profile: 'ftuk', userId }),
      ];
      await first.opens({ filledAt });
      await expect.poll(() => positionsOf(first)).toBe(1);
      await second.opens({ filledAt });
      await expect.poll(() => positionsOf(second)).toBe(1);

      const { accountId, client } = second;
      const report = await client.get(`/compliance/report?accountId=${accountId}`);

      expect(report.status).toBe(200);
      expect((await second.validate()).status).toBe(200);
      expect(await test.world.bus.deadLetters()).toEqual([]);
    },
  );

  it('opens an account once', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();

    await trader.announce(accountOpened, {
      broker: 'paper',
      currency: 'USD',
      initialBalance: '5.00',
      openedAt: new Date().toISOString(),
    });
    await trader.opens();

    await expect.poll(() => positionsOf(trader)).toBe(1);
    expect((await trader.status()).body.balance).toBe('100000.00');
  });
});

describe('a reservation', () => {
  it('becomes the risk of the position when the order is filled', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    const clientTradeId = randomUUID();
    await trader.validate({ clientTradeId });
    const before = (await trader.status()).body;

    await trader.opens({ actionId: clientTradeId });

    await expect.poll(() => positionsOf(trader)).toBe(1);
    const after = (await trader.status()).body;
    expect([before.reservations, after.reservations]).toEqual([1, 0]);
    expect([before.risk.worstEquity, after.risk.worstEquity]).toEqual(['99000.00', '99000.00']);
  });

  it('ends when the order fails', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    const clientTradeId = randomUUID();
    await trader.validate({ clientTradeId });
    await trader.validate({ lots: '0.50' });

    await trader.fails(clientTradeId);

    await expect.poll(async () => (await trader.status()).body.reservations).toBe(1);
    expect((await riskOf(trader)).reserved).toBe('500.00');
  });

  it('ends when it expires', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    const { body } = await trader.validate({ reserve: { ttlMs: 60_000 } });
    const { expiresAt } = body.reservation;
    expect(Date.parse(expiresAt) - Date.parse(body.decidedAt)).toBe(60_000);

    test.clock.advance(59_000);
    expect((await riskOf(trader)).reserved).toBe('1000.00');
    test.clock.advance(1_001);
    expect((await riskOf(trader)).reserved).toBe('0.00');
  });

  it('leaves no room for a second order that would use the same', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    const order = { slPrice: '1.07000' };

    const first = await trader.validate(order);
    test.clock.advance(DUPLICATE_WINDOW_MS);
    const second = await trader.validate(order);

    expect([first.body.allowed, second.body.allowed]).toEqual([true, false]);
    expect(second.body.violations).toMatchObject([
      { ruleId: 'DAILY_LOSS_LIMIT', inputs: { reserved: '3000.00', tradeWorstLoss: '3000.00' } },
    ]);
  });
});

describe('a trading day', () => {
  it('is measured from equity as it was first seen, and never again', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader({ profile: 'ftuk' });
    test.market.set('EURUSD', '1.12000');
    await trader.opens({ price: '1.10000', stopLoss: '1.11900' });
    await expect.poll(() => positionsOf(trader)).toBe(1);
    await expect.poll(async () => (await riskOf(trader)).equity).toBe('102000.00');

    test.clock.advance(DAY_MS);
    await expect.poll(async () => (await trader.risk())?.dailyFloor).toBe('99000.00');
    test.market.set('EURUSD', '1.15000');
    await expect.poll(async () => (await trader.risk())?.equity).toBe('105000.00');

    expect((await riskOf(trader)).dailyFloor).toBe('99000.00');
    expect((await trader.status()).body.day).toMatchObject({
      startEquity: '102000.00',
      lowestEquity: '102000.00',
    });
  });

  it('is first seen by an event before that event changes anything', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader({ profile: 'ftuk' });
    const positionId = await trader.opens();
    await expect.poll(() => positionsOf(trader)).toBe(1);
    test.clock.advance(DAY_MS);
    test.market.set('EURUSD', '1.12000');
    await expect.poll(async () => (await riskOf(trader))?.equity).toBe('102000.00');

    await trader.closes(positionId, { profit: '1500.00', balance: '101500.00' });

    await expect.poll(() => positionsOf(trader)).toBe(0);
    expect((await trader.status()).body.day).toMatchObject({ startEquity: '102000.00' });
  });

  it('remembers how low equity went, and the account is broken for good', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader({ profile: 'ftmo' });
    const deep = { slPrice: '1.05000', lots: '0.01' };
    await trader.opens({ lots: '2.00', price: '1.10000', stopLoss: null });
    await expect.poll(() => positionsOf(trader)).toBe(1);
    test.market.set('EURUSD', '1.07400');
    await expect.poll(async () => (await trader.status()).body.day.lowestEquity).toBe('94800.00');
    test.market.set('EURUSD', '1.10000');
    await expect.poll(async () => (await trader.risk(deep))?.equity).toBe('100000.00');

    const refusal = [{ ruleId: 'ACCOUNT_NOT_ACTIVE', actual: 'breached' }];
    expect((await trader.validate()).body.violations).toMatchObject(refusal);
    test.clock.advance(DAY_MS);
    await expect.poll(async () => (await trader.validate()).body.violations).toMatchObject(refusal);
    expect(await trader.announced(violationDetected)).toContainEqual(
      expect.objectContaining({ ruleId: 'DAILY_LOSS_BREACHED', actual: '94800.00', latched: true }),
    );
  });
});

describe('days of two profiles that start at the same instant', () => {
  it('are remembered each for itself', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader({ profile: 'ftmo' });
    const sameInstant = { tz: 'Europe/Berlin', at: '00:00' };
    const { body: berlin } = await trader.client.post('/compliance/custom-profile', {
      name: 'The same hour in Berlin',
      baseId: 'ftmo',
      overrides: { day: sameInstant },
      allowLooser: true,
    });
    await trader.opens({ lots: '1.00', price: '1.10000', stopLoss: null });
    await expect.poll(() => positionsOf(trader)).toBe(1);
    test.market.set('EURUSD', '1.08000');
    const low = async () => (await trader.status()).body.day.lowestEquity;
    await expect.poll(low).toBe('98000.00');

    await trader.activate(berlin.id);
    test.market.set('EURUSD', '1.10000');
    await expect.poll(async () => (await riskOf(trader))?.equity).toBe('100000.00');
    await trader.validate({ lots: '0.01' });
    await trader.activate('ftmo');

    expect(await low()).toBe('98000.00');
  });
});

const fillOf = (owner: { accountId: string; userId: string }) => ({
  ...owner,
  executionId: randomUUID(),
  actionId: randomUUID(),
  positionId: randomUUID(),
  symbol: 'EURUSD',
  side: 'buy' as const,
  lots: '1.00',
  price: '1.10000',
  stopLoss: null,
  takeProfit: null,
  commission: '0',
  filledAt: new Date().toISOString(),
});
