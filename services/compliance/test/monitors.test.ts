import { limitWarned, violationDetected } from '@signalos/contracts';
import { describe, expect, it } from 'vitest';
import { startCompliance } from '../src/service.ts';
import { startTestCompliance, type TestCompliance, type Trader } from './compliance.ts';

interface Exposure {
  readonly profile?: string;
  readonly balance?: string;
  readonly lots?: string;
  readonly symbol?: string;
  readonly price?: string;
}

type Exposed = Trader & { readonly positionId: string };

/** An account with one position that has no stop. */
async function exposed(test: TestCompliance, exposure: Exposure = {}): Promise<Exposed> {
  const { profile = 'ftmo', balance = '100000.00', lots = '2.00', ...opening } = exposure;
  const trader = await test.trader({ profile, balance });
  const positionId = await trader.opens({ lots, stopLoss: null, ...opening });
  await expect.poll(async () => (await trader.status()).body.openPositions).toBe(1);
  return { ...trader, positionId };
}

/** Closes the position when its loss is made up for, and opens another. */
async function reopen(test: TestCompliance, trader: Exposed, balance: string): Promise<void> {
  test.market.set('EURUSD', '1.10000');
  await trader.closes(trader.positionId, { profit: '0.00', balance });
  await expect.poll(async () => (await trader.status()).body.openPositions).toBe(0);
  await trader.opens({ lots: '1.00', stopLoss: null });
  await expect.poll(async () => (await trader.status()).body.openPositions).toBe(1);
}

const warningsOf = async (trader: Trader) =>
  (await trader.announced(limitWarned)).map(({ limit, level }) => `${limit} ${level}`);
const violationsOf = async (trader: Trader, rule: string) =>
  (await trader.announced(violationDetected)).filter(({ ruleId }) => ruleId === rule);
const statusOf = async (trader: Trader) => (await trader.status()).body.status;
const settled = () => new Promise((resolve) => setTimeout(resolve, 400));

describe('a loss that nears its limit', () => {
  it('is warned of at 50, 80 and 95 %, each once a day, also by two instances', async () => {
    await using test = await startTestCompliance({ instances: 2 });
    const trader = await exposed(test);

    for (const [price, level] of [
      ['1.08750', 'daily 50'],
      ['1.08000', 'daily 80'],
      ['1.07600', 'daily 95'],
    ] as const) {
      test.market.set('EURUSD', price);
      await expect.poll(() => warningsOf(trader)).toContain(level);
      test.market.set('EURUSD', '1.09500');
      test.market.set('EURUSD', price);
      await settled();
    }

    await expect.poll(() => warningsOf(trader)).toEqual(['daily 50', 'daily 80', 'daily 95']);
    expect((await trader.announced(limitWarned))[0]).toMatchObject({
      usedPct: '50.00',
      equity: '97500.00',
      floor: '95000.00',
      currency: 'USD',
      profile: { id: 'ftmo' },
    });
  });

  it('is not warned of a cent before', async () => {
    await using test = await startTestCompliance();
    const trader = await exposed(test, { lots: '0.50' });

    test.market.set('EURUSD', '1.05002');
    await settled();
    expect(await warningsOf(trader)).toEqual([]);
    test.market.set('EURUSD', '1.05000');
    await expect.poll(() => warningsOf(trader)).toEqual(['daily 50']);
  });

  it('is not warned of again after a restart', async () => {
    await using test = await startTestCompliance();
    const trader = await exposed(test);
    test.market.set('EURUSD', '1.08700');
    await expect.poll(() => warningsOf(trader)).toEqual(['daily 50']);

    await using _again = await startCompliance(test.world.config, test.world.log, () =>
      test.clock.now(),
    );
    await settled();

    await expect.poll(() => warningsOf(trader)).toEqual(['daily 50']);
  });

  it('is warned of anew the next day, but for the total one', async () => {
    await using test = await startTestCompliance();
    const trader = await exposed(test, { profile: 'ftmo', lots: '1.00' });
    test.market.set('EURUSD', '1.06000');
    await expect.poll(() => warningsOf(trader)).toEqual(['daily 80']);
    test.market.set('EURUSD', '1.05050');
    await expect.poll(() => warningsOf(trader)).toEqual(['daily 80', 'daily 95']);

    test.clock.advance(86_400_000);

    await expect.poll(() => warningsOf(trader)).toHaveLength(3);
    await expect.poll(() => warningsOf(trader)).toEqual(['daily 80', 'daily 95', 'daily 95']);
  });

  it('is warned of once and for all, where it is the total one', async () => {
    await using test = await startTestCompliance();
    const trader = await exposed(test, {
      profile: 'apex-intraday-50k',
      balance: '50000.00',
      lots: '1.00',
    });
    test.market.set('EURUSD', '1.08700');
    await expect.poll(() => warningsOf(trader)).toEqual(['total 50']);
    test.market.set('EURUSD', '1.10000');
    test.clock.advance(86_400_000);
    await settled();

    test.market.set('EURUSD', '1.08700');
    await settled();
    await expect.poll(() => warningsOf(trader)).toEqual(['total 50']);
  });

  it('is told after a position arrives that another instance heard of', async () => {
    await using test = await startTestCompliance({ instances: 2 });
    const trader = await exposed(test, { lots: '0.10' });
    for (let i = 0; i < 4; i++) await trader.opens({ lots: '0.50', stopLoss: null });
    await expect.poll(async () => (await trader.status()).body.openPositions).toBe(5);

    test.market.set('EURUSD', '1.07350');

    await expect.poll(() => statusOf(trader)).toBe('breached');
    await expect.poll(() => violationsOf(trader, 'DAILY_LOSS_BREACHED')).toHaveLength(1);
  });
});

