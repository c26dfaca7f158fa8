import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { startTestCompliance, type Trader } from './compliance.ts';

async function reserved(trader: Trader, ttlMs = 30_000) {
  const clientTradeId = randomUUID();
  const { body } = await trader.validate({ clientTradeId, reserve: { ttlMs } });
  const path = `/compliance/reservations/${body.reservation.id}`;
  return {
    clientTradeId,
    id: body.reservation.id as string,
    commit: (by = trader.client) => by.post(`${path}/commit`),
    release: (by = trader.client) => by.post(`${path}/release`),
  };
}
const reservedRisk = async (trader: Trader) => (await trader.status()).body.risk.reserved;
const ended = (outcome: string) => ({
  status: 409,
  body: { code: 'reservation-ended', outcome },
});

describe('a reservation', () => {
  it('that is released makes room, however often that is said', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    const { release, commit, id } = await reserved(trader);
    expect(await reservedRisk(trader)).toBe('1000.00');

    for (let i = 0; i < 2; i++) {
      expect(await release()).toMatchObject({
        status: 200,
        body: { reservationId: id, state: 'released', accountId: trader.accountId },
      });
    }
    expect(await reservedRisk(trader)).toBe('0.00');
    expect(await commit()).toMatchObject(ended('released'));
  });

  it('that is committed keeps its risk beyond its time, until its position arrives', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    const { commit, release, clientTradeId } = await reserved(trader);

    const { body } = await commit();
    expect(await commit()).toMatchObject({ status: 200, body });
    test.clock.advance(60_000);
    await expect.poll(() => reservedRisk(trader)).toBe('1000.00');

    await trader.opens({ actionId: clientTradeId });
    await expect
      .poll(async () => (await trader.status()).body)
      .toMatchObject({
        openPositions: 1,
        reservations: 0,
      });
    expect(await commit()).toMatchObject(ended('filled'));
    expect(await release()).toMatchObject(ended('filled'));
  });

  it('that is committed is not its owner’s to release until the order has failed', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    const { commit, release, clientTradeId } = await reserved(trader);
    await commit();

    expect(await release()).toMatchObject({
      status: 409,
      body: { code: 'reservation-committed' },
    });
    expect(await reservedRisk(trader)).toBe('1000.00');

    await trader.fails(clientTradeId);
    await expect.poll(() => reservedRisk(trader)).toBe('0.00');
    expect(await release()).toMatchObject(ended('failed'));
  });

  it('that is committed is given up after a quarter of an hour', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    const { commit, release } = await reserved(trader);
    await commit();

    test.clock.advance(14 * 60_000);
    await expect.poll(() => reservedRisk(trader)).toBe('1000.00');
    test.clock.advance(2 * 60_000);
    await expect.poll(() => reservedRisk(trader)).toBe('0.00');
    expect(await release()).toMatchObject(ended('expired'));
  });

  it('that has expired or failed is neither committed nor released', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    const expiring = await reserved(trader, 1_000);
    test.clock.advance(1_001);
    expect(await expiring.commit()).toMatchObject(ended('expired'));

    test.clock.advance(2_500);
    const failing = await reserved(trader);
    await trader.fails(failing.clientTradeId);
    await expect.poll(() => reservedRisk(trader)).toBe('0.00');
    expect(await failing.release()).toMatchObject(ended('failed'));
  });

  it('of another user is not there', async () => {
    await using test = await startTestCompliance();
    const [trader, stranger] = [await test.trader(), await test.trader()];
    const { commit, release } = await reserved(trader);

    const missing = { status: 404, body: { code: 'reservation-not-found' } };
    expect(await commit(stranger.client)).toMatchObject(missing);
    expect(await release(stranger.client)).toMatchObject(missing);
    expect(await reservedRisk(trader)).toBe('1000.00');
  });
});
