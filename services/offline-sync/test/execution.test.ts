import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  actionExpired,
  actionRejected,
  executionFailed,
  executionFilled,
} from '@signalos/contracts';
import { AppError } from '@signalos/errors';
import { describe, expect, it } from 'vitest';
import { allow, deny, silence, type Question } from './compliance.ts';
import { anOpening, startTestOfflineSync } from './offline-sync.ts';

describe('a trade that compliance allows', () => {
  it('is executed at the price of the moment, and announced', async () => {
    await using service = await startTestOfflineSync({ frozenAt: '2026-03-02T10:00:00.000Z' });
    const trader = await service.trader();
    const { ask } = await trader.price('XAUUSD');
    const item = anOpening(1, {
      lots: '0.10',
      stopLoss: '2000',
      origin: { source: 's', messageId: '1' },
    });

    await trader.sync([item], { sentAt: item.createdAt });

    await expect
      .poll(() => trader.outcome(item.actionId))
      .toMatchObject({
        kind: 'open',
        state: 'executed',
        fill: { symbol: 'XAUUSD', side: 'buy', lots: '0.10', price: ask, stopLoss: '2000' },
      });
    await expect
      .poll(() => service.announced(executionFilled))
      .toMatchObject([
        { data: { actionId: item.actionId, price: ask, commission: '0', takeProfit: null } },
      ]);
    expect(service.compliance.questions).toMatchObject([
      {
        clientTradeId: item.actionId,
        accountId: trader.accountId,
        userId: trader.id,
        symbol: 'XAUUSD',
        lots: '0.10',
        slPrice: '2000',
        reduceOnly: false,
        reserve: { ttlMs: 120_000 },
      },
    ]);
  });

  it('is executed after the ones queued before it, whichever instance works', async () => {
    await using service = await startTestOfflineSync();
    await service.replica();
    const traders = [await service.trader(), await service.trader()];
    const queues = traders.map(() =>
      Array.from({ length: 15 }, (_, index) => anOpening(index + 1)),
    );

    await Promise.all(traders.map((trader, index) => trader.sync(queues[index] ?? [])));

    for (const [index, trader] of traders.entries()) {
      const executed = async () =>
        (await trader.changes()).flatMap(({ state, actionId }) =>
          state === 'executed' ? [actionId] : [],
        );
      await expect.poll(executed).toHaveLength(15);
      expect(await executed()).toEqual(queues[index]?.map(({ actionId }) => actionId));
    }
    await expect.poll(() => service.announced(executionFilled)).toHaveLength(30);
  });

  it('expires when the risk reserved for it is free again', async () => {
    const expiresAt = new Date(Date.now() - 1_000).toISOString();
    await using service = await startTestOfflineSync({
      answer: (question) => ({ ...allow(question), reservation: { id: randomUUID(), expiresAt } }),
    });
    const trader = await service.trader();
    const item = anOpening(1);

    await trader.sync([item]);

    await expect.poll(() => trader.outcome(item.actionId)).toMatchObject({ state: 'expired' });
  });
});

describe('a trade that compliance denies', () => {
  it('is refused with the numbers, and nothing is executed', async () => {
    await using service = await startTestOfflineSync({ answer: deny('DAILY_LOSS_LIMIT') });
    const trader = await service.trader();
    const item = anOpening(1);

    await trader.sync([item]);

    await expect
      .poll(() => trader.outcome(item.actionId))
      .toMatchObject({
        state: 'refused',
        refusal: {
          code: 'compliance-denied',
          decisionId: expect.any(String),
          violations: [
            {
              ruleId: 'DAILY_LOSS_LIMIT',
              limit: '100.00',
              actual: '250.00',
              message: '250.00 is more than 100.00',
            },
          ],
        },
      });
    await expect
      .poll(() => service.announced(actionRejected))
      .toMatchObject([
        {
          data: {
            actionId: item.actionId,
            code: 'compliance-denied',
            decisionId: expect.any(String),
          },
        },
      ]);
    expect(await service.announced(executionFilled)).toEqual([]);
  });
});

describe('a trade about which compliance is silent', () => {
  it('waits, and expires unexecuted', async () => {
    await using service = await startTestOfflineSync({ answer: silence });
    const trader = await service.trader();
    const item = anOpening(1, {}, { ttlMs: 1_000 });

    await trader.sync([item]);

    await expect.poll(() => trader.outcome(item.actionId)).toMatchObject({ state: 'expired' });
    await expect
      .poll(() => service.announced(actionExpired))
      .toMatchObject([{ data: { actionId: item.actionId } }]);
    expect(await service.announced(executionFilled)).toEqual([]);
  });

  it('is executed when compliance answers in time', async () => {
    const answers = [
      silence,
      () => {
        throw new AppError({ kind: 'not-found', code: 'account-not-found', message: 'Not yet' });
      },
      allow,
    ];
    await using service = await startTestOfflineSync({
      answer: (question) => (answers.shift() ?? allow)(question),
    });
    const trader = await service.trader();
    const item = anOpening(1);

    await trader.sync([item]);

    await expect.poll(() => trader.outcome(item.actionId)).toMatchObject({ state: 'executed' });
    expect(service.compliance.questions.map(({ clientTradeId }) => clientTradeId)).toEqual(
      [item, item, item].map(({ actionId }) => actionId),
    );
  });

  it('is asked about again after any answer that may pass', async () => {
    const kinds = ['unavailable', 'timed-out', 'upstream-failed', 'rate-limited'] as const;
    const left = [...kinds];
    await using service = await startTestOfflineSync({
      answer(question) {
        const kind = left.pop();
        if (kind) throw new AppError({ kind, code: kind, message: 'Not now' });
        return allow(question);
      },
    });
    const traders = await Promise.all(kinds.map(() => service.trader()));
    const item = anOpening(1);

    await Promise.all(traders.map((trader) => trader.sync([item])));

    for (const trader of traders) {
      await expect.poll(() => trader.outcome(item.actionId)).toMatchObject({ state: 'executed' });
    }
    expect(left).toEqual([]);
  });

  it('fails when compliance will never answer otherwise', async () => {
    await using service = await startTestOfflineSync({
      answer() {
        throw new AppError({
          kind: 'conflict',
          code: 'idempotency-conflict',
          message: 'Another trade',
        });
      },
    });
    const trader = await service.trader();
    const item = anOpening(1);

    await trader.sync([item]);

    await expect
      .poll(() => trader.outcome(item.actionId))
      .toMatchObject({
        state: 'failed',
        failure: { code: 'idempotency-conflict' },
      });
    await expect
      .poll(() => service.announced(executionFailed))
      .toMatchObject([{ data: { actionId: item.actionId, code: 'idempotency-conflict' } }]);
  });

  it('never executes late, though the answer comes and it is allowed', async () => {
    await using service = await startTestOfflineSync({
      async answer(question: Question) {
        await sleep(1_500);
        return allow(question);
      },
    });
    const trader = await service.trader();
    const item = anOpening(1, {}, { ttlMs: 1_000 });

    await trader.sync([item]);

    await expect.poll(() => trader.outcome(item.actionId)).toMatchObject({ state: 'expired' });
    await sleep(700);
    expect(await service.announced(executionFilled)).toEqual([]);
    const { rowCount } = await service.database.pool.query('select from paper_position');
    expect(rowCount).toBe(0);
  });
});
