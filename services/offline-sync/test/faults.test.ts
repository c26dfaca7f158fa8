import { randomUUID } from 'node:crypto';
import { executionFailed, executionFilled } from '@signalos/contracts';
import { AppError } from '@signalos/errors';
import { startService } from '@signalos/testing';
import { describe, expect, it } from 'vitest';
import type { BrokerConnector, Evidence, OpenOrder } from '../src/brokers/broker.ts';
import { allow, deny } from './compliance.ts';
import { anItem, anOpening, folder, startTestOfflineSync } from './offline-sync.ts';

describe('a service that is killed while it executes a trade', () => {
  it('finishes it after the restart, once', async () => {
    await using service = await startTestOfflineSync();
    const trader = await service.trader();
    const environment = service.world.environment;
    let asked: (() => void) | undefined;
    const reached = new Promise<void>((resolve) => void (asked = resolve));
    service.compliance.answer = async (question) => {
      asked?.();
      await new Promise((resolve) => setTimeout(resolve, 1_800));
      return allow(question);
    };
    await service.stop();
    await using first = await startService({ directory: folder, environment });
    const client = await service.world.signedIn(first.url, trader.id);
    const item = anOpening(1);
    const { deviceId, epoch } = trader;
    const sentAt = item.createdAt;
    await client.post('/offline/sync', { deviceId, epoch, batchId: epoch, sentAt, items: [item] });

    await reached;
    first.kill('SIGKILL');
    await first.exited;
    const left = await service.database.pool.query('select state from action');
    expect(left.rows).toEqual([{ state: 'executing' }]);

    // As 45 seconds later, when the lease of the dead has run out.
    await service.database.pool.query(`update lane set leased_until = now() - interval '1 second'`);
    service.compliance.answer = allow;
    await using second = await startService({ directory: folder, environment });
    const survivor = await service.world.signedIn(second.url, trader.id);

    const states = async () => {
      const { body } = await survivor.get('/offline/executions');
      return body.items.map(({ state }: any) => state);
    };
    await expect.poll(states).toEqual(['accepted', 'executed']);
    await expect.poll(() => service.announced(executionFilled)).toHaveLength(1);
    const { rowCount } = await service.database.pool.query('select from paper_position');
    expect(rowCount).toBe(1);
  });

  it('is not overtaken by another instance while its lease lasts', async () => {
    await using service = await startTestOfflineSync();
    const trader = await service.trader();
    await service.database.pool.query(
      `insert into lane (account_id, leased_until) values ($1, now() + interval '45 seconds')`,
      [trader.accountId],
    );
    const item = anOpening(1);
    await trader.sync([item]);

    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(await trader.outcome(item.actionId)).toMatchObject({ state: 'accepted' });

    service.advance(45_000);
    await expect.poll(() => trader.outcome(item.actionId)).toMatchObject({ state: 'executed' });
  });

  it.each([
    ['allows', allow],
    ['forbids', deny('DAILY_LOSS_LIMIT')],
  ])(
    'lives after all, and leaves alone what another has executed: compliance %s it',
    async (_, late) => {
      const answered = Promise.withResolvers<void>();
      const counts = { asked: 0, sent: 0 };
      await using service = await startTestOfflineSync({
        async answer(question) {
          if (++counts.asked > 1) return allow(question);
          await answered.promise;
          return late(question);
        },
        line: (connector) => ({
          ...connector,
          submit(order) {
            counts.sent++;
            return connector.submit(order);
          },
        }),
      });
      const trader = await service.trader();
      const item = anOpening(1);
      await trader.sync([item]);
      await expect.poll(() => counts.asked).toBe(1);

      await service.database.pool.query(
        `update lane set leased_until = now() - interval '1 second'`,
      );
      await expect.poll(() => trader.outcome(item.actionId)).toMatchObject({ state: 'executed' });
      answered.resolve();

      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(counts).toEqual({ asked: 2, sent: 1 });
      expect(await trader.outcome(item.actionId)).toMatchObject({ state: 'executed' });
    },
  );
});

/** A line to the broker that fails in some way, a number of times. */
function brokenLine(
  times: number,
  submit: (connector: BrokerConnector, order: OpenOrder) => Promise<any>,
) {
  let left = times;
  return (connector: BrokerConnector): BrokerConnector => ({
    ...connector,
    submit: (order) => (left-- > 0 ? submit(connector, order) : connector.submit(order)),
  });
}

