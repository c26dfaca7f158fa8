import { describe, expect, it } from 'vitest';
import { startTestCompliance, type Trader } from './compliance.ts';

describe('the status of an account', () => {
  it('tells how much of what may be lost is in use', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    await trader.validate();

    const { body } = await trader.status();

    expect(body).toMatchObject({
      accountId: trader.accountId,
      status: 'active',
      currency: 'USD',
      balance: '100000.00',
      profile: { id: 'ftmo', version: 2, activatedAt: expect.any(String) },
      risk: {
        equity: '100000.00',
        worstEquity: '99000.00',
        dailyFloor: '95000.00',
        dailyRoom: '4000.00',
        dailyUsedPct: '20.00',
        totalFloor: '90000.00',
        totalRoom: '9000.00',
        totalUsedPct: '10.00',
      },
      unknown: null,
      day: { startEquity: '100000.00', lowestEquity: '100000.00' },
      openPositions: 0,
      reservations: 1,
    });
    expect(body.risk).toMatchObject({ dayStart: body.day.start, nextReset: body.day.end });
  });

  it('says what is not known instead of guessing', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    await trader.opens({ symbol: 'XAUUSD', price: '2300.00', stopLoss: '2290.00' });

    await expect.poll(async () => (await trader.status()).body.openPositions).toBe(1);
    expect((await trader.status()).body).toMatchObject({
      risk: null,
      unknown: 'There is no price for XAUUSD',
      profile: { id: 'ftmo' },
    });
  });

  it('has no risk to tell without a profile', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader({ profile: null });

    expect((await trader.status()).body).toMatchObject({ profile: null, risk: null, day: null });
  });

  it('has nothing to measure where the profile limits no loss', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader({ profile: 'eu-mifid2' });

    expect((await trader.status()).body.risk).toMatchObject({
      dailyFloor: null,
      dailyRoom: null,
      dailyUsedPct: null,
      totalFloor: null,
      totalUsedPct: null,
    });
  });

  it('is shown to its owner alone', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    const stranger = await test.user();

    const path = `/compliance/status?accountId=${trader.accountId}`;
    expect((await stranger.get(path)).status).toBe(404);
    expect((await stranger.get('/compliance/status')).status).toBe(404);
    expect((await trader.client.get('/compliance/status')).body.accountId).toBe(trader.accountId);
  });

  it('counts yen without a fraction', async () => {
    await using test = await startTestCompliance();
    test.market.set('USDJPY', '150.000');
    const trader = await test.trader({ currency: 'JPY', balance: '10000000' });

    await expect
      .poll(async () => (await trader.risk({ lots: '0.10' }))?.tradeWorstLoss)
      .toBe('15000');
    expect((await trader.status()).body).toMatchObject({
      balance: '10000000',
      risk: { dailyFloor: '9500000' },
    });
  });
});

/** What was measured, of every violation, page by page. */
async function pagesOf({ client }: Trader, limit: number): Promise<string[][]> {
  const pages = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const query = cursor && `&cursor=${cursor}`;
    const { body } = await client.get(`/compliance/violations?limit=${limit}${query}`);
    pages.push(body.items.map(({ actual }: { actual: string }) => actual));
    cursor = body.nextCursor;
  }
  return pages;
}

describe('violations', () => {
  it('are listed newest first, page by page', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    for (const lots of ['2.01', '2.02', '2.03', '2.04', '2.05']) {
      await trader.validate({ lots, slPrice: '1.09990' });
      test.clock.advance(1);
    }

    expect(await pagesOf(trader, 2)).toEqual([['2.05', '2.04'], ['2.03', '2.02'], ['2.01']]);
  });

  it('are all listed, though one order broke several rules in the same instant', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    const { body } = await trader.validate({ lots: '2.50', slPrice: '1.00000' });

    const listed = (await pagesOf(trader, 1)).flat();

    expect(listed).toHaveLength(3);
    expect(listed).toEqual(
      expect.arrayContaining(body.violations.map(({ actual }: { actual: string }) => actual)),
    );
  });

  it('say which order broke what', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    const { body } = await trader.validate({ clientTradeId: 'too-large', lots: '2.50' });

    const { body: page } = await trader.client.get('/compliance/violations');

    expect(page.items).toEqual([
      {
        ...body.violations[0],
        violationId: expect.any(String),
        decisionId: body.decisionId,
        accountId: trader.accountId,
        detectedAt: body.decidedAt,
        phase: 'pre-trade',
        latched: false,
        trade: {
          clientTradeId: 'too-large',
          symbol: 'EURUSD',
          side: 'buy',
          type: 'market',
          lots: '2.50',
        },
      },
    ]);
  });

  it('are those of the caller, of one account if he says so', async () => {
    await using test = await startTestCompliance();
    const first = await test.trader();
    const second = await test.trader({ userId: first.userId });
    const stranger = await test.trader();
    for (const trader of [first, second, stranger]) await trader.validate({ lots: '2.50' });
    const accountsIn = async (query: string) => {
      const { body } = await first.client.get(`/compliance/violations${query}`);
      return body.items.map(({ accountId }: { accountId: string }) => accountId);
    };

    expect(await accountsIn('')).toEqual([second.accountId, first.accountId]);
    expect(await accountsIn(`?accountId=${first.accountId}`)).toEqual([first.accountId]);
    expect(await accountsIn(`?accountId=${stranger.accountId}`)).toEqual([]);
  });

  it('refuse a cursor of another list', async () => {
    await using test = await startTestCompliance();
    const user = await test.user();

    expect(await user.get('/compliance/violations?cursor=bm9wZQ')).toMatchObject({
      status: 400,
      body: { code: 'invalid-cursor' },
    });
  });

  it.each(['0000-01-01T00:00:00.000Z', '-200000-01-01T00:00:00.000Z', -1e15])(
    'refuse a cursor that claims the date %s',
    async (detectedAt) => {
      await using test = await startTestCompliance();
      const id = '0197a5f0-0000-7000-8000-000000000000';
      const cursor = Buffer.from(JSON.stringify({ id, detectedAt })).toString('base64url');

      const reply = await (await test.user()).get(`/compliance/violations?cursor=${cursor}`);

      expect(reply).toMatchObject({ status: 400, body: { code: 'invalid-cursor' } });
    },
  );
});
