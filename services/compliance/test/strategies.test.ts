import { strategyEnabled } from '@signalos/contracts';
import { describe, expect, it } from 'vitest';
import { startTestCompliance, type Trader } from './compliance.ts';

const strategyId = 'grid-7';
/** No two alike, for those would be duplicates. */
const orders = (count: number, first = 1) =>
  Array.from({ length: count }, (_, index) => ({
    strategyId,
    lots: (0.01 * (first + index)).toFixed(2),
    slPrice: '1.09990',
  }));
const listed = async ({ client }: Trader) =>
  (await client.get('/compliance/strategies')).body.items;

describe('an automated strategy', () => {
  it('is counted by its allowed orders, and by no other', async () => {
    await using test = await startTestCompliance({ instances: 2 });
    const trader = await test.trader();

    await Promise.all(
      orders(6).map((order, index) => trader.validate(order, trader.clients[index % 2])),
    );
    await trader.validate({ strategyId, lots: '9.00' });
    await trader.validate({ ...orders(1, 20)[0], reserve: { ttlMs: 0 } });
    const again = { ...orders(1, 30)[0], clientTradeId: 'again' };
    await trader.validate(again);
    await trader.validate(again);

    expect(await listed(trader)).toMatchObject([
      { strategyId, executions: 7, accountId: trader.accountId, enabledBy: null },
    ]);
  });

  it('that was throttled trades on when a person says so, whose name is kept', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader({ profile: 'eu-mifid2' });
    const stranger = await test.trader();
    const rulesOf = async (order: object) => {
      test.clock.advance(1_100);
      // Orders are decided faster than prices come by themselves: the clock would leave those behind.
      test.market.set('EURUSD', '1.10000');
      const { body } = await trader.validate(order);
      return body.violations.map(({ ruleId }: any) => ruleId);
    };
    for (const order of orders(20)) expect(await rulesOf(order)).toEqual([]);
    expect(await rulesOf(orders(1, 30)[0] ?? {})).toEqual(['REPEATED_EXECUTION_THROTTLE']);

    const path = `/compliance/strategies/${strategyId}/enable`;
    const foreign = await stranger.client.post(path, { reason: 'mine' });
    expect(foreign).toMatchObject({ status: 404, body: { code: 'strategy-not-found' } });
    const { accountId, userId } = trader;
    expect(await stranger.client.post(path, { accountId, reason: 'not mine' })).toMatchObject({
      status: 404,
    });
    expect(await trader.client.post(path, { reason: 'Looked at it' })).toMatchObject({
      status: 200,
      body: { strategyId, executions: 0, enabledBy: userId, reason: 'Looked at it' },
    });

    const { body: trail } = await trader.client.get('/compliance/audit?limit=100');
    expect(trail.items.at(-1)).toMatchObject({
      body: { kind: 'strategy-enabled', data: { strategyId, enabledBy: userId } },
    });
    expect(await rulesOf(orders(1, 31)[0] ?? {})).toEqual([]);
    await expect
      .poll(() => trader.announced(strategyEnabled))
      .toMatchObject([{ strategyId, executionsBefore: 20, enabledBy: userId, accountId }]);
  });
});