describe('an order of which nobody knows whether it arrived', () => {
  it('is in doubt, and sent again once the broker is certain not to have it', async () => {
    let sent = 0;
    await using service = await startTestOfflineSync({
      line: brokenLine(1, async () => {
        sent++;
        return { outcome: 'unknown', reason: 'timeout' };
      }),
    });
    const trader = await service.trader();
    const item = anOpening(1);

    await trader.sync([item]);

    await expect.poll(() => trader.outcome(item.actionId)).toMatchObject({ state: 'executed' });
    expect(sent).toBe(1);
    await expect.poll(() => service.announced(executionFilled)).toHaveLength(1);
  });

  it('is not sent again when it did arrive', async () => {
    await using service = await startTestOfflineSync({
      line: brokenLine(1, async (connector, order) => {
        await connector.submit(order);
        return { outcome: 'unknown', reason: 'disconnected' };
      }),
    });
    const trader = await service.trader();
    const item = anOpening(1);

    await trader.sync([item]);

    await expect.poll(() => trader.outcome(item.actionId)).toMatchObject({ state: 'executed' });
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const { rowCount } = await service.database.pool.query('select from paper_position');
    expect(rowCount).toBe(1);
    await expect.poll(() => service.announced(executionFilled)).toHaveLength(1);
  });

  it('is sent again after a crash of ours, under the same name, when the broker never got it', async () => {
    const names: string[] = [];
    let isAway = true;
    await using service = await startTestOfflineSync({
      line: (connector) => ({
        ...connector,
        async submit(order) {
          names.push(order.clientOrderId);
          if (names.length === 1) throw new Error('crashed');
          return connector.submit(order);
        },
        find: async (ticket) =>
          isAway ? { outcome: 'unknown', reason: 'network' } : connector.find(ticket),
      }),
    });
    const trader = await service.trader();
    const item = anOpening(1);

    await trader.sync([item]);

    const inDoubt = async () => (await trader.get('/offline/status')).body.counts.actions.inDoubt;
    await expect.poll(inDoubt).toBe(1);
    expect(names).toHaveLength(1);
    isAway = false;
    await expect.poll(() => trader.outcome(item.actionId)).toMatchObject({ state: 'executed' });
    expect(names).toHaveLength(2);
    expect(new Set(names).size).toBe(1);
    expect(names[0]).toMatch(/^[A-Z2-7]{18}$/);
  });

  it('stays in doubt as long as there is no evidence, and holds up its account alone', async () => {
    const evidence: Evidence[] = [];
    await using service = await startTestOfflineSync({
      frozenAt: '2026-03-02T10:00:00.000Z',
      line: (connector) => ({
        ...connector,
        submit: async (order) =>
          order.symbol === 'XAUUSD' && evidence.length === 0
            ? { outcome: 'unknown', reason: 'timeout' }
            : connector.submit(order),
        find: async (ticket) => evidence[0] ?? (await connector.find(ticket)),
      }),
    });
    evidence.length = 0;
    const [trader, other] = [await service.trader(), await service.trader()];
    const doubtful = anOpening(1, {}, { ttlMs: 900_000 });
    const behind = anOpening(2, { symbol: 'EURUSD' }, { ttlMs: 900_000 });
    await trader.sync([doubtful, behind], { sentAt: doubtful.createdAt });
    const inDoubt = async () => (await trader.get('/offline/status')).body.counts.actions.inDoubt;
    await expect.poll(inDoubt).toBe(1);

    evidence.push({ outcome: 'unknown', reason: 'network' });
    for (const aheadMs of [2_000, 8_000, 60_000]) {
      service.advance(aheadMs);
      await new Promise((resolve) => setTimeout(resolve, 400));
    }
    expect(await inDoubt()).toBe(1);
    expect(await trader.outcome(behind.actionId)).toMatchObject({ state: 'accepted' });
    const elsewhere = anOpening(1, { symbol: 'EURUSD' });
    await other.sync([elsewhere], { sentAt: elsewhere.createdAt });
    await expect.poll(() => other.outcome(elsewhere.actionId)).toMatchObject({ state: 'executed' });

    // Twice not found, long after it was sent: it never arrived.
    evidence[0] = { outcome: 'not-found', conclusive: false };
    const doubts: number[] = [];
    for (let round = 0; round < 3; round++) {
      service.advance(60_000);
      await new Promise((resolve) => setTimeout(resolve, 400));
      doubts.push(await inDoubt());
    }
    expect(doubts[0]).toBe(1); // Once is not enough.
    await expect.poll(() => trader.outcome(doubtful.actionId)).toMatchObject({ state: 'executed' });
    await expect.poll(() => trader.outcome(behind.actionId)).toMatchObject({ state: 'executed' });
  });

  it('is not sent again while it may still be on its way', async () => {
    const counts = { sent: 0, looked: 0 };
    await using service = await startTestOfflineSync({
      frozenAt: '2026-03-02T10:00:00.000Z',
      line: (connector) => ({
        ...connector,
        submit: async (order) =>
          counts.sent++ === 0 ? { outcome: 'unknown', reason: 'timeout' } : connector.submit(order),
        find: async () => {
          counts.looked++;
          return { outcome: 'not-found', conclusive: false };
        },
      }),
    });
    const trader = await service.trader();
    const item = anOpening(1, {}, { ttlMs: 900_000 });
    await trader.sync([item], { sentAt: item.createdAt });
    const inDoubt = async () => (await trader.get('/offline/status')).body.counts.actions.inDoubt;
    await expect.poll(inDoubt).toBe(1);

    for (const looked of [1, 2]) {
      service.advance(looked * 2_000);
      await expect.poll(() => counts.looked).toBe(looked);
    }
    await expect.poll(inDoubt).toBe(1);
    expect(counts.sent).toBe(1); // Twice not found, but only six seconds after it was sent.

    service.advance(60_000);
    await expect.poll(() => trader.outcome(item.actionId)).toMatchObject({ state: 'executed' });
  });

  it('is not sent again when it never arrived and is not allowed any more, and its risk is freed', async () => {
    let sent = 0;
    await using service = await startTestOfflineSync({
      line: brokenLine(9, async () => {
        sent++;
        return { outcome: 'unknown', reason: 'timeout' };
      }),
    });
    const message = 'It was allowed, and is not any more: Trading is halted';
    service.compliance.answer = (question) => {
      if (sent === 0) return allow(question);
      throw new AppError({ kind: 'conflict', code: 'decision-outdated', message });
    };
    const trader = await service.trader();
    const [item, behind] = [anOpening(1), anItem(2, 'close', { openedBy: randomUUID() })];

    await trader.sync([item, behind]);

    const failure = { code: 'decision-outdated', message };
    await expect
      .poll(() => trader.outcome(item.actionId))
      .toMatchObject({ state: 'failed', failure });
    // What is behind it is not held up.
    await expect.poll(() => trader.outcome(behind.actionId)).toMatchObject({ state: 'failed' });
    const failuresOf = ({ actionId }: { readonly actionId: string }) =>
      service
        .announced(executionFailed)
        .then((failures) => failures.filter(({ data }) => data.actionId === actionId));
    await expect.poll(() => failuresOf(item)).toMatchObject([{ data: failure }]);
    expect(service.compliance.questions.map(({ clientTradeId }) => clientTradeId)).toEqual([
      item.actionId,
      item.actionId,
    ]);
    expect(sent).toBe(1);
    const { rowCount } = await service.database.pool.query('select from paper_position');
    expect(rowCount).toBe(0);
  });

  it('is not sent again after its time, when it never arrived', async () => {
    let sent = 0;
    await using service = await startTestOfflineSync({
      frozenAt: '2026-03-02T10:00:00.000Z',
      line: brokenLine(9, async () => {
        sent++;
        return { outcome: 'unknown', reason: 'timeout' };
      }),
    });
    const trader = await service.trader();
    const item = anOpening(1);
    await trader.sync([item], { sentAt: item.createdAt });
    await expect.poll(() => sent).toBe(1);

    service.advance(61_000);

    await expect.poll(() => trader.outcome(item.actionId)).toMatchObject({ state: 'expired' });
    expect(sent).toBe(1);
  });
});

