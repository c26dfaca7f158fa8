import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { anItem, anOpening, startTestOfflineSync, type Trader } from './offline-sync.ts';

const insert = `
  insert into change_log (user_id, account_id, state, detail, at)
  values ($1, $2, $3, '{}', now())`;

/** As a device reads on, from where it was. */
function reader(trader: Trader) {
  let cursor: string | null = null;
  return async () => {
    const { body } = await trader.sync([], { cursor });
    cursor = body.cursor;
    return body.changes.map(({ state }: any) => state);
  };
}

describe('following changes', () => {
  it('misses nothing of a slow transaction, which began before and commits after others', async () => {
    await using service = await startTestOfflineSync();
    const trader = await service.trader();
    const { pool } = service.database;
    const values = (state: string) => [trader.id, trader.accountId, state];
    const read = reader(trader);
    const slow = await pool.connect();
    await slow.query('begin');
    await slow.query(insert, values('working'));
    await pool.query(insert, values('accepted'));

    const during = await read();
    await slow.query('commit');
    slow.release();
    const after = await read();

    expect([...during, ...after]).toEqual(['working', 'accepted']);
    expect(await read()).toEqual([]);
  });

  it('misses nothing of a transaction that takes a lower number later than it began', async () => {
    await using service = await startTestOfflineSync();
    const trader = await service.trader();
    const { pool } = service.database;
    const values = (state: string) => [trader.id, trader.accountId, state];
    const read = reader(trader);
    const [older, newer] = [await pool.connect(), await pool.connect()];
    await older.query('begin; select pg_current_xact_id()');
    await newer.query('begin; select pg_current_xact_id()');
    await newer.query(insert, values('working')); // Takes the lower number.
    await older.query(insert, values('accepted'));
    await older.query('commit');

    const during = await read();
    await newer.query('commit');
    const after = await read();

    expect(new Set([...during, ...after])).toEqual(new Set(['accepted', 'working']));
    older.release();
    newer.release();
  });

  it('is not held up by what another database of the server is at', async () => {
    await using service = await startTestOfflineSync();
    const trader = await service.trader();
    await using neighbour = await startTestOfflineSync();
    const elsewhere = await neighbour.database.pool.connect();
    await elsewhere.query('begin; select pg_current_xact_id()');

    await service.database.pool.query(insert, [trader.id, trader.accountId, 'accepted']);

    expect(await reader(trader)()).toEqual(['accepted']);
    await elsewhere.query('rollback');
    elsewhere.release();
  });

  it('goes by the age of transactions, however many digits their numbers have', async () => {
    await using service = await startTestOfflineSync();
    const trader = await service.trader();
    for (const [txid, state] of [
      ['10', 'executed'],
      ['9', 'accepted'],
      ['100', 'failed'],
    ]) {
      await service.database.pool.query(
        `insert into change_log (txid, user_id, account_id, state, detail, at)
         values ($1::text::xid8, $2, $3, $4, '{}', now())`,
        [txid, trader.id, trader.accountId, state],
      );
    }

    expect(await reader(trader)()).toEqual(['accepted', 'executed', 'failed']);
  });
});

describe('listing executions', () => {
  it('goes page by page, without a gap or a repetition', async () => {
    await using service = await startTestOfflineSync();
    const trader = await service.trader();
    const items = Array.from({ length: 12 }, (_, index) => anOpening(index + 1));
    await trader.sync(items);
    await expect.poll(async () => (await trader.changes()).length).toBe(24);

    const pages: any[][] = [];
    for (let cursor: string | undefined; ;) {
      const { body } = await trader.get(
        `/offline/executions?limit=7${cursor ? `&cursor=${cursor}` : ''}`,
      );
      pages.push(body.items);
      if (!body.nextCursor) break;
      cursor = body.nextCursor;
    }

    expect(pages.map(({ length }) => length)).toEqual([7, 7, 7, 3]);
    const keys = pages.flat().map(({ actionId, state }) => `${actionId} ${state}`);
    expect(new Set(keys).size).toBe(24);
  });

  it('shows nobody else’s', async () => {
    await using service = await startTestOfflineSync();
    const [one, other] = [await service.trader(), await service.trader()];
    await one.sync([anOpening(1)]);

    expect(await other.changes()).toEqual([]);
  });

  it.each([
    { txid: '1; drop' },
    { txid: '1; drop', id: '0' },
    { txid: '18446744073709551616', id: '0' },
    { txid: '0', id: '9223372036854775808' },
  ])('refuses a cursor of another list: %o', async (position) => {
    await using service = await startTestOfflineSync();
    const cursor = Buffer.from(JSON.stringify(position)).toString('base64url');

    const reply = await (await service.user()).get(`/offline/executions?cursor=${cursor}`);

    expect(reply).toMatchObject({ status: 400, body: { code: 'invalid-cursor' } });
  });
});

