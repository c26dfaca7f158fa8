import { randomUUID } from 'node:crypto';
import { actionAccepted, actionExpired, actionHeld } from '@signalos/contracts';
import { expect, it } from 'vitest';
import { aMessage, anOpening, startTestOfflineSync, type Trader } from './offline-sync.ts';

/** Its stop is on the wrong side: nobody should trade that without a second look. */
const DOUBTFUL = 'GOLD BUY NOW 2331\nSL 2340\nTP 2320';
const CLEAR = 'GOLD BUY NOW 2331\nSL 2323\nTP 2335';

const origin = { source: 'gold-room', messageId: '1' };

/** Hands in a message, and a trade because of it. */
async function follow(trader: Trader, text: string, more: object = {}) {
  const opening = anOpening(2, { origin, ...more });
  const { body } = await trader.sync([aMessage(1, text), opening]);
  return { actionId: opening.actionId, verdict: body.verdicts[1] };
}

const confirm = (trader: Trader, actionId: string) =>
  trader.post(`/offline/actions/${actionId}/confirm`, {});

const actionsOf = async (trader: Trader) =>
  (await trader.get('/offline/status')).body.counts.actions;

it('executes a trade from a message that was read surely', async () => {
  await using service = await startTestOfflineSync();
  const trader = await service.trader();

  const { actionId } = await follow(trader, CLEAR);

  await expect.poll(() => trader.outcome(actionId)).toMatchObject({ state: 'executed' });
  expect(await service.announced(actionHeld)).toEqual([]);
});

it('holds a trade from a message of doubtful meaning, and says why', async () => {
  await using service = await startTestOfflineSync();
  const trader = await service.trader();

  const { actionId, verdict } = await follow(trader, DOUBTFUL);
  const [other] = [anOpening(3)];
  await trader.sync([other]);

  expect(verdict).toMatchObject({ status: 'accepted' });
  await expect.poll(() => trader.outcome(other.actionId)).toMatchObject({ state: 'executed' });
  expect(await trader.outcome(actionId)).toMatchObject({
    kind: 'open',
    state: 'held',
    doubt: 'stop-on-wrong-side',
    expiresAt: expect.any(String),
  });
  expect(await actionsOf(trader)).toMatchObject({ held: 1, queued: 0, executed: 1 });
  await expect.poll(() => service.announced(actionHeld)).toHaveLength(1);
  const [held] = await service.announced(actionHeld);
  expect(held?.data).toMatchObject({ actionId, userId: trader.id, doubt: 'stop-on-wrong-side' });
  await expect.poll(() => service.announced(actionAccepted)).toHaveLength(1);
  const accepted = await service.announced(actionAccepted);
  expect(accepted.map(({ data }) => data.actionId)).toEqual([other.actionId]);
});

it('executes it when its user confirms it, once however often that is', async () => {
  await using service = await startTestOfflineSync();
  const trader = await service.trader();
  const { actionId } = await follow(trader, DOUBTFUL);

  const replies = await Promise.all([1, 2, 3].map(() => confirm(trader, actionId)));

  expect(replies.map(({ status }) => status)).toEqual([200, 200, 200]);
  await expect.poll(() => trader.outcome(actionId)).toMatchObject({ state: 'executed' });
  expect(await confirm(trader, actionId)).toMatchObject({ body: { actionId, state: 'executed' } });
  const states = (await trader.changes()).map(({ state }) => state);
  expect(states).toEqual(['held', 'accepted', 'executed']);
  await expect.poll(() => service.announced(actionAccepted)).toHaveLength(1);
});

it('executes what was confirmed on the device at once', async () => {
  await using service = await startTestOfflineSync();
  const trader = await service.trader();

  const { actionId } = await follow(trader, DOUBTFUL, { confirmed: true });

  await expect.poll(() => trader.outcome(actionId)).toMatchObject({ state: 'executed' });
});

it('never executes what nobody confirms in time', async () => {
  await using service = await startTestOfflineSync();
  const trader = await service.trader();
  const { actionId } = await follow(trader, DOUBTFUL);

  service.advance(61_000);

  await expect.poll(() => trader.outcome(actionId)).toMatchObject({ state: 'expired' });
  expect(await confirm(trader, actionId)).toMatchObject({
    status: 409,
    body: { code: 'action-settled' },
  });
  await expect.poll(() => service.announced(actionExpired)).toHaveLength(1);
  expect(await actionsOf(trader)).toMatchObject({ held: 0, executed: 0, expired: 1 });
});

it('lets nobody else confirm it', async () => {
  await using service = await startTestOfflineSync();
  const [trader, stranger] = [await service.trader(), await service.trader()];
  const { actionId } = await follow(trader, DOUBTFUL);

  expect(await confirm(stranger, actionId)).toMatchObject({
    status: 404,
    body: { code: 'action-not-found' },
  });
  expect(await confirm(trader, randomUUID())).toMatchObject({ status: 404 });
  expect(await actionsOf(trader)).toMatchObject({ held: 1 });
});

it('holds a trade from a message that has no order', async () => {
  await using service = await startTestOfflineSync();
  const trader = await service.trader();

  const { actionId } = await follow(trader, 'Good morning traders!');

  expect(await trader.outcome(actionId)).toMatchObject({ state: 'held', doubt: 'incomplete' });
});

it('holds a single trade from a message that came before', async () => {
  await using service = await startTestOfflineSync();
  const trader = await service.trader();
  await trader.sync([aMessage(1, DOUBTFUL)]);
  const execute = (messageId: string) =>
    trader.post('/offline/execute-trade', {
      actionId: randomUUID(),
      kind: 'open',
      payload: { symbol: 'XAUUSD', side: 'buy', origin: { ...origin, messageId } },
    });

  expect(await execute('1')).toMatchObject({ status: 202, body: { state: 'held' } });
  expect(await execute('2')).toMatchObject({ status: 202, body: { state: 'queued' } });
});

it('asks each user’s own messages only', async () => {
  await using service = await startTestOfflineSync();
  const [trader, other] = [await service.trader(), await service.trader()];
  await other.sync([aMessage(1, DOUBTFUL)]);

  const { actionId } = await follow(trader, CLEAR);

  await expect.poll(() => trader.outcome(actionId)).toMatchObject({ state: 'executed' });
});
