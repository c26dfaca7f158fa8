import { describe, expect, it } from 'vitest';
import { silence, allow } from './compliance.ts';
import { anItem, anOpening, startTestOfflineSync } from './offline-sync.ts';

describe('a device that is kept offline', () => {
  it('cannot hand anything in until it is let go on', async () => {
    await using service = await startTestOfflineSync();
    const trader = await service.trader();
    const { deviceId } = trader;
    const item = anOpening(1);

    const reply = await trader.post('/offline/set-online-status', {
      deviceId,
      mode: 'force_offline',
      reason: 'on a plane',
    });

    expect(reply).toMatchObject({
      status: 200,
      body: { mode: 'force_offline', modeReason: 'on a plane', modeUntil: expect.any(String) },
    });
    expect(await trader.sync([item])).toMatchObject({
      status: 409,
      body: { code: 'device-offline', deviceId },
    });
    const trade = { kind: 'open', deviceId, actionId: item.actionId, payload: item.payload };
    expect(await trader.post('/offline/execute-trade', trade)).toMatchObject({
      status: 409,
      body: { code: 'device-offline' },
    });
    await trader.post('/offline/set-online-status', { deviceId, mode: 'auto' });
    expect(await trader.sync([item])).toMatchObject({ status: 200 });
    await expect.poll(() => trader.outcome(item.actionId)).toMatchObject({ state: 'executed' });
  });

  it('has its queued trades wait, closings included, while other devices go on', async () => {
    await using service = await startTestOfflineSync();
    const trader = await service.trader();
    const { body: tablet } = await trader.post('/offline/devices', { name: 'tablet' });
    const bought = anOpening(1);
    await trader.sync([bought]);
    await expect.poll(() => trader.outcome(bought.actionId)).toMatchObject({ state: 'executed' });
    service.compliance.answer = silence;
    const sale = anItem(2, 'close', { openedBy: bought.actionId });
    await trader.sync([sale]);
    const { deviceId } = trader;
    await trader.post('/offline/set-online-status', { deviceId, mode: 'force_offline' });
    service.compliance.answer = allow;

    const fromTablet = anOpening(1);
    await trader.sync([fromTablet], { deviceId: tablet.deviceId });

    await expect
      .poll(() => trader.outcome(fromTablet.actionId))
      .toMatchObject({
        state: 'executed',
      });
    expect(await trader.outcome(sale.actionId)).toMatchObject({ state: 'accepted' });
    await trader.post('/offline/set-online-status', { deviceId, mode: 'auto' });
    await expect
      .poll(() => trader.outcome(sale.actionId))
      .toMatchObject({ state: 'executed', close: { reason: 'requested' } });
  });

  it('goes on by itself when its time is over', async () => {
    await using service = await startTestOfflineSync();
    const trader = await service.trader();
    const { deviceId } = trader;
    const silence_ = { deviceId, mode: 'force_offline', ttlMs: 5_000 };
    await trader.post('/offline/set-online-status', silence_);

    service.advance(5_000);

    expect(await trader.sync([])).toMatchObject({ status: 200 });
    expect((await trader.get('/offline/devices')).body.items).toMatchObject([
      { mode: 'auto', modeUntil: null },
    ]);
  });

  it('is one’s own', async () => {
    await using service = await startTestOfflineSync();
    const { deviceId } = await service.trader();
    const other = await service.user();

    const reply = await other.post('/offline/set-online-status', { deviceId, mode: 'auto' });

    expect(reply).toMatchObject({ status: 404, body: { code: 'device-not-found' } });
  });
});

describe('the queue', () => {
  it('tells how much waits in it', async () => {
    await using service = await startTestOfflineSync({ answer: silence });
    const trader = await service.trader();
    await trader.sync([anOpening(1), anOpening(2)]);

    const metrics = async () => String((await trader.get('/metrics')).body);

    await expect.poll(metrics).toContain('trade_queue_pending 2');
    expect(await metrics()).toMatch(
      /trade_queue_oldest_seconds 0\.\d|trade_queue_oldest_seconds [1-9]/,
    );
  });
});
