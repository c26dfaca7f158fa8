import { decisionMade, validateTrade, violationDetected } from '@signalos/contracts';
import { ask } from '@signalos/messaging';
import { describe, expect, it } from 'vitest';
import { eventually, startTestCompliance, type TestCompliance, type Trader } from './compliance.ts';

const ORDERS = 16;

/** Many orders at once: over HTTP at every instance in turn, and over NATS at whichever answers. */
function decideAtOnce(test: TestCompliance, trader: Trader, orders: readonly object[]) {
  const { broker } = test.world.bus;
  return Promise.all(
    orders.map(async (order, index) => {
      const client = trader.clients[index % (trader.clients.length + 1)];
      if (client) return (await trader.validate(order, client)).body;
      const data = validateTrade.request.parse({ ...trader.order(order), userId: trader.userId });
      return ask(broker, validateTrade, { data, deadlineMs: 10_000 });
    }),
  );
}

describe('orders that arrive at once at two instances', () => {
  it.each([
    ['1.08600', 3],
    ['1.09000', 5],
    ['1.04999', 0],
  ])('never use more than the room there is: stop at %s', async (slPrice, allowedMax) => {
    await using test = await startTestCompliance({ instances: 2 });
    const trader = await test.trader();
    const orders = Array.from({ length: ORDERS }, () => ({ slPrice }));

    const decisions = await decideAtOnce(test, trader, orders);

    const allowed = decisions.filter((decision) => decision.allowed);
    expect(allowed).toHaveLength(allowedMax);
    expect(new Set(allowed.map(({ reservation }) => reservation.id)).size).toBe(allowedMax);
    const { body } = await trader.status();
    expect(body.reservations).toBe(allowedMax);
    expect(Number(body.risk.dailyRoom)).toBeGreaterThanOrEqual(0);
    await eventually(() => trader.announced(decisionMade)).toHaveLength(ORDERS);
    expect(await trader.announced(violationDetected)).toHaveLength(ORDERS - allowedMax);
  });

  it('are one order where they have one clientTradeId', async () => {
    await using test = await startTestCompliance({ instances: 2 });
    const trader = await test.trader();
    const orders = Array.from({ length: 12 }, () => ({ clientTradeId: 'same' }));

    const decisions = await decideAtOnce(test, trader, orders);

    expect(new Set(decisions.map(({ decisionId }) => decisionId)).size).toBe(1);
    expect(decisions.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect((await trader.status()).body).toMatchObject({
      reservations: 1,
      risk: { reserved: '1000.00' },
    });
  });

  it('do not wait for those of other accounts', async () => {
    await using test = await startTestCompliance({ instances: 2 });
    const traders = await Promise.all([1, 2, 3].map(() => test.trader()));

    const decisions = await Promise.all(
      traders.map((trader) =>
        decideAtOnce(
          test,
          trader,
          Array.from({ length: 6 }, () => ({})),
        ),
      ),
    );

    expect(decisions.map((each) => each.filter(({ allowed }) => allowed).length)).toEqual([
      5, 5, 5,
    ]);
  });

  it('find the same room while earlier ones are being filled', async () => {
    await using test = await startTestCompliance({ instances: 2 });
    const trader = await test.trader();
    const earlier = await decideAtOnce(test, trader, [{}, {}, {}]);

    const [later] = await Promise.all([
      decideAtOnce(
        test,
        trader,
        Array.from({ length: ORDERS }, () => ({})),
      ),
      ...earlier.map(({ clientTradeId }) => trader.opens({ actionId: clientTradeId })),
    ]);

    expect(later.filter(({ allowed }) => allowed)).toHaveLength(2);
    await eventually(async () => (await trader.status()).body).toMatchObject({
      openPositions: 3,
      reservations: 2,
      risk: { dailyRoom: '0.00' },
    });
  });
});
