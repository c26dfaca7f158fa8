import { randomUUID } from 'node:crypto';
import { actionAccepted, actionRejected, executionFilled } from '@signalos/contracts';
import { describe, expect, it } from 'vitest';
import { silence } from './compliance.ts';
import { aMessage, anItem, anOpening, startTestOfflineSync } from './offline-sync.ts';

const HOUR_MS = 3_600_000;
const statuses = ({ body }: { body: any }) => body.verdicts.map(({ status }: any) => status);

describe('the same batch, sent again', () => {
  it('has one effect when five copies arrive at once at two instances', async () => {
    await using service = await startTestOfflineSync();
    const trader = await service.trader();
    const other = await service.world.signedIn(await service.replica(), trader.id);
    const items = [anOpening(1), anOpening(2, { side: 'sell' }), aMessage(3, 'buy gold now')];
    const { deviceId, epoch } = trader;
    const batch = {
      deviceId,
      epoch,
      batchId: randomUUID(),
      sentAt: new Date().toISOString(),
      items,
    };

    const replies = await Promise.all(
      [trader, other, trader, other, trader].map((client) => client.post('/offline/sync', batch)),
    );

    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    const all = replies.map(statuses);
    expect(all.filter(([first]) => first === 'accepted')).toEqual([
      ['accepted', 'accepted', 'accepted'],
    ]);
    expect(all.flat().filter((status) => status === 'duplicate')).toHaveLength(12);
    await expect.poll(() => service.announced(executionFilled)).toHaveLength(2);
    await expect.poll(() => service.announced(actionAccepted)).toHaveLength(2);
    const { body } = await trader.get('/offline/status');
    expect(body.counts).toMatchObject({ messages: 1, actions: { executed: 2 } });
  });

  it('gets the first verdicts again, with the first expiry', async () => {
    await using service = await startTestOfflineSync();
    const trader = await service.trader();
    const items = [
      anOpening(1, {}, { ttlMs: 30_000 }),
      anOpening(2, { lots: 'many' }),
      anItem(3, 'void', {}),
    ];
    const first = await trader.sync(items);
    service.advance(5_000);

    const second = await trader.sync(items);

    expect(statuses(first)).toEqual(['accepted', 'rejected', 'voided']);
    expect(statuses(second)).toEqual(['duplicate', 'duplicate', 'duplicate']);
    expect(second.body.ackSeq).toBe(3);
    expect(second.body.verdicts).toEqual(
      first.body.verdicts.map((verdict: any) => ({
        ...verdict,
        status: 'duplicate',
        original: verdict.status,
      })),
    );
  });

  it('may overlap with what is new', async () => {
    await using service = await startTestOfflineSync();
    const trader = await service.trader();
    const items = [1, 2, 3, 4].map((seq) => anItem(seq, 'void', {}));
    await trader.sync(items.slice(0, 2));

    const reply = await trader.sync(items.slice(1));

    expect(statuses(reply)).toEqual(['duplicate', 'voided', 'voided']);
    expect(reply.body.ackSeq).toBe(4);
  });

  it('is answered as before under the same Idempotency-Key', async () => {
    await using service = await startTestOfflineSync();
    const trader = await service.trader();
    const { deviceId, epoch } = trader;
    const batch = {
      deviceId,
      epoch,
      batchId: randomUUID(),
      sentAt: new Date().toISOString(),
      items: [anOpening(1)],
    };
    const send = () => trader.post('/offline/sync', batch, { 'idempotency-key': batch.batchId });

    const [first, second] = [await send(), await send()];

    expect(second.body).toEqual(first.body);
    expect(statuses(second)).toEqual(['accepted']);
  });
});

