import { violationDetected } from '@signalos/contracts';
import { withClient } from '@signalos/testing';
import { describe, expect, it } from 'vitest';
import { startTestCompliance, type TestCompliance, type Trader } from './compliance.ts';

const DAY_MS = 86_400_000;
const dayOf = async (trader: Trader) => (await trader.status()).body.day;
const positionsOf = async (trader: Trader) => (await trader.status()).body.openPositions;

/** The account’s days, counted from its first. */
async function rememberedDays({ world }: TestCompliance, accountId: string): Promise<object[]> {
  let days: object[] = [];
  await withClient(world.database.url, async (client) => {
    ({ rows: days } = await client.query(
      `select (day_start::date - min(day_start::date) over ()) as day,
         trim_scale(start_equity)::text as "startEquity",
         trim_scale(start_balance)::text as "startBalance"
       from account_day where account_id = $1 order by day_start`,
      [accountId],
    ));
  });
  return days;
}

describe('a new trading day', () => {
  it('may break a limit by itself: what was earned before counts no more', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader({ balance: '200000.00' });
    const earned = await trader.opens({ lots: '1.00' });
    await trader.closes(earned, { profit: '4000.00', balance: '204000.00' });
    await trader.opens({ lots: '2.00', price: '1.16500', stopLoss: null });
    await expect
      .poll(async () => (await trader.status()).body)
      .toMatchObject({
        status: 'active',
        risk: { equity: '191000.00', dailyFloor: '190000.00' },
      });

    test.clock.advance(DAY_MS);

    await expect.poll(async () => (await trader.status()).body.status).toBe('breached');
    const events = await trader.announced(violationDetected);
    expect(events).toMatchObject([
      {
        ruleId: 'DAILY_LOSS_BREACHED',
        phase: 'day-roll',
        latched: true,
        limit: '194000.00',
        actual: '191000.00',
      },
    ]);
  });

  it('is seen from its first price on, without any order or event', async () => {
    await using test = await startTestCompliance({ instances: 2 });
    const trader = await test.trader({ profile: 'ftuk' });
    await trader.opens({ stopLoss: null });
    await expect.poll(() => positionsOf(trader)).toBe(1);
    test.market.set('EURUSD', '1.10500');
    await expect.poll(async () => (await trader.status()).body.risk?.equity).toBe('100500.00');

    test.clock.advance(DAY_MS);

    await expect.poll(() => dayOf(trader)).toMatchObject({ startEquity: '100500.00' });
    test.market.set('EURUSD', '1.11000');
    await expect.poll(async () => (await trader.status()).body.risk?.equity).toBe('101000.00');
    expect(await dayOf(trader)).toMatchObject({ startEquity: '100500.00' });
  });

  it('is seen of an account that holds nothing but traded lately', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    const positionId = await trader.opens();
    await trader.closes(positionId, { profit: '-250.00', balance: '99750.00' });
    await expect.poll(async () => (await trader.status()).body.balance).toBe('99750.00');

    for (let day = 0; day < 2; day++) {
      test.clock.advance(DAY_MS);
      await expect.poll(async () => (await dayOf(trader)).startEquity).not.toBe(null);
      expect(await dayOf(trader)).toMatchObject({ startEquity: '99750.00' });
    }
  });

  it('is not undone by clocks that are set back', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader({ profile: 'ftuk' });
    await trader.opens({ stopLoss: null });
    await expect.poll(() => positionsOf(trader)).toBe(1);
    await expect.poll(() => dayOf(trader)).toMatchObject({ startEquity: '100000.00' });
    test.market.set('EURUSD', '1.10500');
    test.clock.advance(DAY_MS);
    await expect.poll(() => dayOf(trader)).toMatchObject({ startEquity: '100500.00' });

    test.clock.advance(-DAY_MS);
    test.market.set('EURUSD', '1.10600');
    await expect.poll(() => dayOf(trader)).toMatchObject({ startEquity: '100000.00' });

    test.clock.advance(DAY_MS);
    await expect.poll(async () => (await dayOf(trader)).startEquity).toBe('100500.00');
    expect((await trader.status()).body.status).toBe('active');
  });

  it('is counted after days in which no instance ran, of which nothing is made up', async () => {
    await using test = await startTestCompliance();
    const [holder, flat] = [await test.trader({ profile: 'ftuk' }), await test.trader()];
    await holder.opens({ stopLoss: null });
    const closed = await flat.opens();
    await flat.closes(closed, { profit: '-250.00', balance: '99750.00' });
    await expect.poll(() => dayOf(holder)).toMatchObject({ startEquity: '100000.00' });
    await expect.poll(async () => (await flat.status()).body.balance).toBe('99750.00');

    await test.stop();
    test.clock.advance(3 * DAY_MS);
    test.market.set('EURUSD', '1.10500');
    await test.start();

    const daysOf = ({ accountId }: Trader) => rememberedDays(test, accountId);
    await expect
      .poll(() => daysOf(holder))
      .toEqual([
        { day: 0, startEquity: '100000', startBalance: '100000' },
        { day: 3, startEquity: '100500', startBalance: '100000' },
      ]);
    await expect
      .poll(() => daysOf(flat))
      .toEqual([
        { day: 0, startEquity: '100000', startBalance: '100000' },
        { day: 3, startEquity: '99750', startBalance: '99750' },
      ]);
    expect(await holder.announced(violationDetected)).toEqual([]);
  });

  it('ends a pause by itself, and a breach by no means', async () => {
    await using test = await startTestCompliance();
    const paused = await test.trader({ profile: 'apex-eod-50k', balance: '50000.00' });
    const breached = await test.trader({ profile: 'ftmo', balance: '20000.00' });
    for (const trader of [paused, breached]) {
      const positionId = await trader.opens({ lots: '1.00', stopLoss: null });
      await expect.poll(() => positionsOf(trader)).toBe(1);
      const balance = trader === paused ? '48900.00' : '18900.00';
      await trader.closes(positionId, { profit: '-1100.00', balance });
      await expect.poll(() => positionsOf(trader)).toBe(0);
    }
    const order = { lots: '0.01', slPrice: '1.09990', reserve: { ttlMs: 0 } };
    const rulesOf = async (trader: Trader) =>
      (await trader.validate(order)).body.violations.map(({ ruleId }: any) => ruleId);
    expect(await rulesOf(paused)).toEqual(['ACCOUNT_PAUSED']);
    expect(await rulesOf(breached)).toEqual(['ACCOUNT_NOT_ACTIVE']);

    test.clock.advance(DAY_MS);

    await expect.poll(() => rulesOf(paused)).toEqual([]);
    expect(await rulesOf(breached)).toEqual(['ACCOUNT_NOT_ACTIVE']);
  });
});