describe('a breach', () => {
  it('is written down within five seconds of the price, as the law asks', async () => {
    await using test = await startTestCompliance();
    const trader = await exposed(test);
    await settled();

    const at = performance.now();
    test.market.set('EURUSD', '1.07000');
    await expect.poll(() => statusOf(trader)).toBe('breached');

    expect(performance.now() - at).toBeLessThan(5_000);
  });

  it('of one tick between two others is not missed', async () => {
    await using test = await startTestCompliance();
    const trader = await exposed(test);
    await settled();

    test.market.set('EURUSD', '1.10000');
    test.market.set('EURUSD', '1.07499');
    test.market.set('EURUSD', '1.10000');

    await expect.poll(() => statusOf(trader)).toBe('breached');
    await expect
      .poll(() => violationsOf(trader, 'DAILY_LOSS_BREACHED'))
      .toMatchObject([{ actual: '94998.00', latched: true }]);
  });

  it('waits for the cent that makes it one', async () => {
    await using test = await startTestCompliance();
    const trader = await exposed(test);

    test.market.set('EURUSD', '1.07500');
    await settled();
    expect(await statusOf(trader)).toBe('active');
    test.market.set('EURUSD', '1.07499');
    await expect.poll(() => statusOf(trader)).toBe('breached');
  });

  it('comes by the conversion too, where the traded price stands still', async () => {
    await using test = await startTestCompliance();
    test.market.set('EURGBP', '0.85000');
    const position = { symbol: 'EURGBP', price: '0.88700', lots: '1.00' };
    const trader = await exposed(test, position);
    await expect.poll(async () => (await trader.status()).body.risk?.equity).toBe('95190.00');

    test.market.set('GBPUSD', '1.36000');

    await expect.poll(() => statusOf(trader)).toBe('breached');
    await expect
      .poll(() => violationsOf(trader, 'DAILY_LOSS_BREACHED'))
      .toMatchObject([{ actual: '94968.00' }]);
  });

  it('of a limit that trails equity hangs from the highest tick', async () => {
    await using test = await startTestCompliance();
    const trader = await exposed(test, {
      profile: 'apex-intraday-50k',
      balance: '50000.00',
      lots: '1.00',
    });
    await settled();

    test.market.set('EURUSD', '1.11500');
    test.market.set('EURUSD', '1.09600');

    await expect.poll(() => statusOf(trader)).toBe('active');
    test.market.set('EURUSD', '1.11600');
    test.market.set('EURUSD', '1.09500');
    await expect.poll(() => statusOf(trader)).toBe('breached');
    await expect
      .poll(() => violationsOf(trader, 'TOTAL_LOSS_BREACHED'))
      .toMatchObject([{ actual: '49500.00', latched: true }]);
  });
});

