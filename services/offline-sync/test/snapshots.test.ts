import { accountSnapshotTaken } from '@signalos/contracts';
import { connectBroker } from '@signalos/messaging';
import { createMetrics } from '@signalos/runtime';
import { startCable } from '@signalos/testing';
import { Decimal } from '@signalos/trading';
import { describe, expect, it } from 'vitest';
import { paperMarket } from '../src/paper/quote.ts';
import { runSnapshots } from '../src/paper/snapshot.worker.ts';
import { anOpening, startTestOfflineSync, type TestOfflineSync } from './offline-sync.ts';

const HOUR_MS = 3_600_000;

/** The worker on a connection of its own, beside a service whose account has traded. */
async function startWorker(service: TestOfflineSync, url: string, everyMs: number) {
  await using stack = new AsyncDisposableStack();
  const { world, database } = service;
  const { log } = world;
  const { namespace } = world.bus;
  const metrics = createMetrics();
  const broker = stack.use(await connectBroker({ url, user: 'test', namespace, log, metrics }));
  const paper = { market: paperMarket('test'), commissionPerLot: Decimal.ZERO };
  const { client: db, transact } = database;
  const now = () => service.now();
  stack.use(runSnapshots({ ...paper, now, db, transact, broker, log, everyMs }));
  const resources = stack.move();
  return {
    isConnected: () =>
      broker.ready().then(
        () => true,
        () => false,
      ),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

async function withTrade() {
  const service = await startTestOfflineSync();
  const trader = await service.trader();
  const bought = anOpening(1);
  await trader.sync([bought]);
  await expect.poll(() => trader.outcome(bought.actionId)).toMatchObject({ state: 'executed' });
  return service;
}

const countOf = async (service: TestOfflineSync) =>
  (await service.announced(accountSnapshotTaken)).length;

describe('snapshots of accounts', () => {
  it('are taken at every interval', async () => {
    await using service = await withTrade();

    await using _worker = await startWorker(service, service.world.bus.url, 200);

    await expect.poll(() => countOf(service)).toBeGreaterThanOrEqual(3);
  });

  it('are taken anew when the bus was lost and is there again', async () => {
    await using service = await withTrade();
    using cable = await startCable(service.world.bus.url);
    await using worker = await startWorker(service, cable.url, HOUR_MS);
    await expect.poll(() => countOf(service)).toBe(1);

    for (const count of [2, 3]) {
      await expect.poll(worker.isConnected).toBe(true);
      cable.cut();
      await expect.poll(() => countOf(service)).toBe(count);
    }
  });
});