describe('the status', () => {
  it('counts what was handed in and what became of it, per device if asked', async () => {
    await using service = await startTestOfflineSync();
    const trader = await service.trader();
    const { body: tablet } = await trader.post('/offline/devices', { name: 'tablet' });
    const items = [
      anOpening(1),
      anOpening(2, { symbol: 'DOGEUSD' }),
      anItem(3, 'close', { positionId: randomUUID() }),
      anOpening(4, {}, { createdAt: new Date(Date.now() - 120_000).toISOString() }),
    ];
    await trader.sync(items);
    await trader.sync([anOpening(1)], { deviceId: tablet.deviceId });
    const counts = async (query = '') => (await trader.get(`/offline/status${query}`)).body.counts;

    await expect
      .poll(async () => (await counts()).actions)
      .toEqual({
        held: 0,
        queued: 0,
        executing: 0,
        inDoubt: 0,
        working: 0,
        executed: 2,
        refused: 0,
        expired: 1,
        failed: 2,
      });
    expect((await counts(`?deviceId=${tablet.deviceId}`)).actions).toMatchObject({
      executed: 1,
      failed: 0,
    });
    const { body } = await trader.get(`/offline/status?deviceId=${trader.deviceId}`);
    expect(body).toMatchObject({
      devices: [{ deviceId: trader.deviceId, mode: 'auto' }],
      lastSyncAt: expect.any(String),
      oldestPendingMs: null,
    });
  });

  it('tells how long the oldest trade has been waiting', async () => {
    await using service = await startTestOfflineSync({ frozenAt: '2026-03-02T10:00:00.000Z' });
    const trader = await service.trader();
    const { deviceId } = trader;
    const item = anItem(1, 'close', { positionId: randomUUID() });
    await trader.post('/offline/set-online-status', { deviceId, mode: 'force_online' });
    service.compliance.answer = () => Promise.reject(new Error('away'));
    const waiting = anOpening(2, { type: 'limit', entryPrice: '1' }, { ttlMs: 900_000 });
    await trader.sync([item, waiting], { sentAt: item.createdAt });

    service.advance(30_000);

    const { body } = await trader.get('/offline/status');
    expect(body.oldestPendingMs).toBe(30_000);
    expect(body.devices).toMatchObject([{ mode: 'force_online' }]);
  });

  it('is nobody else’s', async () => {
    await using service = await startTestOfflineSync();
    const { deviceId } = await service.trader();
    const other = await service.user();

    expect(await other.get(`/offline/status?deviceId=${deviceId}`)).toMatchObject({
      status: 404,
      body: { code: 'device-not-found' },
    });
    expect((await other.get('/offline/status')).body).toMatchObject({
      devices: [],
      lastSyncAt: null,
      counts: { messages: 0, signals: 0 },
    });
  });
});

describe('cleaning up', () => {
  const DAY_MS = 86_400_000;

  it('deletes what ended long ago, in chunks, and nothing that waits', async () => {
    await using service = await startTestOfflineSync();
    const trader = await service.trader();
    const bought = anOpening(1);
    await trader.sync([bought]);
    await expect.poll(() => trader.outcome(bought.actionId)).toMatchObject({ state: 'executed' });
    await service.database.pool.query(
      `insert into action (user_id, id, account_id, kind, payload, state, accepted_at, next_at, settled_at)
       select $1::uuid, gen_random_uuid(), $2::uuid, 'close', '{}'::jsonb, state, now(), now(), now() - age
       from generate_series(1, 1100),
         (values ('executed', interval '31 days'), ('failed', interval '31 days')) as s (state, age)
       union all select $1::uuid, gen_random_uuid(), $2::uuid, 'close', '{}'::jsonb, 'working', now(), now(), null
       union all select $1::uuid, gen_random_uuid(), $2::uuid, 'close', '{}'::jsonb, 'expired', now(), now(), now() - interval '29 days'`,
      [trader.id, trader.accountId],
    );
    const other = await service.trader();

    expect((await other.delete('/offline/cleanup')).body).toMatchObject({ deleted: 0 });
    const dry = await trader.delete('/offline/cleanup?dryRun=true');
    const failed = await trader.delete('/offline/cleanup?states=failed,refused');
    const rest = await trader.delete('/offline/cleanup');
    const again = await trader.delete('/offline/cleanup');

    expect(dry.body).toEqual({
      deleted: 2_200,
      byState: { executed: 1_100, failed: 1_100 },
      more: false,
    });
    expect(failed.body).toMatchObject({ deleted: 1_100, byState: { failed: 1_100 } });
    expect(rest.body).toMatchObject({ deleted: 1_100, byState: { executed: 1_100 } });
    expect(again.body).toEqual({ deleted: 0, byState: {}, more: false });
    const { body } = await trader.get('/offline/status');
    expect(body.counts.actions).toMatchObject({ executed: 1, working: 1, expired: 1 });
    const soon = await trader.delete(`/offline/cleanup?olderThanMs=${28 * DAY_MS}`);
    expect(soon.body).toMatchObject({ byState: { expired: 1 } });
  });

  it('forgets no item, so that sending it again stays harmless', async () => {
    await using service = await startTestOfflineSync();
    const trader = await service.trader();
    const bought = anOpening(1);
    await trader.sync([bought]);
    await expect.poll(() => trader.outcome(bought.actionId)).toMatchObject({ state: 'executed' });

    const { body } = await trader.delete('/offline/cleanup?olderThanMs=0');
    const again = await trader.sync([bought]);
    const alone = await trader.post('/offline/execute-trade', {
      kind: 'open',
      actionId: bought.actionId,
      payload: bought.payload,
    });
    await service.database.pool.query('delete from item');
    const forgotten = await trader.sync([bought]);

    expect(body).toMatchObject({ deleted: 1, byState: { executed: 1 } });
    expect(again.body.verdicts).toMatchObject([{ status: 'duplicate', original: 'accepted' }]);
    expect(alone).toMatchObject({ status: 202, body: { state: null, duplicate: true } });
    expect(forgotten.body.verdicts).toMatchObject([{ status: 'duplicate', original: null }]);
    expect((await trader.changes()).filter(({ state }) => state === 'executed')).toHaveLength(1);
  });

  it.each(['states=queued', 'olderThanMs=-1', 'olderThanMs=x', 'olderThanMs=', 'dryRun=perhaps'])(
    'refuses ?%s',
    async (query) => {
      await using service = await startTestOfflineSync();

      const reply = await (await service.user()).delete(`/offline/cleanup?${query}`);

      expect(reply).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
    },
  );
});
