import { validateTrade } from '@signalos/contracts';
import { ask } from '@signalos/messaging';
import { withClient } from '@signalos/testing';
import { expect, it } from 'vitest';
import { startTestCompliance } from './compliance.ts';

/** As many as are taken at a time, and a few more. */
const UNDER_WAY_MAX = 64;
const MORE = 6;

it('tells whoever comes when too many orders wait, and decides the others', async () => {
  await using test = await startTestCompliance();
  const trader = await test.trader();
  const orders = Array.from({ length: UNDER_WAY_MAX + MORE }, (_, n) => ({
    clientTradeId: `order-${n}`,
    lots: `0.${10 + n}`,
    slPrice: '1.09990',
  }));

  const refused: object[] = [];
  const refusals: unknown[] = [];
  const decided: unknown[] = [];
  await withClient(test.world.database.url, async (holder) => {
    await holder.query('begin');
    await holder.query('select from account where id = $1 for update', [trader.accountId]);
    const asked = orders.map(async (order) => {
      const { status, headers, body } = await trader.validate(order);
      if (status === 200) decided.push(body);
      else {
        refused.push(order);
        refusals.push({ status, retryAfter: headers.get('retry-after'), code: body.code });
      }
    });
    await expect.poll(() => refused.length).toBe(MORE);
    const data = validateTrade.request.parse({ ...trader.order(), userId: trader.userId });
    await expect(ask(test.world.bus.broker, validateTrade, { data })).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'too-many-decisions',
    });
    await holder.query('rollback');
    await Promise.all(asked);
  });

  const refusal = { status: 503, retryAfter: '1', code: 'too-many-decisions' };
  expect(refusals).toEqual(refusals.map(() => refusal));
  // Of those that were let in, some may have waited for a connection until their time was up.
  expect(decided.length + refused.length).toBe(orders.length);
  expect(decided).not.toEqual([]);
  expect(await trader.validate(refused[0])).toMatchObject({
    status: 200,
    body: { replayed: false },
  });
});

it('says the same where no connection comes free in time', async () => {
  await using test = await startTestCompliance();
  const trader = await test.trader();
  const orders = Array.from({ length: 16 }, (_, n) => ({ lots: `0.${10 + n}`, slPrice: '1.0999' }));

  await withClient(test.world.database.url, async (holder) => {
    await holder.query('begin');
    await holder.query('select from account where id = $1 for update', [trader.accountId]);
    const asked = orders.map((order) => trader.validate(order));
    const first = await Promise.race(asked);
    await holder.query('rollback');
    await Promise.all(asked);

    expect(first).toMatchObject({ status: 503, body: { code: 'too-many-decisions' } });
  });
});
