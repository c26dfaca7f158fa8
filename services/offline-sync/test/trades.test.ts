import { randomUUID } from 'node:crypto';
import { actionRejected, executionFilled } from '@signalos/contracts';
import { describe, expect, it } from 'vitest';
import { allow, deny, silence } from './compliance.ts';
import { anOpening, aPurchase, startTestOfflineSync } from './offline-sync.ts';

describe('execute-trade', () => {
  const trade = { kind: 'open', payload: aPurchase() };

  it('queues one trade under its Idempotency-Key, once', async () => {
    await using service = await startTestOfflineSync();
    const trader = await service.trader();
    const actionId = randomUUID();
    const execute = (body: object = trade) =>
      trader.post('/offline/execute-trade', body, { 'idempotency-key': actionId });

    const first = await execute();
    await expect.poll(() => trader.outcome(actionId)).toMatchObject({ state: 'executed' });
    const again = await execute();
    const later = await trader.post('/offline/execute-trade', { ...trade, actionId });
    const other = await execute({ ...trade, payload: aPurchase({ lots: '0.02' }) });

    expect(first).toMatchObject({
      status: 202,
      body: { actionId, state: 'queued', duplicate: false, expiresAt: expect.any(String) },
    });
    expect(again.body).toEqual(first.body);
    expect(later).toMatchObject({ status: 202, body: { state: 'executed', duplicate: true } });
    expect(later.body.expiresAt).toBe(first.body.expiresAt);
    expect(other).toMatchObject({ status: 409, body: { code: 'idempotency-key-reused' } });
    await expect
      .poll(() => service.announced(executionFilled))
      .toMatchObject([{ data: { actionId } }]);
  });

  it('takes an id for the same, however it is spelled', async () => {
    await using service = await startTestOfflineSync();
    const trader = await service.trader();
    const actionId = randomUUID();
    const accountId = trader.accountId.toUpperCase();
    const named = { ...trade, payload: aPurchase({ accountId }) };

    const first = await trader.post('/offline/execute-trade', { ...named, actionId });
    const again = await trader.post('/offline/execute-trade', named, {
      'idempotency-key': actionId.toUpperCase(),
    });

    expect(first).toMatchObject({ status: 202, body: { actionId, duplicate: false } });
    expect(again).toMatchObject({ status: 202, body: { actionId, duplicate: true } });
  });

  it('refuses another trade under the same actionId', async () => {
    await using service = await startTestOfflineSync();
    const trader = await service.trader();
    const actionId = randomUUID();
    await trader.post('/offline/execute-trade', { ...trade, actionId });

    const payload = aPurchase({ side: 'sell' });
    const reply = await trader.post('/offline/execute-trade', { ...trade, actionId, payload });

    expect(reply).toMatchObject({ status: 409, body: { code: 'payload-mismatch' } });
  });

  it('refuses what a sync has rejected before', async () => {
    await using service = await startTestOfflineSync();
    const user = await service.user();
    const { body: device } = await user.post('/offline/devices', { name: 'phone' });
    const item = anOpening(1);
    const at = new Date().toISOString();
    const { deviceId } = device;
    const batch = {
      deviceId,
      epoch: randomUUID(),
      batchId: randomUUID(),
      sentAt: at,
      items: [item],
    };
    await user.post('/offline/sync', batch);

    const { actionId, payload } = item;
    const reply = await user.post('/offline/execute-trade', { kind: 'open', actionId, payload });

    expect(reply).toMatchObject({
      status: 409,
      body: { code: 'action-rejected', reason: 'account-not-found' },
    });
  });

  it.each([
    [{}, undefined, 'action-id-missing'],
    [{}, 'not-a-uuid', 'action-id-missing'],
    [{ actionId: randomUUID() }, randomUUID(), 'action-id-missing'],
    [{ payload: { symbol: 'XAUUSD' } }, undefined, 'invalid-request'],
    [{ payload: aPurchase({ accountId: randomUUID() }) }, randomUUID(), 'account-not-found'],
    [{ deviceId: randomUUID() }, randomUUID(), 'device-not-found'],
  ])('with %j and the key %s answers %s', async (more, key, code) => {
    await using service = await startTestOfflineSync();
    const trader = await service.trader();

    const headers = key === undefined ? {} : { 'idempotency-key': key };
    const reply = await trader.post('/offline/execute-trade', { ...trade, ...more }, headers);

    const status = code.endsWith('not-found') ? 404 : 400;
    expect(reply).toMatchObject({ status, body: { code } });
  });

  it('without a device is announced so', async () => {
    await using service = await startTestOfflineSync({ answer: deny('LOT_MAX_PER_TRADE') });
    const trader = await service.trader();

    await trader.post('/offline/execute-trade', { ...trade, actionId: randomUUID() });

    await expect
      .poll(() => service.announced(actionRejected))
      .toMatchObject([{ data: { deviceId: null } }]);
  });
});

