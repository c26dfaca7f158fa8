import { randomUUID } from 'node:crypto';
import { validateTrade, type Decision } from '@signalos/contracts';
import { ask } from '@signalos/messaging';
import { describe, expect, it } from 'vitest';
import { startTestCompliance, type TestCompliance, type Trader } from './compliance.ts';

const outdated = { status: 409, body: { code: 'decision-outdated' } };
const reservedRisk = async (trader: Trader) => (await trader.status()).body.risk.reserved;

/** An order that was allowed, and how to ask about it again. */
async function allowed(trader: Trader, change: object = {}) {
  const order = { clientTradeId: randomUUID(), reserve: { ttlMs: 300_000 }, ...change };
  const { body } = await trader.validate(order);
  expect(body).toMatchObject({ violations: [], allowed: true, replayed: false });
  const release = `/compliance/reservations/${body.reservation?.id}/release`;
  return {
    ...order,
    decision: body,
    again: (by = trader.client) => trader.validate(order, by),
    release: () => trader.client.post(release),
  };
}

const setting = (trader: Trader, state: string) =>
  trader.client.post('/compliance/kill-switch', { reason: 'test', scope: 'user', state });

/** As offline-sync asks: it hands the order to the broker as soon as it is allowed. */
function asExecutor({ world }: TestCompliance, trader: Trader, order: object): Promise<Decision> {
  const data = validateTrade.request.parse({ ...trader.order(order), userId: trader.userId });
  return ask(world.bus.broker, validateTrade, { data });
}

describe('a permission that is asked for again', () => {
  it.each(['HALTED', 'REDUCING'])('is none while trading is %s, on any instance', async (state) => {
    await using test = await startTestCompliance({ instances: 2 });
    const trader = await test.trader();
    const { again, decision, clientTradeId, reserve } = await allowed(trader);

    await setting(trader, state);
    for (const client of trader.clients) expect(await again(client)).toMatchObject(outdated);
    await expect(asExecutor(test, trader, { clientTradeId, reserve })).rejects.toMatchObject({
      code: 'decision-outdated',
      message: expect.stringMatching(/halted|Only orders that reduce/),
    });

    await setting(trader, 'ACTIVE');
    expect((await again()).body).toEqual({ ...decision, replayed: true });
  });

  it('is none for an account that is breached', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    await trader.opens({ lots: '2.00', stopLoss: '1.09900' });
    await expect.poll(async () => (await trader.status()).body.openPositions).toBe(1);
    const { again } = await allowed(trader);

    test.market.set('EURUSD', '1.07400');
    await expect.poll(async () => (await trader.status()).body.status).toBe('breached');

    const reply = await again();
    expect(reply).toMatchObject(outdated);
    expect(reply.body.detail).toContain('breached');
  });

  it('is none for a symbol that the account may not trade any more', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    const { again } = await allowed(trader);

    const { accountId } = trader;
    const terms = { accountId, profileId: 'ftmo', permittedSymbols: ['GBPUSD'] };
    expect(await trader.client.post('/compliance/activate', terms)).toMatchObject({ status: 200 });

    expect(await again()).toMatchObject(outdated);
  });

  it('is none once its risk is reserved no longer, and the room is another order’s', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    const large = { lots: '1.50', slPrice: '1.07500' };
    const expired = await allowed(trader, { ...large, reserve: { ttlMs: 1_000 } });
    test.clock.advance(1_000);
    const released = await allowed(trader, { ...large, lots: '1.51' });
    await released.release();
    const failed = await allowed(trader, { ...large, lots: '1.52' });
    await trader.fails(failed.clientTradeId);
    await expect.poll(() => reservedRisk(trader)).toBe('0.00');
    await allowed(trader, { ...large, lots: '1.53' });

    for (const [{ again }, end] of [
      [expired, 'expired'],
      [released, 'released'],
      [failed, 'failed'],
    ] as const) {
      const reply = await again();
      expect(reply).toMatchObject(outdated);
      expect(reply.body.detail).toContain(end);
    }
  });

  it('stays what it was when the order was filled, whatever came afterwards', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    const { again, clientTradeId, decision } = await allowed(trader);
    await trader.opens({ actionId: clientTradeId });
    await expect.poll(async () => (await trader.status()).body.reservations).toBe(0);

    await trader.activate('ftuk');
    await setting(trader, 'HALTED');

    expect((await again()).body).toEqual({ ...decision, replayed: true });
  });

  it('to close a position is none while trading is halted, and one while it is reduced', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    const positionId = await trader.opens();
    await expect.poll(async () => (await trader.status()).body.openPositions).toBe(1);
    const close = { side: 'sell', slPrice: null, reduceOnly: true, positionId };
    const { again, decision } = await allowed(trader, close);

    await setting(trader, 'REDUCING');
    expect((await again()).body).toEqual({ ...decision, replayed: true });
    await setting(trader, 'HALTED');
    expect(await again()).toMatchObject(outdated);
  });
});

