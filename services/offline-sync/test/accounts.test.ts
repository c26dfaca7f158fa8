import { accountOpened, deviceRegistered } from '@signalos/contracts';
import { describe, expect, it } from 'vitest';
import { startTestOfflineSync } from './offline-sync.ts';

const usd = { currency: 'USD', initialBalance: '10000.00' };

describe('a paper account', () => {
  it('is opened with its balance, and announced', async () => {
    await using service = await startTestOfflineSync();
    const user = await service.user();

    const reply = await user.post('/offline/accounts', { ...usd, name: 'Practice' });

    expect(reply).toMatchObject({
      status: 201,
      body: { name: 'Practice', broker: 'paper', initialBalance: '10000.00', isDefault: true },
    });
    await expect
      .poll(() => service.announced(accountOpened))
      .toMatchObject([{ data: { accountId: reply.body.accountId, initialBalance: '10000.00' } }]);
  });

  it('is the default one if it was the first', async () => {
    await using service = await startTestOfflineSync();
    const user = await service.user();
    const { body: first } = await user.post('/offline/accounts', usd);
    await user.post('/offline/accounts', { currency: 'JPY', initialBalance: '500000' });

    const { body } = await user.get('/offline/accounts');

    expect(body.items).toMatchObject([
      { accountId: first.accountId, isDefault: true },
      { currency: 'JPY', isDefault: false },
    ]);
  });

  it('is one of ten at most, however many are asked for at once', async () => {
    await using service = await startTestOfflineSync();
    const user = await service.user();

    const replies = await Promise.all(
      Array.from({ length: 13 }, () => user.post('/offline/accounts', usd)),
    );

    expect(replies.filter(({ status }) => status === 201)).toHaveLength(10);
    expect(replies.find(({ status }) => status !== 201)).toMatchObject({
      status: 409,
      body: { code: 'too-many-accounts' },
    });
    expect((await user.get('/offline/accounts')).body.items).toHaveLength(10);
  });

  it('is not shown to others', async () => {
    await using service = await startTestOfflineSync();
    await service.trader();

    expect((await (await service.user()).get('/offline/accounts')).body.items).toEqual([]);
  });

  it.each([
    [{ currency: 'USD', initialBalance: '100.001' }, 'invalid-balance'],
    [{ currency: 'XXX', initialBalance: '100' }, 'invalid-request'],
    [{ currency: 'USD', initialBalance: '0' }, 'invalid-request'],
    [{ currency: 'USD', initialBalance: 100 }, 'invalid-request'],
    [{ ...usd, leverage: 500 }, 'invalid-request'],
    [{ ...usd, name: 'a\0b' }, 'invalid-request'],
  ])('is refused as %j', async (body, code) => {
    await using service = await startTestOfflineSync();

    const reply = await (await service.user()).post('/offline/accounts', body);

    expect(reply).toMatchObject({ status: 400, body: { code } });
  });
});

describe('a device', () => {
  it('is registered, and announced', async () => {
    await using service = await startTestOfflineSync();
    const user = await service.user();

    const reply = await user.post('/offline/devices', { name: 'phone', platform: 'android' });

    expect(reply).toMatchObject({
      status: 201,
      body: { name: 'phone', platform: 'android', mode: 'auto', lastSyncAt: null },
    });
    expect((await user.get('/offline/devices')).body.items).toEqual([reply.body]);
    await expect
      .poll(() => service.announced(deviceRegistered))
      .toMatchObject([{ data: { deviceId: reply.body.deviceId, name: 'phone' } }]);
  });

  it('is one of twenty at most', async () => {
    await using service = await startTestOfflineSync();
    const user = await service.user();

    const replies = await Promise.all(
      Array.from({ length: 22 }, () => user.post('/offline/devices', { name: 'phone' })),
    );

    expect(replies.filter(({ status }) => status === 201)).toHaveLength(20);
  });
});
