import { randomUUID } from 'node:crypto';
import { decisionMade, quotes, validateTrade } from '@signalos/contracts';
import { ask, publishToFeed } from '@signalos/messaging';
import { startWorld } from '@signalos/testing';
import { describe, expect, it } from 'vitest';
import { startCompliance } from '../src/service.ts';
import { folder, startTestCompliance, type TestCompliance } from './compliance.ts';

/** Another instance, which starts when prices have fallen silent. */
async function startUnaware({ market, world, clock }: TestCompliance) {
  market.silence();
  return startCompliance(world.config, world.log, () => clock.now());
}

describe('an instance that heard no price yet', () => {
  it('decides nothing about an order, and judges the same one when it heard its first', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    await using unaware = await startUnaware(test);
    const client = await test.world.signedIn(unaware.url, trader.userId);
    const order = { clientTradeId: 'early' };

    const early = await trader.validate(order, client);

    expect(early).toMatchObject({
      status: 503,
      body: {
        code: 'state-unavailable',
        allowed: false,
        violations: ['STATE_UNAVAILABLE'],
        clientTradeId: 'early',
      },
    });
    expect(early.headers.get('content-type')).toBe('application/problem+json');
    expect(early.headers.get('retry-after')).toBe('1');
    expect((await client.get('/compliance/violations')).body.items).toEqual([]);
    expect(await trader.announced(decisionMade)).toEqual([]);

    test.market.set('EURUSD', '1.10000');

    await expect.poll(async () => (await trader.validate(order, client)).status).toBe(200);
    expect((await trader.validate(order, client)).body).toMatchObject({ allowed: true });
    expect(await trader.validate({ symbol: 'XAUUSD' }, client)).toMatchObject({
      status: 200,
      body: { allowed: false, violations: [{ ruleId: 'INPUT_NO_QUOTE' }] },
    });
  });

  it('stores no such answer under an Idempotency-Key', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    await using unaware = await startUnaware(test);
    const client = await test.world.signedIn(unaware.url, trader.userId);
    const [order, key] = [trader.order(), { 'idempotency-key': 'k' }];
    const validate = () => client.post('/compliance/validate-trade', order, key);

    expect((await validate()).status).toBe(503);
    test.market.set('EURUSD', '1.10000');

    await expect.poll(async () => (await validate()).body).toMatchObject({ allowed: true });
  });

  it('still lets a position be closed, and tells where an account stands', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    const positionId = await trader.opens();
    await expect.poll(async () => (await trader.status()).body.openPositions).toBe(1);
    await using unaware = await startUnaware(test);
    const client = await test.world.signedIn(unaware.url, trader.userId);

    const close = { side: 'sell', slPrice: null, reduceOnly: true, positionId };
    expect(await trader.validate(close, client)).toMatchObject({
      status: 200,
      body: { allowed: true },
    });
    expect(await client.get('/compliance/status')).toMatchObject({
      status: 200,
      body: { openPositions: 1, balance: '100000.00', risk: null },
    });
  });

  it('tells who asks over NATS to ask again', async () => {
    await using world = await startWorld(folder);
    await using _service = await startCompliance(world.config, world.log);
    const { broker } = world.bus;
    const order = { clientTradeId: 'x', symbol: 'EURUSD', side: 'buy', type: 'market', lots: '1' };
    const answerTo = (change: object = {}) => {
      const proposal = { ...order, ...change, accountId: randomUUID(), userId: randomUUID() };
      const data = validateTrade.request.parse(proposal);
      return ask(broker, validateTrade, { data }).catch((error: unknown) => error);
    };

    expect(await answerTo()).toMatchObject({
      kind: 'unavailable',
      code: 'state-unavailable',
      details: { allowed: false, violations: ['STATE_UNAVAILABLE'] },
    });
    const judged = { code: 'compliance-account-not-found' };
    expect(await answerTo({ reduceOnly: true })).toMatchObject(judged);

    const at = new Date().toISOString();
    publishToFeed(broker, quotes, { symbol: 'EURUSD', bid: '1.1', ask: '1.1', at });

    await expect.poll(answerTo).toMatchObject(judged);
  });
});