describe('a refusal that is asked for again', () => {
  it('stays what it was while trading is halted', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    const order = { clientTradeId: randomUUID(), lots: '9.00' };
    const { body } = await trader.validate(order);
    expect(body.allowed).toBe(false);

    await setting(trader, 'HALTED');

    expect((await trader.validate(order)).body).toEqual({ ...body, replayed: true });
  });
});

describe('an order under the name of an earlier one', () => {
  it('is another with another leverage, or of another strategy', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader({ profile: 'eu-mifid2' });
    const order = { clientTradeId: randomUUID(), lots: '0.10', leverage: '30' };
    expect((await trader.validate(order)).body).toMatchObject({ allowed: true });

    for (const change of [{ leverage: '500' }, { leverage: null }, { strategyId: 'robot' }]) {
      expect(await trader.validate({ ...order, ...change })).toMatchObject({
        status: 409,
        body: { code: 'idempotency-conflict' },
      });
    }
    const alike = await trader.validate({ ...order, leverage: '30.0', strategyId: null });
    expect(alike.body).toMatchObject({ allowed: true, replayed: true });
  });

  it('is the same in capitals, where the name is a UUID, and meets its fill', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    const clientTradeId = randomUUID();
    const shouted = { clientTradeId: clientTradeId.toUpperCase() };

    const { body } = await trader.validate(shouted);
    expect(body).toMatchObject({ allowed: true, clientTradeId });
    expect((await trader.validate({ clientTradeId })).body).toEqual({ ...body, replayed: true });
    expect((await trader.validate(shouted)).body).toEqual({ ...body, replayed: true });

    await trader.opens({ actionId: clientTradeId });
    await expect
      .poll(async () => (await trader.status()).body)
      .toMatchObject({ openPositions: 1, reservations: 0, risk: { reserved: '0.00' } });
  });

  it('is another in capitals, where the name is no UUID', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();

    await trader.validate({ clientTradeId: 'Order-1' });
    const { body } = await trader.validate({ clientTradeId: 'order-1', lots: '0.50' });

    expect(body).toMatchObject({ allowed: true, replayed: false, clientTradeId: 'order-1' });
  });
});

describe('the risk of an order whose asker hands it to the broker', () => {
  const committed = { status: 409, body: { code: 'reservation-committed' } };

  it('is not its owner’s to release, and ends in time', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    const order = { clientTradeId: randomUUID(), reserve: { ttlMs: 30_000 } };
    const { reservation } = await asExecutor(test, trader, order);
    const path = `/compliance/reservations/${reservation?.id}`;

    expect(await trader.client.post(`${path}/release`)).toMatchObject(committed);
    expect(await trader.client.post(`${path}/commit`)).toMatchObject({
      status: 200,
      body: { expiresAt: reservation?.expiresAt },
    });
    expect(await reservedRisk(trader)).toBe('1000.00');

    test.clock.advance(30_000);
    await expect.poll(() => reservedRisk(trader)).toBe('0.00');
  });

  it('is not its owner’s any more, though he had reserved it himself', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    const { clientTradeId, decision, release } = await allowed(trader);

    for (let i = 0; i < 2; i++) {
      const repeated = await asExecutor(test, trader, { clientTradeId });
      expect(repeated).toEqual({ ...decision, replayed: true });
    }

    expect(await release()).toMatchObject(committed);
    const { body } = await trader.client.get('/compliance/audit');
    const kinds = body.items.map((item: any) => item.body.kind);
    expect(kinds.filter((kind: string) => kind === 'reservation-committed')).toHaveLength(1);
  });
});
