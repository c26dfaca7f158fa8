import { randomUUID } from 'node:crypto';
import { violationDetected } from '@signalos/contracts';
import { withClient } from '@signalos/testing';
import { describe, expect, it } from 'vitest';
import { hashOfLimits } from '../src/profiles/profile.store.ts';
import { startTestCompliance, type TestCompliance, type Trader } from './compliance.ts';

const SECOND_MS = 1_000;
const DAY_MS = 86_400_000;

const warnings = async (trader: Trader, ruleId: string) => {
  const events = await trader.announced(violationDetected);
  return events.filter((event) => event.ruleId === ruleId);
};

const objective = async (trader: Trader, id: string) => {
  const { body } = await trader.status();
  return body.objectives.find((item: { id: string }) => item.id === id);
};

/** Opens a trade and closes it after so long, with this profit. */
async function trades(test: TestCompliance, trader: Trader, { heldMs = 60_000, profit = '0.00' }) {
  const opened = test.clock.now();
  const positionId = await trader.opens({ filledAt: opened.toISOString() });
  const { body: before } = await trader.status();
  const balance = (Number(before.balance) + Number(profit)).toFixed(2);
  const closedAt = new Date(opened.getTime() + heldMs).toISOString();
  test.clock.advance(heldMs);
  await trader.closes(positionId, { profit, balance, closedAt });
  await expect
    .poll(async () => (await trader.status()).body)
    .toMatchObject({
      balance,
      openPositions: 0,
    });
}

/** Makes the trader’s account use a profile as it could be stored before its figures had a most. */
async function usesStored(test: TestCompliance, trader: Trader, overrides: object) {
  const { body: first } = await trader.client.post('/compliance/custom-profile', {
    name: 'Old',
    baseId: 'ftmo',
    overrides: {},
  });
  const [id, version, limits] = [first.id, 2, { ...first.limits, ...overrides }];
  await withClient(test.world.database.url, (client) =>
    client.query(
      `insert into custom_profile select id, $2, owner_id, name, base_id, base_version, $3, looser,
        $4, created_at from custom_profile where id = $1`,
      [id, version, JSON.stringify(limits), hashOfLimits({ id, version, limits })],
    ),
  );
  expect((await trader.activate(id)).body.profile).toMatchObject({ id, version });
}

const MOST = Number.MAX_SAFE_INTEGER;

describe('the objectives of an account', () => {
  it('show how far it is', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();

    await trades(test, trader, { profit: '6000.00' });

    expect((await trader.status()).body.objectives).toMatchObject([
      { id: 'MIN_TRADING_DAYS', met: false, limit: '4', actual: '1', unit: 'days' },
      { id: 'PROFIT_TARGET', step: 1, met: false, limit: '10000.00', actual: '6000.00' },
      { id: 'PROFIT_TARGET', step: 2, met: true, limit: '5000.00', formula: expect.any(String) },
    ]);
    await trader.opens();
    await expect.poll(async () => (await trader.status()).body.openPositions).toBe(1);
    expect((await trader.status()).body.objectives[2]).toMatchObject({ met: false });
  });

  it('count trading days of the profile, and follow it', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    for (let day = 0; day < 4; day++) {
      await trades(test, trader, { profit: '100.00' });
      test.clock.advance(DAY_MS);
    }

    expect(await objective(trader, 'MIN_TRADING_DAYS')).toMatchObject({ met: true, actual: '4' });
    await trader.activate('the5ers-high-stakes');
    expect(await objective(trader, 'MIN_TRADING_DAYS')).toMatchObject({
      met: false,
      actual: '0',
      inputs: { minProfit: '500.00' },
    });
    await trader.activate('ftmo-1-step');
    expect(await objective(trader, 'CONSISTENCY_BEST_DAY')).toMatchObject({
      met: true,
      actual: '25.00',
    });
  });

  it('are those of the phase, and none without a profile', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader({ profile: null });

    expect((await trader.status()).body.objectives).toEqual([]);
    const { accountId } = trader;
    const body = { accountId, profileId: 'ftmo', phase: 'funded' };
    await trader.client.post('/compliance/activate', body);
    expect((await trader.status()).body.objectives).toEqual([]);
    await trader.activate('eu-mifid2');
    expect((await trader.status()).body.objectives).toMatchObject([
      { id: 'RISK_WARNING_SHOWN', met: null },
      { id: 'NO_INCENTIVES', met: null },
    ]);
  });
});