describe('an action', () => {
  it('counts once, whichever device or store it comes from', async () => {
    await using service = await startTestOfflineSync();
    const trader = await service.trader();
    const { body: tablet } = await trader.post('/offline/devices', { name: 'tablet' });
    const item = anOpening(1);
    await trader.sync([item]);

    const fromTablet = await trader.sync([item], { deviceId: tablet.deviceId });
    const fromNewStore = await trader.sync([item], { epoch: randomUUID() });
    const alone = await trader.post('/offline/execute-trade', {
      kind: 'open',
      actionId: item.actionId,
      payload: item.payload,
    });

    expect([statuses(fromTablet), statuses(fromNewStore)]).toEqual([['duplicate'], ['duplicate']]);
    expect(alone).toMatchObject({ status: 202, body: { duplicate: true } });
    await expect.poll(() => trader.outcome(item.actionId)).toMatchObject({ state: 'executed' });
    await expect.poll(() => service.announced(executionFilled)).toHaveLength(1);
  });

  it('counts once when several devices hand it in at once', async () => {
    await using service = await startTestOfflineSync();
    const trader = await service.trader();
    const names = ['tablet', 'laptop', 'watch', 'television', 'spare'];
    const devices = await Promise.all(
      names.map((name) => trader.post('/offline/devices', { name })),
    );
    const item = anOpening(1);

    const replies = await Promise.all(
      devices.map(({ body: { deviceId } }) => trader.sync([item], { deviceId })),
    );

    expect(replies.flatMap(statuses).toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
      'accepted',
      ...Array(4).fill('duplicate'),
    ]);
  });

  it('is the same one when its id is spelled in capitals', async () => {
    await using service = await startTestOfflineSync();
    const trader = await service.trader();
    const item = anOpening(1);
    const shouted = { ...item, seq: 2, actionId: item.actionId.toUpperCase() };

    expect(statuses(await trader.sync([item, shouted]))).toEqual(['accepted', 'duplicate']);
    expect(statuses(await trader.sync([{ ...shouted, seq: 3 }]))).toEqual(['duplicate']);
  });

  it('is rejected with other content, and the first one stands', async () => {
    await using service = await startTestOfflineSync();
    const trader = await service.trader();
    const item = anOpening(1, { lots: '0.01' });
    await trader.sync([item]);

    const changed = { ...item, payload: { ...item.payload, lots: '5.00' } };
    const again = await trader.sync([changed]);
    const next = await trader.sync([{ ...changed, seq: 2 }]);

    expect(again.body.verdicts).toMatchObject([{ status: 'rejected', code: 'payload-mismatch' }]);
    expect(next.body).toMatchObject({ ackSeq: 2, verdicts: [{ code: 'payload-mismatch' }] });
    await expect
      .poll(() => trader.outcome(item.actionId))
      .toMatchObject({ state: 'executed', fill: { lots: '0.01' } });
    expect(await service.announced(actionRejected)).toEqual([]);
  });

  it('may not take the number of another', async () => {
    await using service = await startTestOfflineSync();
    const trader = await service.trader();
    await trader.sync([anOpening(1)]);

    const reply = await trader.sync([anOpening(1)]);

    expect(reply.body.verdicts).toMatchObject([{ status: 'rejected', code: 'seq-reused' }]);
  });

  it('is another one when another user has the same id', async () => {
    await using service = await startTestOfflineSync();
    const [one, other] = [await service.trader(), await service.trader()];
    const item = anOpening(1);

    expect(statuses(await one.sync([item]))).toEqual(['accepted']);
    expect(statuses(await other.sync([item]))).toEqual(['accepted']);
    await expect.poll(() => service.announced(executionFilled)).toHaveLength(2);
  });
});

describe('the numbers of a batch', () => {
  it('leave no gap, and nothing is taken of a batch that does', async () => {
    await using service = await startTestOfflineSync();
    const trader = await service.trader();
    await trader.sync([anItem(1, 'void', {})]);

    const before = await trader.sync([anItem(3, 'void', {})]);
    const within = await trader.sync([anItem(2, 'void', {}), anItem(4, 'void', {})]);

    expect(before).toMatchObject({ status: 409, body: { code: 'seq-gap', expected: 2 } });
    expect(within).toMatchObject({ status: 409, body: { code: 'seq-gap', expected: 3 } });
    expect((await trader.sync([])).body.ackSeq).toBe(1);
  });

  it('begin anew with a new local store', async () => {
    await using service = await startTestOfflineSync();
    const trader = await service.trader();
    await trader.sync([anItem(1, 'void', {}), anItem(2, 'void', {})]);

    const reply = await trader.sync([anItem(1, 'void', {})], { epoch: randomUUID() });

    expect(reply.body).toMatchObject({ ackSeq: 1, verdicts: [{ status: 'voided' }] });
  });
});