describe('an alarm', () => {
  it('asks to close when margin is used up, once as long as it lasts', async () => {
    await using test = await startTestCompliance();
    const trader = await exposed(test, {
      profile: 'eu-mifid2',
      balance: '4000.00',
      lots: '1.00',
    });
    const alarms = () => violationsOf(trader, 'MARGIN_CLOSE_OUT');

    test.market.set('EURUSD', '1.07700');
    await expect.poll(alarms).toHaveLength(1);
    test.market.set('EURUSD', '1.07650');
    await settled();
    expect(await alarms()).toMatchObject([{ phase: 'monitor', latched: false, trade: null }]);

    test.market.set('EURUSD', '1.09900');
    await settled();
    test.market.set('EURUSD', '1.07700');
    await expect.poll(alarms).toHaveLength(2);
  });

  it('of a floating loss is a strike, and the last strike ends trading', async () => {
    await using test = await startTestCompliance();
    const trader = await exposed(test, { profile: 'ftuk', lots: '1.00' });
    const strikes = () => violationsOf(trader, 'FLOATING_LOSS_MAX');

    test.market.set('EURUSD', '1.07990');
    await expect.poll(strikes).toHaveLength(1);
    await reopen(test, trader, '100000.00');
    test.market.set('EURUSD', '1.07990');
    await expect.poll(strikes).toHaveLength(2);

    expect((await strikes()).map(({ latched }) => latched)).toEqual([false, true]);
    expect(await statusOf(trader)).toBe('breached');
  });

  it('of a floating loss is one strike, however prices tremble, until its positions are closed', async () => {
    await using test = await startTestCompliance();
    const trader = await exposed(test, { profile: 'ftuk', lots: '1.00' });
    const strikes = () => violationsOf(trader, 'FLOATING_LOSS_MAX');

    test.market.set('EURUSD', '1.07990');
    await expect.poll(strikes).toHaveLength(1);
    for (const price of ['1.08010', '1.07990', '1.08010', '1.07990']) {
      test.market.set('EURUSD', price);
      await settled();
    }

    expect(await strikes()).toHaveLength(1);
    expect(await statusOf(trader)).toBe('active');
  });
});

describe('two alarms at once', () => {
  it('are told apart, each once as long as it lasts', async () => {
    await using test = await startTestCompliance({ instances: 2 });
    const balance = '4000.00';
    const trader = await exposed(test, { profile: 'eu-mifid2', balance, lots: '1.00' });
    const overrides = { monitors: { floatingLoss: { pctInitial: '25', strikes: 2 } } };
    const made = { name: 'both', baseId: 'eu-mifid2', overrides };
    const { body: custom } = await trader.client.post('/compliance/custom-profile', made);
    expect(await trader.activate(custom.id)).toMatchObject({ status: 200 });
    const alarms = async () =>
      (await trader.announced(violationDetected)).map(({ ruleId, latched }) => [ruleId, latched]);

    test.market.set('EURUSD', '1.07700');
    await expect.poll(alarms).toHaveLength(2);
    test.market.set('EURUSD', '1.07690');
    await settled();
    const first = [
      ['MARGIN_CLOSE_OUT', false],
      ['FLOATING_LOSS_MAX', false],
    ];
    expect(await alarms()).toEqual(first);

    // The margin is enough again, and the loss is still too large: only one of them recurs.
    test.market.set('EURUSD', '1.08900');
    await settled();
    test.market.set('EURUSD', '1.07700');
    await expect.poll(alarms).toEqual([...first, ['MARGIN_CLOSE_OUT', false]]);

    // Both are over, and begin together: the second strike ends trading, the other alarm does not.
    await reopen(test, trader, balance);
    test.market.set('EURUSD', '1.07700');
    await expect.poll(() => statusOf(trader)).toBe('breached');
    expect((await alarms()).slice(3)).toEqual([
      ['MARGIN_CLOSE_OUT', false],
      ['FLOATING_LOSS_MAX', true],
    ]);
  });
});

describe('lows and highs', () => {
  it('that no limit hangs from are remembered as far as a step', async () => {
    await using test = await startTestCompliance();
    const trader = await exposed(test);

    test.market.set('EURUSD', '1.09000');
    await expect.poll(async () => (await trader.status()).body.day.lowestEquity).toBe('98000.00');
    test.market.set('EURUSD', '1.08990');
    await settled();
    expect((await trader.status()).body.day.lowestEquity).toBe('98000.00');
  });
});
