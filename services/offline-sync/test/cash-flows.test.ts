import { randomUUID } from 'node:crypto';
import { accountSnapshotTaken, cashFlowBooked } from '@signalos/contracts';
import { describe, expect, it } from 'vitest';
import { anOpening, startTestOfflineSync, type Trader } from './offline-sync.ts';

const booking = (trader: Trader, body: object, headers = {}) =>
  trader.post(`/offline/accounts/${trader.accountId}/cash-flows`, body, headers);
const deposit = { kind: 'deposit', amount: '250.50' };

describe('money on a paper account', () => {
  it('comes and goes, and is announced', async () => {
    await using service = await startTestOfflineSync();
    const trader = await service.trader();
    const { accountId, id: userId } = trader;

    expect(await booking(trader, deposit)).toMatchObject({
      status: 201,
      body: { accountId, kind: 'deposit', amount: '250.50', balance: '10250.50' },
    });
    for (const kind of ['withdrawal', 'payout', 'fee']) {
      expect(await booking(trader, { kind, amount: '100' })).toMatchObject({
        body: { kind, amount: '-100' },
      });
    }

    await expect
      .poll(async () => (await service.announced(cashFlowBooked)).map(({ data }) => data))
      .toMatchObject([
        { accountId, userId, kind: 'deposit', amount: '250.50', balance: '10250.50' },
        { amount: '-100', balance: '10150.50' },
        { amount: '-100', balance: '10050.50' },
        { amount: '-100', balance: '9950.50' },
      ]);
  });

  it('is booked once for one Idempotency-Key', async () => {
    await using service = await startTestOfflineSync();
    const trader = await service.trader();
    const key = { 'idempotency-key': randomUUID() };

    const [first, second] = [
      await booking(trader, deposit, key),
      await booking(trader, deposit, key),
    ];

    expect(second.body).toEqual(first.body);
    expect((await booking(trader, deposit)).body.balance).toBe('10501.00');
  });

  it('never leaves that is not there, by any number of requests at once', async () => {
    await using service = await startTestOfflineSync();
    const trader = await service.trader();

    const replies = await Promise.all(
      Array.from({ length: 6 }, () => booking(trader, { kind: 'withdrawal', amount: '3000' })),
    );

    expect(replies.filter(({ status }) => status === 201)).toHaveLength(3);
    expect(replies.find(({ status }) => status === 409)?.body).toMatchObject({
      code: 'insufficient-funds',
    });
  });

  it('that open positions have lost is not free', async () => {
    await using service = await startTestOfflineSync({ paper: { commissionPerLot: '1000' } });
    const trader = await service.trader();
    const bought = anOpening(1, { lots: '1.00' });
    await trader.sync([bought]);
    await expect
      .poll(() => trader.outcome(bought.actionId))
      .toMatchObject({
        state: 'executed',
      });

    const { status, body } = await booking(trader, { kind: 'withdrawal', amount: '9990.00' });

    expect([status, body.code]).toEqual([409, 'insufficient-funds']);
    expect(Number(body.free)).toBeLessThan(9_100);
  });

  it('must be an amount of the account’s currency, and of the caller’s account', async () => {
    await using service = await startTestOfflineSync();
    const [trader, stranger] = [await service.trader(), await service.trader()];

    for (const amount of ['0.001', '999999999999']) {
      expect(await booking(trader, { kind: 'deposit', amount })).toMatchObject({
        status: 400,
        body: { code: 'invalid-amount' },
      });
    }
    for (const body of [
      { kind: 'gift', amount: '1' },
      { kind: 'fee', amount: '-1' },
    ]) {
      expect(await booking(trader, body)).toMatchObject({ status: 400 });
    }
    const foreign = { ...stranger, accountId: trader.accountId };
    expect(await booking(foreign, deposit)).toMatchObject({
      status: 404,
      body: { code: 'account-not-found' },
    });
  });
});

describe('a snapshot', () => {
  it('tells at every start what an account holds', async () => {
    await using service = await startTestOfflineSync();
    const [trader, idle] = [await service.trader(), await service.trader()];
    const bought = anOpening(1, { lots: '0.30' });
    await trader.sync([bought]);
    await expect
      .poll(() => trader.outcome(bought.actionId))
      .toMatchObject({
        state: 'executed',
      });
    const { fill } = await trader.outcome(bought.actionId);
    expect(await service.announced(accountSnapshotTaken)).toEqual([]);

    await service.replica();

    await expect.poll(async () => (await service.announced(accountSnapshotTaken)).length).toBe(1);
    const [{ data } = { data: undefined }] = await service.announced(accountSnapshotTaken);
    expect(data).toMatchObject({
      accountId: trader.accountId,
      userId: trader.id,
      balance: '10000.00',
      positions: [{ positionId: fill.positionId, symbol: 'XAUUSD', side: 'buy', swap: '0' }],
    });
    expect(Number(data.positions[0].lots)).toBe(0.3);
    expect(data.accountId).not.toBe(idle.accountId);
  });
});
