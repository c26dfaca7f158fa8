import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { startWorld } from '@signalos/testing';
import { expect, it } from 'vitest';
import { startCompliance } from '../src/service.ts';
import { folder } from './compliance.ts';

/** Stands between the service and its database, until it is cut. */
async function startCable(databaseUrl: string) {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => {}).once('close', () => sockets.delete(socket));
    }
    near.pipe(far).pipe(near);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = new URL(databaseUrl);
  url.port = String((server.address() as AddressInfo).port);
  const cut = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { url: url.href, cut, [Symbol.dispose]: cut };
}

it('refuses to decide while its database is away', async () => {
  await using world = await startWorld(folder);
  using cable = await startCable(world.database.url);
  const config = { ...world.config, database: { ...world.config.database, url: cable.url } };
  await using service = await startCompliance(config, world.log);
  const user = await world.signedIn(service.url);
  const closing = { side: 'sell', type: 'market', lots: '1', reduceOnly: true };
  const order = { clientTradeId: 'x', symbol: 'EURUSD', ...closing };
  expect(await user.post('/compliance/validate-trade', order)).toMatchObject({ status: 404 });

  cable.cut();

  expect(await user.post('/compliance/validate-trade', order)).toMatchObject({
    status: 503,
    body: { code: 'service-unavailable' },
  });
});