describe('a trade that is closed too soon', () => {
  it('is announced, and listed', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader({ profile: 'ftuk' });

    await trades(test, trader, { heldMs: 31 * SECOND_MS });
    await trades(test, trader, { heldMs: 29 * SECOND_MS });

    await expect
      .poll(() => warnings(trader, 'MIN_HOLD_TIME'))
      .toMatchObject([
        {
          severity: 'warn',
          phase: 'monitor',
          latched: false,
          decisionId: null,
          trade: null,
          limit: '30000',
          actual: '29000',
          profile: { id: 'ftuk' },
        },
      ]);
    const { body } = await trader.client.get('/compliance/violations');
    expect(body.items).toMatchObject([{ ruleId: 'MIN_HOLD_TIME', phase: 'monitor' }]);
    expect((await trader.status()).body.status).toBe('active');
  });

  it('is announced where there are too many of them', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader({ profile: 'e8-one' });

    for (const heldMs of [90_000, 1_000]) await trades(test, trader, { heldMs });
    expect(await warnings(trader, 'TICK_SCALPING')).toEqual([]);
    await trades(test, trader, { heldMs: 2_000 });

    await expect
      .poll(() => warnings(trader, 'TICK_SCALPING'))
      .toMatchObject([{ actual: '66.67', inputs: { short: '2', closed: '3' } }]);
  });

  it('is nothing where the profile does not look at it', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader({ profile: 'ftmo' });

    await trades(test, trader, { heldMs: 1 });

    expect(await trader.announced(violationDetected)).toEqual([]);
  });
});

describe('the same trade on two accounts', () => {
  it('is announced on the one that came second', async () => {
    await using test = await startTestCompliance();
    const userId = randomUUID();
    const first = await test.trader({ profile: 'ftuk', userId });
    const second = await test.trader({ profile: 'ftuk', userId });
    const stranger = await test.trader({ profile: 'ftuk' });
    const start = test.clock.now().getTime() - 10 * SECOND_MS;
    const filledAt = (ms: number) => new Date(start + ms).toISOString();

    await first.opens({ filledAt: filledAt(0) });
    await expect.poll(async () => (await first.status()).body.openPositions).toBe(1);
    for (const trader of [second, stranger]) {
      await trader.opens({ filledAt: filledAt(900) });
      await trader.opens({ filledAt: filledAt(900), side: 'sell', stopLoss: null });
      await trader.opens({ filledAt: filledAt(1_001) });
      await expect.poll(async () => (await trader.status()).body.openPositions).toBe(3);
    }

    await expect
      .poll(() => warnings(second, 'COPY_ACROSS_ACCOUNTS'))
      .toMatchObject([
        {
          severity: 'warn',
          phase: 'monitor',
          actual: '900',
          inputs: { otherAccountId: first.accountId },
        },
      ]);
    expect(await warnings(first, 'COPY_ACROSS_ACCOUNTS')).toEqual([]);
    expect(await warnings(stranger, 'COPY_ACROSS_ACCOUNTS')).toEqual([]);
  });
});

