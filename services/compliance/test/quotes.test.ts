import { quotes } from '@signalos/contracts';
import { publishToFeed } from '@signalos/messaging';
import { describe, expect, it } from 'vitest';
import { startTestCompliance } from './compliance.ts';

describe('a quote that cannot be true', () => {
  it.each([
    ['1.20000', '1.00000'],
    ['1.10000', '99999999999999999999'],
  ])('of %s and %s is not believed', async (bid, ask) => {
    await using test = await startTestCompliance();
    const { clock, market, world } = test;
    const trader = await test.trader();
    await trader.opens({ side: 'sell', stopLoss: '1.11000' });
    await expect.poll(async () => (await trader.status()).body.openPositions).toBe(1);

    market.silence();
    const { broker } = world.bus;
    const at = clock.now().toISOString();
    publishToFeed(broker, quotes, { symbol: 'EURUSD', bid, ask, at });
    publishToFeed(broker, quotes, { symbol: 'GBPUSD', bid: '1.25000', ask: '1.25000', at });
    const sterling = { symbol: 'GBPUSD', slPrice: '1.24000', reserve: { ttlMs: 0 } };
    await expect
      .poll(async () => (await trader.validate(sterling)).body.risk?.tradeWorstLoss)
      .toBe('1000.00');

    const { status, body } = await trader.validate();
    expect(status).toBe(200);
    expect(body.risk.equity).toBe('100000.00');
  });
});
