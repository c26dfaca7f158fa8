import { decisionMade, validateTrade, violationDetected } from '@signalos/contracts';
import { ask } from '@signalos/messaging';
import { Decimal } from '@signalos/trading';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startTestCompliance, type TestCompliance, type Trader } from './compliance.ts';

/** Each other than the rest, so that none is taken for another one sent twice. */
const LOTS =
  '2.00 1.60 1.28 1.25 1.00 0.80 0.64 0.50 0.40 0.32 0.25 0.20 0.16 0.10 0.08 0.05'.split(' ');
const ORDERS = LOTS.length;
/** Two instances start, and sixteen orders wait for each other, on a machine that others use too. */
const PRICE = Decimal.parse('1.1');
const LOT_UNITS = Decimal.integer(100_000);
/** Of these lots, every quotient ends before that. */
const EXACT = { digits: 15, rounding: 'floor' } as const;
/** What the FTMO preset lets an account of 100,000 lose in a day, in cents. */
const ROOM = 500_000;

const money = (cents: number) => Decimal.integer(cents).times(Decimal.parse('0.01'));

/** Orders that all may lose exactly this much. */
function ordersLosing(cents: number, count = ORDERS): object[] {
  return LOTS.slice(0, count).map((lots) => {
    const distance = money(cents).dividedBy(Decimal.parse(lots).times(LOT_UNITS), EXACT);
    return { lots, slPrice: PRICE.minus(distance).toString() };
  });
}

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

const allowedOf = (decisions: readonly { readonly allowed: boolean }[]) =>
  decisions.filter(({ allowed }) => allowed);

describe('orders that arrive at once at two instances', () => {
  it.each([
    [140_000, 3],
    [100_000, 5],
    [500_001, 0],
  ])('never use more than the room there is: each may lose %i cents', async (loss, allowedMax) => {
    await using test = await startTestCompliance({ instances: 2 });
    const trader = await test.trader();

    const decisions = await decideAtOnce(test, trader, ordersLosing(loss));

    const allowed = decisions.filter((decision) => decision.allowed);
    expect(allowed).toHaveLength(allowedMax);
    expect(new Set(allowed.map(({ reservation }) => reservation.id)).size).toBe(allowedMax);
    const { body } = await trader.status();
    expect(body.reservations).toBe(allowedMax);
    expect(body.risk.reserved).toBe(money(loss * allowedMax).toString());
    expect(body.risk.dailyRoom).toBe(money(ROOM - loss * allowedMax).toString());
    await expect.poll(() => trader.announced(decisionMade)).toHaveLength(ORDERS);
    expect(await trader.announced(violationDetected)).toHaveLength(ORDERS - allowedMax);
  });

  it('use all of it that there is, whatever they may lose and whatever is at risk before', async () => {
    await using test = await startTestCompliance({ instances: 2 });
    const draws = fc.sample(
      fc.record({
        loss: fc.integer({ min: 25_000, max: 200_000 }),
        before: fc.integer({ min: 1, max: 3_000 }).map((steps) => steps * 100),
      }),
      { seed: 20_260_610, numRuns: 4 },
    );

    const found = [];
    for (const { loss, before } of draws) {
      const trader = await test.trader();
      const stopLoss = PRICE.minus(money(before).dividedBy(LOT_UNITS, EXACT)).toString();
      await trader.opens({ stopLoss });
      await expect.poll(async () => (await trader.status()).body.openPositions).toBe(1);
      const decisions = await decideAtOnce(test, trader, ordersLosing(loss));
      found.push({ allowed: allowedOf(decisions).length, reserved: await reservedOf(trader) });
    }

    const fitting = draws.map(({ loss, before }) =>
      Math.min(ORDERS, Math.floor((ROOM - before) / loss)),
    );
    expect(found).toEqual(
      draws.map(({ loss }, index) => {
        const allowed = fitting[index] ?? 0;
        return { allowed, reserved: money(loss * allowed).toString() };
      }),
    );
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

  it('are one order, too, where they look like one sent again under another id', async () => {
    await using test = await startTestCompliance({ instances: 2 });
    const trader = await test.trader();

    const decisions = await decideAtOnce(
      test,
      trader,
      Array.from({ length: 12 }, () => ({})),
    );

    const rules = decisions.flatMap(({ violations }) =>
      violations.map(({ ruleId }: { ruleId: string }) => ruleId),
    );
    expect(allowedOf(decisions)).toHaveLength(1);
    expect(rules).toEqual(Array.from({ length: 11 }, () => 'DUPLICATE_TRADE'));
  });

  it('do not wait for those of other accounts', async () => {
    await using test = await startTestCompliance({ instances: 2 });
    const traders = await Promise.all([1, 2, 3].map(() => test.trader()));

    const decisions = await Promise.all(
      traders.map((trader) => decideAtOnce(test, trader, ordersLosing(100_000, 6))),
    );

    expect(decisions.map((each) => allowedOf(each).length)).toEqual([5, 5, 5]);
  });

  it('find the same room while earlier ones are being filled', async () => {
    await using test = await startTestCompliance({ instances: 2 });
    const trader = await test.trader();
    const [one = {}, two = {}, three = {}, ...others] = ordersLosing(100_000);
    const earlier = await decideAtOnce(test, trader, [one, two, three]);

    const [later] = await Promise.all([
      decideAtOnce(test, trader, others),
      ...[one, two, three].map((order, index) => {
        const { lots, slPrice: stopLoss } = order as { lots: string; slPrice: string };
        return trader.opens({ actionId: earlier[index]?.clientTradeId ?? '', lots, stopLoss });
      }),
    ]);

    expect(allowedOf(later)).toHaveLength(2);
    await expect
      .poll(async () => (await trader.status()).body)
      .toMatchObject({
        openPositions: 3,
        reservations: 2,
        risk: { dailyRoom: '0.00' },
      });
  });
});

async function reservedOf(trader: Trader): Promise<string> {
  return (await trader.status()).body.risk.reserved;
}
