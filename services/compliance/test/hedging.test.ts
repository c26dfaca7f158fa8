import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { startTestCompliance, type TestCompliance } from './compliance.ts';

const PAIRS = 5;

/** Two accounts of one trader, whose profile forbids opposite sides of a symbol on them. */
async function twoAccounts(test: TestCompliance) {
  const userId = randomUUID();
  return [await test.trader({ userId }), await test.trader({ userId })] as const;
}

const buying = { side: 'buy', slPrice: '1.09000' };
const selling = { side: 'sell', slPrice: '1.11000' };

const rulesOf = (violations: readonly { readonly ruleId: string }[]) =>
  violations.map(({ ruleId }) => ruleId);

describe('opposite orders on two accounts of one trader', () => {
  it('do not both pass, at whichever instance they arrive at the same moment', async () => {
    await using test = await startTestCompliance({ instances: 2 });
    const pairs = await Promise.all(Array.from({ length: PAIRS }, () => twoAccounts(test)));

    const outcomes = await Promise.all(
      pairs.map(async ([one, other]) => {
        const replies = await Promise.all([
          one.validate(buying, one.clients[0]),
          other.validate(selling, other.clients[1]),
        ]);
        return replies.map(({ body }) => (body.allowed ? 'allowed' : rulesOf(body.violations)));
      }),
    );

    const expected = ['allowed', ['HEDGE_CROSS_ACCOUNT']];
    for (const outcome of outcomes) expect(outcome).toEqual(expect.arrayContaining(expected));
  });

  it('wait for each other without a deadlock, amid fills and status on both accounts', async () => {
    await using test = await startTestCompliance({ instances: 2 });
    const [one, other] = await twoAccounts(test);
    const lots = Array.from({ length: 8 }, (_, n) => `0.${String(n + 10)}`);

    const replies = await Promise.all([
      ...lots.map((each, n) => one.validate({ ...buying, lots: each }, one.clients[n % 2])),
      ...lots.map((each, n) => other.validate({ ...selling, lots: each }, other.clients[n % 2])),
      ...[one, other].map((trader) => trader.status()),
    ]);
    await Promise.all(
      replies
        .filter(({ body }) => body.allowed)
        .map(({ body }) =>
          (body.accountId === one.accountId ? one : other).opens({
            actionId: body.clientTradeId,
            lots: '0.10',
          }),
        ),
    );

    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
    const sides = replies
      .filter(({ body }) => body.allowed)
      .map(({ body }) => (body.accountId === one.accountId ? 'buy' : 'sell'));
    expect(new Set(sides).size).toBe(1);
    expect(sides).toHaveLength(lots.length);
    await expect.poll(async () => (await one.status()).body.reservations).toBe(0);
    await expect.poll(async () => (await other.status()).body.reservations).toBe(0);
  });
});