describe('a bad item', () => {
  it('is rejected alone, and announced if it was a trade', async () => {
    await using service = await startTestOfflineSync();
    const trader = await service.trader();
    const good = [anOpening(1), anOpening(5)];
    const bad = [
      anOpening(2, { side: 'sideways' }),
      anItem(3, 'dance', {}),
      anOpening(4, { accountId: randomUUID() }),
    ];
    const items = [good[0], ...bad, good[1]] as object[];

    const reply = await trader.sync(items);

    expect(reply).toMatchObject({ status: 200, body: { ackSeq: 5 } });
    expect(reply.body.verdicts.map(({ status, code }: any) => [status, code])).toEqual([
      ['accepted', null],
      ['rejected', 'invalid-item'],
      ['rejected', 'invalid-item'],
      ['rejected', 'account-not-found'],
      ['accepted', null],
    ]);
    expect(reply.body.verdicts[1].detail).toContain('side');
    await expect
      .poll(async () => (await service.announced(actionRejected)).map(({ data }) => data))
      .toMatchObject([
        { actionId: bad[0]?.actionId, code: 'invalid-item', decisionId: null },
        { actionId: bad[2]?.actionId, code: 'account-not-found' },
      ]);
    for (const { actionId } of good) {
      await expect.poll(() => trader.outcome(actionId)).toMatchObject({ state: 'executed' });
    }
  });

  it('is rejected alone, though what is wrong with it cannot be stored', async () => {
    await using service = await startTestOfflineSync();
    const trader = await service.trader();
    const items = [
      anOpening(1, { 'a\0b': 1 }),
      anOpening(2, { '\ud800': 1 }),
      anOpening(3, { ['😀'.repeat(400)]: 1 }),
      anOpening(4, { [`x${'😀'.repeat(400)}`]: 1 }),
      anOpening(5, {}, { createdAt: '0000-01-01T00:00:00.000Z' }),
      anOpening(6, {}, { createdAt: '1969-12-31T23:59:59.999Z' }),
      anOpening(7, {}, { createdAt: '1970-01-01T00:00:00.000Z' }),
      anOpening(8),
    ];

    const reply = await trader.sync(items, { sentAt: '9999-12-31T23:59:59.999Z' });

    expect(reply.status).toBe(200);
    expect(statuses(reply)).toEqual([
      ...Array.from({ length: 6 }, () => 'rejected'),
      'accepted',
      'accepted',
    ]);
    expect(statuses(await trader.sync(items))).toEqual(items.map(() => 'duplicate'));
  });

  it('is refused with its whole request when it has no name or number', async () => {
    await using service = await startTestOfflineSync();
    const trader = await service.trader();

    const reply = await trader.sync([{ ...anOpening(1), actionId: 'x' }]);

    expect(reply).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
  });
});

describe('the age of an item', () => {
  it.each([
    ['an hour ahead', HOUR_MS],
    ['an hour behind', -HOUR_MS],
  ])('is told by the device’s own clock, though that is %s', async (_name, offMs) => {
    await using service = await startTestOfflineSync({ answer: silence });
    const trader = await service.trader();
    const device = (agoMs: number) => new Date(Date.now() + offMs - agoMs).toISOString();
    const young = anOpening(1, {}, { createdAt: device(20_000) });
    const old = anOpening(2, {}, { createdAt: device(61_000) });

    const { body } = await trader.sync([young, old], { sentAt: device(0) });

    const leftMs = body.verdicts.map(
      ({ expiresAt }: any) => new Date(expiresAt).getTime() - new Date(body.serverTime).getTime(),
    );
    expect(leftMs[0]).toBeGreaterThan(39_000);
    expect(leftMs[0]).toBeLessThanOrEqual(40_000);
    await expect.poll(() => trader.outcome(old.actionId)).toMatchObject({ state: 'expired' });
    expect(await trader.outcome(young.actionId)).toMatchObject({ state: 'accepted' });
    expect(service.compliance.questions.map(({ clientTradeId }) => clientTradeId)).not.toContain(
      old.actionId,
    );
  });
});

describe('a sync', () => {
  it('takes five hundred items, and no more', async () => {
    await using service = await startTestOfflineSync();
    const trader = await service.trader();
    const items = Array.from({ length: 501 }, (_, index) => aMessage(index + 1, 'buy gold now'));

    expect(await trader.sync(items)).toMatchObject({ status: 400 });
    expect((await trader.sync(items.slice(0, 500))).body).toMatchObject({ ackSeq: 500 });
  });

  it('takes a megabyte, and no more', async () => {
    await using service = await startTestOfflineSync();
    const trader = await service.trader();
    const items = Array.from({ length: 135 }, (_, index) => aMessage(index + 1, 'x'.repeat(8_000)));

    expect(await trader.sync(items.slice(0, 125))).toMatchObject({ status: 200 });
    expect(await trader.sync(items)).toMatchObject({
      status: 413,
      body: { code: 'body-too-large' },
    });
  });

  it('is for one’s own devices only', async () => {
    await using service = await startTestOfflineSync();
    const [one, other] = [await service.trader(), await service.trader()];

    const reply = await other.sync([], { deviceId: one.deviceId });

    expect(reply).toMatchObject({ status: 404, body: { code: 'device-not-found' } });
  });

  it('brings what changed since the last one', async () => {
    await using service = await startTestOfflineSync();
    const trader = await service.trader();
    const item = anOpening(1);
    const first = await trader.sync([item]);
    await expect.poll(() => trader.outcome(item.actionId)).toMatchObject({ state: 'executed' });

    const second = await trader.sync([], { cursor: first.body.cursor });
    const third = await trader.sync([], { cursor: second.body.cursor });

    expect(second.body.changes.map(({ state }: any) => state)).toEqual(['accepted', 'executed']);
    expect(second.body.more).toBe(false);
    expect(third.body).toMatchObject({ changes: [], cursor: second.body.cursor });
    expect(await trader.sync([], { cursor: 'nonsense' })).toMatchObject({
      status: 400,
      body: { code: 'invalid-cursor' },
    });
  });
});