describe('many copies of everything', () => {
  it('lead to one execution of each trade, with three instances and every batch sent four times', async () => {
    await using service = await startTestOfflineSync();
    const urls = [service.url, await service.replica(), await service.replica()];
    const traders = [await service.trader(), await service.trader(), await service.trader()];
    const queues = traders.map(() =>
      Array.from({ length: 20 }, (_, index) => anOpening(index + 1)),
    );

    await Promise.all(
      traders.flatMap((trader, which) =>
        Array.from({ length: 4 }, async (_, copy) => {
          const client = await service.world.signedIn(urls[copy % urls.length] ?? '', trader.id);
          const { deviceId, epoch } = trader;
          const sentAt = new Date().toISOString();
          const items = queues[which];
          return client.post('/offline/sync', { deviceId, epoch, batchId: epoch, sentAt, items });
        }),
      ),
    );

    await expect.poll(async () => (await service.announced(executionFilled)).length).toBe(60);
    const filled = (await service.announced(executionFilled)).map(({ data }) => data.actionId);
    expect(new Set(filled)).toEqual(new Set(queues.flat().map(({ actionId }) => actionId)));
    const { rows } = await service.database.pool.query(
      `select count(*)::int as n from paper_position union all select count(*)::int from paper_order`,
    );
    expect(rows).toEqual([{ n: 60 }, { n: 60 }]);
  });

  it('close a position once, when several devices close it at once', async () => {
    await using service = await startTestOfflineSync();
    await service.replica();
    const trader = await service.trader();
    const bought = anOpening(1);
    await trader.sync([bought]);
    await expect.poll(() => trader.outcome(bought.actionId)).toMatchObject({ state: 'executed' });
    const sales = Array.from({ length: 4 }, () =>
      anItem(1, 'close', { openedBy: bought.actionId }),
    );

    await Promise.all(
      sales.map(async (sale) => {
        const { body: device } = await trader.post('/offline/devices', { name: 'tablet' });
        return trader.sync([sale], { deviceId: device.deviceId });
      }),
    );

    const states = async () =>
      (await Promise.all(sales.map(({ actionId }) => trader.outcome(actionId)))).map(
        ({ state }) => state,
      );
    await expect
      .poll(async () => (await states()).toSorted((a, b) => (a < b ? -1 : 1)))
      .toEqual(['executed', 'failed', 'failed', 'failed']);
  });
});