describe('a dry run', () => {
  const dryRun = '/offline/execute-trade?dryRun=true';

  it('tells what the rules say, reserves no risk and stores nothing', async () => {
    await using service = await startTestOfflineSync({ answer: deny('DAILY_LOSS_LIMIT') });
    const trader = await service.trader();
    const actionId = randomUUID();
    const body = { kind: 'open', actionId, payload: aPurchase() };

    const reply = await trader.post(dryRun, body, { 'idempotency-key': actionId });

    expect(reply).toMatchObject({
      status: 200,
      body: { dryRun: true, allowed: false, violations: [{ ruleId: 'DAILY_LOSS_LIMIT' }] },
    });
    const [question] = service.compliance.questions;
    expect(question).toMatchObject({ reserve: { ttlMs: 0 } });
    expect(question?.clientTradeId).not.toBe(actionId);
    expect(await trader.changes()).toEqual([]);
    service.compliance.answer = allow;
    expect(await trader.post('/offline/execute-trade', body)).toMatchObject({
      status: 202,
      body: { duplicate: false },
    });
  });

  it('knows what would become of closing and of moving a stop', async () => {
    await using service = await startTestOfflineSync();
    const trader = await service.trader();
    const bought = anOpening(1, { stopLoss: '2000' });
    await trader.sync([bought]);
    await expect.poll(() => trader.outcome(bought.actionId)).toMatchObject({ state: 'executed' });
    const openedBy = bought.actionId;
    const preview = async (kind: string, payload: object) =>
      (await trader.post(dryRun, { kind, payload })).body;

    expect(await preview('close', { openedBy })).toMatchObject({ allowed: true });
    expect(service.compliance.questions.at(-1)).toMatchObject({ reduceOnly: true, side: 'sell' });
    expect(await preview('close', { openedBy: randomUUID() })).toMatchObject({
      allowed: false,
      code: 'position-not-found',
    });
    expect(await preview('modify', { openedBy, stopLoss: '1900' })).toMatchObject({
      allowed: false,
      code: 'stop-widens-risk',
    });
    expect(await preview('modify', { openedBy, stopLoss: '2001' })).toMatchObject({
      allowed: true,
    });
    expect(await preview('modify', { openedBy, takeProfit: '3000' })).toMatchObject({
      allowed: true,
    });
    expect(await preview('modify', { openedBy, stopLoss: null })).toMatchObject({ allowed: false });
  });

  it('says so when compliance does not answer', async () => {
    await using service = await startTestOfflineSync({ answer: silence });
    const trader = await service.trader();

    const reply = await trader.post(dryRun, { kind: 'open', payload: aPurchase() });

    expect(reply).toMatchObject({ status: 503, body: { code: 'no-answer' } });
  });

  it('needs an account', async () => {
    await using service = await startTestOfflineSync();
    const reply = await (await service.user()).post(dryRun, { kind: 'open', payload: aPurchase() });

    expect(reply).toMatchObject({ status: 404, body: { code: 'account-not-found' } });
  });
});