describe('an account whose profile was stored with figures beyond all bounds', () => {
  it('has its orders judged, and its trades recorded and watched', async () => {
    await using test = await startTestCompliance();
    const userId = randomUUID();
    const first = await test.trader({ userId });
    const trader = await test.trader({ userId });
    await usesStored(test, trader, {
      duplicateWindowMs: MOST,
      news: { beforeMs: MOST, afterMs: MOST, phases: ['evaluation'], types: ['standard'] },
      monitors: {
        copyAcross: { withinMs: 9_000_000_000_000_000 },
        minHold: { ms: MOST, sharePct: '99999999999999999999' },
      },
    });
    await first.opens();
    await expect.poll(async () => (await first.status()).body.openPositions).toBe(1);

    await trades(test, trader, { heldMs: 1_000 });

    await expect.poll(() => warnings(trader, 'COPY_ACROSS_ACCOUNTS')).toHaveLength(1);
    expect((await trader.validate()).body).toMatchObject({ allowed: true });
    expect(await test.world.bus.deadLetters()).toEqual([]);
  });

  it('keeps nobody else from being told of inactivity', async () => {
    await using test = await startTestCompliance();
    const absurd = await test.trader();
    const idle = await test.trader({ profile: 'ftuk' });
    await usesStored(test, absurd, { monitors: { inactivityDays: 3_000_000_000 } });

    test.clock.advance(31 * DAY_MS);

    await expect.poll(() => warnings(idle, 'INACTIVITY')).toHaveLength(1);
    expect(await warnings(absurd, 'INACTIVITY')).toEqual([]);
  });
});

describe('an account on which nothing is opened', () => {
  it('is told in its status', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader({ profile: 'ftuk' });

    expect(await objective(trader, 'INACTIVITY')).toMatchObject({ met: true, actual: '0' });
    test.clock.advance(31 * DAY_MS);
    expect(await objective(trader, 'INACTIVITY')).toMatchObject({
      met: false,
      limit: '30',
      actual: '31',
    });
  });

  it('is announced once, until something is opened again', async () => {
    await using test = await startTestCompliance({ instances: 2 });
    const preset = await test.trader({ profile: 'ftuk' });
    const patient = await test.trader({ profile: 'ftmo' });
    const own = await test.trader({ profile: null });
    const { body: profile } = await own.client.post('/compliance/custom-profile', {
      name: 'Busy',
      baseId: 'ftmo',
      overrides: { monitors: { inactivityDays: 20 } },
    });
    await own.activate(profile.id);
    await trades(test, preset, {});

    test.clock.advance(25 * DAY_MS);
    await expect.poll(() => warnings(own, 'INACTIVITY')).toHaveLength(1);
    expect(await warnings(preset, 'INACTIVITY')).toEqual([]);

    test.clock.advance(6 * DAY_MS);
    await expect
      .poll(() => warnings(preset, 'INACTIVITY'))
      .toMatchObject([
        { severity: 'warn', phase: 'monitor', limit: '30', profile: { id: 'ftuk' } },
      ]);
    await trades(test, own, {});
    test.clock.advance(21 * DAY_MS);
    await expect.poll(() => warnings(own, 'INACTIVITY')).toHaveLength(2);
    expect(await warnings(preset, 'INACTIVITY')).toHaveLength(1);
    expect(await warnings(patient, 'INACTIVITY')).toEqual([]);
  });

  it('is announced once, though every instance finds it', async () => {
    await using test = await startTestCompliance({ instances: 2 });
    const trader = await test.trader({ profile: 'ftuk' });

    await withClient(test.world.database.url, async (holder) => {
      await holder.query('begin');
      await holder.query('select from account where id = $1 for update', [trader.accountId]);
      test.clock.advance(31 * DAY_MS);
      const waiting = `select count(*)::int as count from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`;
      await expect.poll(async () => (await holder.query(waiting)).rows).toEqual([{ count: 2 }]);
      await holder.query('commit');
    });
    await expect.poll(() => warnings(trader, 'INACTIVITY')).toHaveLength(1);
    await trades(test, trader, {});

    expect(await warnings(trader, 'INACTIVITY')).toHaveLength(1);
  });
});
