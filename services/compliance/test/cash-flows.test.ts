import { randomUUID } from 'node:crypto';
import { accountSnapshotTaken, cashFlowBooked, violationDetected } from '@signalos/contracts';
import { describe, expect, it } from 'vitest';
import { startTestCompliance, type TestCompliance, type Trader } from './compliance.ts';

const riskOf = async (trader: Trader) => (await trader.status()).body.risk;
const balanceOf = async (trader: Trader) => (await trader.status()).body.balance;
const positionsOf = async (trader: Trader) => (await trader.status()).body.openPositions;
const broken = async (trader: Trader) =>
  (await trader.announced(violationDetected)).map(({ ruleId }) => ruleId);
const nowOf = ({ clock }: TestCompliance) => clock.now().toISOString();

async function books(
  test: TestCompliance,
  trader: Trader,
  [amount, balance]: readonly [string, string],
) {
  const kind = amount.startsWith('-') ? 'withdrawal' : 'deposit';
  const flow = { cashFlowId: randomUUID(), kind, amount, balance, bookedAt: nowOf(test) };
  await trader.announce(cashFlowBooked, flow);
  await expect.poll(() => balanceOf(trader)).toBe(balance);
}

const aPosition = {
  symbol: 'EURUSD',
  side: 'buy',
  lots: '1.00',
  openPrice: '1.10000',
  stopLoss: null,
  takeProfit: null,
  commission: '0.00',
  swap: '0.00',
};

const shows = (test: TestCompliance, trader: Trader, snapshot: object) =>
  trader.announce(accountSnapshotTaken, {
    balance: '100000.00',
    equity: null,
    positions: [],
    takenAt: nowOf(test),
    ...snapshot,
  });

describe('a clock that is ahead', () => {
  it('hides no loss from the day, nor what is told later', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader({ profile: 'ftmo' });
    const positionId = await trader.opens({ stopLoss: null });
    await expect.poll(() => positionsOf(trader)).toBe(1);
    const closedAt = new Date(test.clock.now().getTime() + 300_000).toISOString();

    const loss = { profit: '-3000.00', balance: '97000.00' };
    await trader.closes(positionId, { ...loss, closedAt });
    await expect.poll(() => positionsOf(trader)).toBe(0);
    expect((await trader.status()).body.risk.dailyFloor).toBe('95000.00');

    await shows(test, trader, { balance: '96000.00' });
    await expect.poll(async () => (await trader.status()).body.risk.worstEquity).toBe('96000.00');
  });
});

describe('money that comes or goes without a trade', () => {
  it('is no loss: the day’s reference, start and low move along', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader({ profile: 'myforexfunds' });
    await trader.opens({ lots: '1.00', stopLoss: null });
    await expect.poll(() => positionsOf(trader)).toBe(1);
    test.market.set('EURUSD', '1.08500');
    await expect.poll(async () => (await trader.status()).body.day.lowestEquity).toBe('98500.00');

    await books(test, trader, ['-2000.00', '98000.00']);

    const { body } = await trader.status();
    expect(body.day).toMatchObject({ startEquity: '98000.00', lowestEquity: '96500.00' });
    expect(body).toMatchObject({ status: 'active', risk: { dailyFloor: '94080.00' } });

    await books(test, trader, ['5000.00', '103000.00']);
    expect((await trader.status()).body).toMatchObject({
      day: { startEquity: '103000.00', lowestEquity: '101500.00' },
      risk: { dailyFloor: '98880.00' },
    });
    expect(await broken(trader)).toEqual([]);
  });

  it('moves the mark that a trailing limit hangs from, of days before too', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader({ profile: 'apex-eod-50k', balance: '50000.00' });
    const positionId = await trader.opens({ stopLoss: null });
    await expect.poll(() => positionsOf(trader)).toBe(1);
    await trader.closes(positionId, { profit: '1500.00', balance: '51500.00' });
    await expect.poll(() => positionsOf(trader)).toBe(0);
    for (let day = 0; day < 2; day++) {
      test.clock.advance(86_400_000);
      await trader.validate({ lots: '0.01', slPrice: '1.09990', reserve: { ttlMs: 0 } });
    }
    expect((await riskOf(trader)).totalFloor).toBe('49500.00');

    await books(test, trader, ['-1000.00', '50500.00']);
    expect((await riskOf(trader)).totalFloor).toBe('48500.00');
    await books(test, trader, ['300.00', '50800.00']);
    expect((await riskOf(trader)).totalFloor).toBe('48800.00');
  });

  it('saves nobody who is beyond a limit already', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    await trader.opens({ lots: '2.00', stopLoss: null });
    await expect.poll(() => positionsOf(trader)).toBe(1);
    test.market.set('EURUSD', '1.07400');
    await expect.poll(async () => (await trader.status()).body.status).toBe('breached');

    await books(test, trader, ['50000.00', '150000.00']);

    expect((await trader.status()).body.status).toBe('breached');
  });
});

describe('a snapshot of an account', () => {
  it('shows a position that was opened, and one that was closed, outside the platform', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    await trader.opens({ stopLoss: null });
    await expect.poll(() => positionsOf(trader)).toBe(1);
    const positions = ['EURUSD', 'GBPUSD'].map((symbol) => ({
      ...aPosition,
      symbol,
      openPrice: symbol === 'EURUSD' ? '1.10000' : '1.30000',
      positionId: randomUUID(),
      openedAt: nowOf(test),
    }));

    await shows(test, trader, { positions, balance: '99400.00' });

    await expect.poll(() => positionsOf(trader)).toBe(2);
    expect(await riskOf(trader)).toMatchObject({
      equity: '99400.00',
      dailyFloor: '95000.00',
    });
  });

  it('shows a stop that was moved and a swap that was booked', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    const positionId = await trader.opens({ stopLoss: '1.09000' });
    await expect.poll(() => positionsOf(trader)).toBe(1);
    const moved = { ...aPosition, positionId, openedAt: nowOf(test) };

    await shows(test, trader, {
      positions: [{ ...moved, stopLoss: '1.08000', swap: '-21.60' }],
    });

    await expect.poll(async () => (await riskOf(trader)).equity).toBe('99978.40');
    expect((await riskOf(trader)).worstEquity).toBe('97978.40');
  });

  it('that is older than what was told since is passed over', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    const takenAt = nowOf(test);
    test.clock.advance(1_000);
    await trader.opens({ stopLoss: null });
    await expect.poll(() => positionsOf(trader)).toBe(1);

    await shows(test, trader, { takenAt, balance: '1.00' });
    await trader.opens({ stopLoss: null });

    await expect.poll(() => positionsOf(trader)).toBe(2);
    expect(await balanceOf(trader)).toBe('100000.00');
  });

  it('latches an account that lost too much unseen', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    await trader.opens({ lots: '2.00', stopLoss: null });
    await expect.poll(() => positionsOf(trader)).toBe(1);

    await shows(test, trader, { balance: '94000.00' });

    await expect.poll(async () => (await trader.status()).body.status).toBe('breached');
    expect(await broken(trader)).toEqual(['DAILY_LOSS_BREACHED']);
  });
});
