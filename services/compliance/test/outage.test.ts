import { startCable, startWorld } from '@signalos/testing';
import { expect, it } from 'vitest';
import { startCompliance } from '../src/service.ts';
import { folder } from './compliance.ts';

it('refuses to decide while its database is away', async () => {
  await using world = await startWorld(folder);
  using cable = await startCable(world.database.url);
  const config = { ...world.config, database: { ...world.config.database, url: cable.url } };
  await using service = await startCompliance(config, world.log);
  const user = await world.signedIn(service.url);
  const closing = { side: 'sell', type: 'market', lots: '1', reduceOnly: true };
  const order = { clientTradeId: 'x', symbol: 'EURUSD', ...closing };
  expect(await user.post('/compliance/validate-trade', order)).toMatchObject({ status: 404 });

  cable[Symbol.dispose]();

  expect(await user.post('/compliance/validate-trade', order)).toMatchObject({
    status: 503,
    body: { code: 'service-unavailable' },
  });
});
