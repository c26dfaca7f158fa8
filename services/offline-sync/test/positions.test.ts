import { setTimeout as sleep } from 'node:timers/promises';
import { executionClosed } from '@signalos/contracts';
import { describe, expect, it } from 'vitest';
import { allow, deny, silence } from './compliance.ts';
import { anItem, anOpening, startTestOfflineSync } from './offline-sync.ts';

describe('closing a position', () => {
  it('needs only the action that opened it, and is asked as reducing', async () => {
    await using service = await startTestOfflineSync();
    const trader = await service.trader();
    const bought = anOpening(1, { lots: '0.30' });
    const sold = anItem(2, 'close', { openedBy: bought.actionId });

    await trader.sync([bought, sold]);

    await expect
      .poll(() => trader.outcome(sold.actionId))
      .toMatchObject({
        kind: 'close',
        state: 'executed',
        close: { lots: '0.3', remainingLots: '0.0', reason: 'requested', side: 'buy' },
      });
    expect(service.compliance.questions[1]).toMatchObject({
      clientTradeId: sold.actionId,
      side: 'sell',
      type: 'market',
      lots: '0.3',
      reduceOnly: true,
      positionId: expect.any(String),
      reserve: { ttlMs: 0 },
    });
    await expect.poll(() => service.announced(executionClosed)).toHaveLength(1);
    const [closed] = await service.announced(executionClosed);
    const { body } = await trader.get('/offline/accounts');
    const { profit, balance } = closed?.data ?? {};
    expect(Number(balance)).toBeCloseTo(Number(body.items[0].initialBalance) + Number(profit), 6);
  });

  it('may be of a part, and then of the rest', async () => {
    await using service = await startTestOfflineSync();
    const trader = await service.trader();
    const bought = anOpening(1, { lots: '0.30' });
    const part = anItem(2, 'close', { openedBy: bought.actionId, lots: '0.10' });
    const rest = anItem(3, 'close', { openedBy: bought.actionId, lots: '5' });
    const late = anItem(4, 'close', { openedBy: bought.actionId });

    await trader.sync([bought, part, rest, late]);

    await expect
      .poll(() => trader.outcome(late.actionId))
      .toMatchObject({
        state: 'failed',
        failure: { code: 'position-not-found' },
      });
    expect(await trader.outcome(part.actionId)).toMatchObject({
      close: { lots: '0.10', remainingLots: '0.20' },
    });
    expect(await trader.outcome(rest.actionId)).toMatchObject({
      close: { lots: '0.2', remainingLots: '0.0' },
    });
  });

  it('is asked again when compliance has not heard of the position yet', async () => {
    const ignorant = deny('POSITION_NOT_FOUND');
    const answers = [allow, ignorant, ignorant];
    await using service = await startTestOfflineSync({
      answer: (question) => (answers.shift() ?? allow)(question),
    });
    const trader = await service.trader();
    const bought = anOpening(1);
    const sold = anItem(2, 'close', { openedBy: bought.actionId });

    await trader.sync([bought, sold]);

    await expect.poll(() => trader.outcome(sold.actionId)).toMatchObject({ state: 'executed' });
    expect(service.compliance.questions.slice(1).map(({ clientTradeId }) => clientTradeId)).toEqual(
      [sold.actionId, `${sold.actionId}/1`, `${sold.actionId}/2`],
    );
  });

  it('waits as long as compliance is silent, and never expires', async () => {
    await using service = await startTestOfflineSync();
    const trader = await service.trader();
    const bought = anOpening(1);
    await trader.sync([bought]);
    await expect.poll(() => trader.outcome(bought.actionId)).toMatchObject({ state: 'executed' });
    service.compliance.answer = silence;
    const sold = { ...anItem(2, 'close', { openedBy: bought.actionId }), ttlMs: 1_000 };
    const { body } = await trader.sync([sold]);

    await sleep(3_500);

    expect(body.verdicts).toMatchObject([{ expiresAt: null }]);
    expect(await trader.outcome(sold.actionId)).toMatchObject({ state: 'accepted' });
    service.compliance.answer = allow;
    await expect.poll(() => trader.outcome(sold.actionId)).toMatchObject({ state: 'executed' });
  });

  it('is for one’s own positions', async () => {
    await using service = await startTestOfflineSync();
    const [one, other] = [await service.trader(), await service.trader()];
    const bought = anOpening(1);
    await one.sync([bought]);
    await expect.poll(() => one.outcome(bought.actionId)).toMatchObject({ state: 'executed' });
    const { positionId } = (await one.outcome(bought.actionId)).fill;

    const theft = [
      anItem(1, 'close', { positionId }),
      anItem(2, 'close', { positionId, accountId: one.accountId }),
    ];
    const reply = await other.sync(theft);

    expect(reply.body.verdicts[1]).toMatchObject({ code: 'account-not-found' });
    await expect
      .poll(() => other.outcome(theft[0]?.actionId ?? ''))
      .toMatchObject({ state: 'failed', failure: { code: 'position-not-found' } });
  });
});

describe('moving a stop', () => {
  it('towards profit happens without asking; away from it is refused', async () => {
    await using service = await startTestOfflineSync();
    const trader = await service.trader();
    const bought = anOpening(1, { stopLoss: '2000' });
    const openedBy = bought.actionId;
    const closer = anItem(2, 'modify', { openedBy, stopLoss: '2100', takeProfit: '2900' });
    const wider = anItem(3, 'modify', { openedBy, stopLoss: '2050' });
    const none = anItem(4, 'modify', { openedBy, stopLoss: null });

    await trader.sync([bought, closer, wider, none]);

    await expect
      .poll(() => trader.outcome(none.actionId))
      .toMatchObject({
        state: 'refused',
        refusal: { code: 'stop-widens-risk', decisionId: null },
      });
    expect(await trader.outcome(wider.actionId)).toMatchObject({
      state: 'refused',
      refusal: { code: 'stop-widens-risk', message: expect.stringContaining('2100') },
    });
    expect(await trader.outcome(closer.actionId)).toMatchObject({
      state: 'executed',
      modification: { stopLoss: '2100', takeProfit: '2900' },
    });
    expect(service.compliance.questions).toHaveLength(1);
  });

  it('leaves the target alone, and fails on the wrong side of the price', async () => {
    await using service = await startTestOfflineSync();
    const trader = await service.trader();
    const bought = anOpening(1, { stopLoss: '2000', takeProfit: '2900' });
    const openedBy = bought.actionId;
    const closer = anItem(2, 'modify', { openedBy, stopLoss: '2100' });
    const beyond = anItem(3, 'modify', { openedBy, stopLoss: '2800' });

    await trader.sync([bought, closer, beyond]);

    await expect
      .poll(() => trader.outcome(beyond.actionId))
      .toMatchObject({
        state: 'failed',
        failure: { code: 'invalid-stops' },
      });
    expect(await trader.outcome(closer.actionId)).toMatchObject({
      modification: { stopLoss: '2100', takeProfit: '2900' },
    });
  });
});
