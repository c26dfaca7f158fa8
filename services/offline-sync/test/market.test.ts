import {
  executionClosed,
  executionFailed,
  executionFilled,
  positionModified,
  quotes,
} from '@signalos/contracts';
import { followFeed } from '@signalos/messaging';
import { closingPrice, Decimal, type Quote, type Side } from '@signalos/trading';
import { describe, expect, it } from 'vitest';
import { paperMarket, QUOTE_STEP_MS } from '../src/paper/quote.ts';
import {
  anItem,
  anOpening,
  startTestOfflineSync,
  type TestOfflineSync,
  type Trader,
} from './offline-sync.ts';

const frozenAt = '2026-03-02T23:30:00.000Z';
const market = paperMarket('test');
const plus = (price: string, more: string) =>
  Decimal.parse(price).plus(Decimal.parse(more)).toString();

function quoteAt(symbol: string, at: Date): Quote {
  const quote = market.quoteAt(symbol, at);
  if (!quote) throw new Error(`No price for ${symbol}`);
  return quote;
}

/** Sets the clock ahead to when the price of gold is so for the first time. */
function advanceUntil(service: TestOfflineSync, isSo: (quote: Quote) => boolean): void {
  for (let steps = 1; steps < 200_000; steps++) {
    const at = new Date(service.now().getTime() + steps * QUOTE_STEP_MS);
    if (!isSo(quoteAt('XAUUSD', at))) continue;
    service.advance(steps * QUOTE_STEP_MS);
    return;
  }
  throw new Error('The price never gets there');
}

async function buyGold(trader: Trader, payload: object): Promise<string> {
  const item = anOpening(1, { lots: '1.00', ...payload });
  await trader.sync([item], { sentAt: item.createdAt });
  await expect.poll(() => trader.outcome(item.actionId)).toMatchObject({ state: 'executed' });
  return item.actionId;
}

const closings = async (trader: Trader) =>
  (await trader.changes()).flatMap(({ close }) => (close ? [close] : []));

describe('a stop', () => {
  it('closes the position at the first price beyond it, once, with two instances at work', async () => {
    await using service = await startTestOfflineSync({ frozenAt });
    await service.replica();
    const trader = await service.trader();
    const { bid, ask } = await trader.price('XAUUSD');
    const stopLoss = plus(bid, '-2.00');
    await buyGold(trader, { stopLoss, takeProfit: plus(bid, '500') });

    advanceUntil(service, (quote) => quote.bid.atMost(Decimal.parse(stopLoss)));

    const price = quoteAt('XAUUSD', service.now()).bid;
    const profit = price.minus(Decimal.parse(ask)).times(Decimal.integer(100));
    await expect
      .poll(() => closings(trader))
      .toMatchObject([
        {
          reason: 'stop_loss',
          price: price.toString(),
          profit: profit.toFixed(2),
          remainingLots: '0',
        },
      ]);
    const [change] = (await trader.changes()).filter(({ state }) => state === 'closed');
    expect(change).toMatchObject({ actionId: null, kind: null });
    await expect
      .poll(() => service.announced(executionClosed))
      .toMatchObject([
        {
          data: {
            actionId: null,
            reason: 'stop_loss',
            balance: plus('10000.00', profit.toFixed(2)),
          },
        },
      ]);
  });

  it('does not close before its price, nor at the other side of the spread', async () => {
    await using service = await startTestOfflineSync({ frozenAt });
    const trader = await service.trader();
    const { bid, ask } = await trader.price('XAUUSD');
    await buyGold(trader, { stopLoss: plus(bid, '-0.01'), takeProfit: plus(ask, '0.01') });

    await new Promise((resolve) => setTimeout(resolve, 1_300));

    expect(await closings(trader)).toEqual([]);
  });
});

describe('a target', () => {
  it('closes a sale when the price has fallen to it', async () => {
    await using service = await startTestOfflineSync({ frozenAt });
    const trader = await service.trader();
    const { ask } = await trader.price('XAUUSD');
    const takeProfit = plus(ask, '-3.00');
    await buyGold(trader, { side: 'sell', takeProfit, stopLoss: plus(ask, '500') });

    advanceUntil(service, (quote) => quote.ask.atMost(Decimal.parse(takeProfit)));

    await expect
      .poll(() => closings(trader))
      .toMatchObject([{ reason: 'take_profit', side: 'sell' }]);
    const [{ profit }] = await closings(trader);
    expect(Number(profit)).toBeGreaterThanOrEqual(280);
  });
});

describe('an order that waits for its price', () => {
  it('is filled when the price comes, at that or a better one', async () => {
    await using service = await startTestOfflineSync({ frozenAt });
    const trader = await service.trader();
    const { ask } = await trader.price('XAUUSD');
    const entryPrice = plus(ask, '-1.00');
    const item = anOpening(1, { type: 'limit', entryPrice }, { ttlMs: 900_000 });
    await trader.sync([item], { sentAt: item.createdAt });
    await expect.poll(() => trader.outcome(item.actionId)).toMatchObject({ state: 'working' });
    expect((await trader.get('/offline/status')).body.counts.actions).toMatchObject({ working: 1 });
    expect(await service.announced(executionFilled)).toEqual([]);

    advanceUntil(service, (quote) => quote.ask.atMost(Decimal.parse(entryPrice)));

    const price = quoteAt('XAUUSD', service.now()).ask.toString();
    await expect
      .poll(() => trader.outcome(item.actionId))
      .toMatchObject({ state: 'executed', fill: { price } });
    await expect
      .poll(() => service.announced(executionFilled))
      .toMatchObject([{ data: { price } }]);
  });

  it('does not hold up the trades behind it', async () => {
    await using service = await startTestOfflineSync({ frozenAt });
    const trader = await service.trader();
    const waiting = anOpening(1, { type: 'stop', entryPrice: '9000' });
    const market_ = anOpening(2);

    await trader.sync([waiting, market_], { sentAt: waiting.createdAt });

    await expect.poll(() => trader.outcome(market_.actionId)).toMatchObject({ state: 'executed' });
    expect(await trader.outcome(waiting.actionId)).toMatchObject({ state: 'working' });
  });

  it('expires when its price does not come in time', async () => {
    await using service = await startTestOfflineSync({ frozenAt });
    const trader = await service.trader();
    const item = anOpening(1, { type: 'limit', entryPrice: '1000' }, { ttlMs: 60_000 });
    await trader.sync([item], { sentAt: item.createdAt });
    await expect.poll(() => trader.outcome(item.actionId)).toMatchObject({ state: 'working' });

    service.advance(60_000);
    await new Promise((resolve) => setTimeout(resolve, 800));
    expect(await trader.outcome(item.actionId)).toMatchObject({ state: 'working' });
    service.advance(1);

    await expect.poll(() => trader.outcome(item.actionId)).toMatchObject({ state: 'expired' });
  });

  it('is filled, as a stop order, once the price has passed its own, at a worse one', async () => {
    await using service = await startTestOfflineSync({ frozenAt });
    const trader = await service.trader();
    const { ask } = await trader.price('XAUUSD');
    const entryPrice = plus(ask, '0.10');
    const item = anOpening(1, { type: 'stop', entryPrice }, { ttlMs: 900_000 });
    await trader.sync([item], { sentAt: item.createdAt });
    await expect.poll(() => trader.outcome(item.actionId)).toMatchObject({ state: 'working' });

    advanceUntil(service, (quote) => quote.ask.greaterThan(Decimal.parse(entryPrice)));

    const price = quoteAt('XAUUSD', service.now()).ask.toString();
    await expect
      .poll(() => trader.outcome(item.actionId))
      .toMatchObject({ state: 'executed', fill: { price } });
  });

  it.each([
    ['buy', '-0.01'],
    ['sell', '0.01'],
  ])(
    'is rejected, to %s by a stop order, when the price has passed it before it came',
    async (side, more) => {
      await using service = await startTestOfflineSync({ frozenAt });
      const trader = await service.trader();
      const { bid, ask } = await trader.price('XAUUSD');
      const entryPrice = plus(side === 'buy' ? ask : bid, more);
      const item = anOpening(1, { side, type: 'stop', entryPrice });

      await trader.sync([item], { sentAt: item.createdAt });

      await expect
        .poll(() => trader.outcome(item.actionId))
        .toMatchObject({
          state: 'failed',
          failure: { code: 'invalid-price', message: expect.stringContaining(entryPrice) },
        });
      await expect
        .poll(() => service.announced(executionFailed))
        .toMatchObject([{ data: { actionId: item.actionId, code: 'invalid-price' } }]);
      expect(await service.announced(executionFilled)).toEqual([]);
    },
  );

  it('is rejected when its stop would be hit at once', async () => {
    await using service = await startTestOfflineSync({ frozenAt });
    const trader = await service.trader();
    const { ask } = await trader.price('XAUUSD');
    const entryPrice = plus(ask, '-1.00');
    const item = anOpening(1, { type: 'limit', entryPrice, stopLoss: ask }, { ttlMs: 900_000 });
    await trader.sync([item], { sentAt: item.createdAt });
    await expect.poll(() => trader.outcome(item.actionId)).toMatchObject({ state: 'working' });

    advanceUntil(service, (quote) => quote.ask.atMost(Decimal.parse(entryPrice)));

    await expect
      .poll(() => trader.outcome(item.actionId))
      .toMatchObject({ state: 'failed', failure: { code: 'invalid-stops' } });
  });
});

describe('the paper broker', () => {
  it.each([
    [{ symbol: 'DOGEUSD' }, 'unknown-symbol'],
    [{ lots: '0.015' }, 'invalid-volume'],
    [{ stopLoss: '9000' }, 'invalid-stops'],
    [{ takeProfit: '1' }, 'invalid-stops'],
  ])('rejects %j, and says so', async (payload, code) => {
    await using service = await startTestOfflineSync({ frozenAt });
    const trader = await service.trader();
    const item = anOpening(1, payload);

    await trader.sync([item], { sentAt: item.createdAt });

    await expect
      .poll(() => trader.outcome(item.actionId))
      .toMatchObject({ state: 'failed', failure: { code } });
    await expect
      .poll(() => service.announced(executionFailed))
      .toMatchObject([{ data: { actionId: item.actionId, kind: 'open', code } }]);
  });

  it('rejects closing a part that is no whole number of steps', async () => {
    await using service = await startTestOfflineSync({ frozenAt });
    const trader = await service.trader();
    const openedBy = await buyGold(trader, {});
    service.advance(1_000);
    const item = anItem(2, 'close', { openedBy, lots: '0.005' });

    await trader.sync([item], { sentAt: item.createdAt });

    await expect
      .poll(() => trader.outcome(item.actionId))
      .toMatchObject({ state: 'failed', failure: { code: 'invalid-volume' } });
  });

  it('takes its commission when a position is closed', async () => {
    await using service = await startTestOfflineSync({
      frozenAt,
      paper: { commissionPerLot: '7' },
    });
    const trader = await service.trader();
    const openedBy = await buyGold(trader, {});
    service.advance(1_000);
    const item = anItem(2, 'close', { openedBy, lots: '0.50' });
    await trader.sync([item], { sentAt: item.createdAt });
    await expect.poll(() => closings(trader)).toHaveLength(1);

    const [{ openPrice, price, profit, balance }] = await closings(trader);

    const gross = Decimal.parse(price).minus(Decimal.parse(openPrice)).times(Decimal.integer(50));
    expect(profit).toBe(gross.minus(Decimal.parse('3.50')).toFixed(2));
    expect(balance).toBe(plus('10000.00', profit));
  });

  it('announces its prices twice a second, and shows them', async () => {
    await using service = await startTestOfflineSync();
    const seen: any[] = [];
    using _feed = followFeed(service.world.bus.broker, quotes, {
      onValue: (quote) => void seen.push(quote),
      log: service.world.log,
    });

    await expect
      .poll(() => seen.filter(({ symbol }) => symbol === 'EURUSD').length)
      .toBeGreaterThan(1);

    const { symbol, bid, ask, at } = seen[0];
    expect(quoteAt(symbol, new Date(at))).toEqual({
      bid: Decimal.parse(bid),
      ask: Decimal.parse(ask),
    });
    const { body } = await (await service.user()).get('/offline/quotes');
    expect(body.items).toHaveLength(new Set(seen.map((quote) => quote.symbol)).size);
    const gold = body.items.find((quote: any) => quote.symbol === 'XAUUSD');
    const there = quoteAt('XAUUSD', new Date(body.at));
    expect(gold).toEqual({
      symbol: 'XAUUSD',
      bid: there.bid.toString(),
      ask: there.ask.toString(),
    });
  });

  it('announces that a stop moved', async () => {
    await using service = await startTestOfflineSync({ frozenAt });
    const trader = await service.trader();
    const openedBy = await buyGold(trader, { stopLoss: '2000' });
    const item = anItem(2, 'modify', { openedBy, stopLoss: '2100' });

    await trader.sync([item], { sentAt: item.createdAt });

    await expect
      .poll(() => service.announced(positionModified))
      .toMatchObject([{ data: { actionId: item.actionId, stopLoss: '2100', takeProfit: null } }]);
  });
});

/** Random numbers that are the same for the same seed. */
function generator(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

interface Played {
  readonly story: readonly object[];
  readonly fills: readonly any[];
  readonly closes: readonly any[];
  readonly balance: string;
}

/** Trades at random for an hour or so, and returns everything that happened, without ids. */
async function play(seed: number): Promise<Played> {
  await using service = await startTestOfflineSync({
    frozenAt,
    paper: { commissionPerLot: '3.5' },
  });
  const trader = await service.trader();
  const next = generator(seed);
  const opened: string[] = [];

  for (let seq = 1; seq <= 18; seq++) {
    const isOpening = opened.length < 3 || next(3) > 0;
    const openedBy = opened[next(opened.length)];
    const item = isOpening
      ? anOpening(seq, await randomOrder(trader, next))
      : anItem(seq, 'close', { openedBy, ...(next(2) && { lots: '0.10' }) });
    if (isOpening) opened.push(item.actionId);
    await trader.sync([item], { sentAt: item.createdAt });
    await expect
      .poll(() => trader.outcome(item.actionId))
      .toMatchObject({ state: expect.stringMatching(/executed|failed/) });
    service.advance(1_000 + next(400) * 500);
    await settled(service);
  }
  const { rows: logged } = await service.database.pool.query('select from change_log');
  await expect.poll(() => trader.changes()).toHaveLength(logged.length);
  const changes = await trader.changes();
  const { rows } = await service.database.pool.query('select balance::text from paper_account');
  const story = changes.map(({ state, kind, fill, close, failure }) => ({
    state,
    kind,
    fill: fill && { ...fill, executionId: '', positionId: '' },
    close: close && { ...close, executionId: '', positionId: '' },
    failure: failure?.code,
  }));
  return {
    story,
    fills: changes.flatMap(({ fill, at }) => (fill ? [{ ...fill, at }] : [])),
    closes: changes.flatMap(({ close, at }) => (close ? [{ ...close, at }] : [])),
    balance: rows[0].balance,
  };
}

/** A stop and a target near the price, now and then on the wrong sides of it. */
async function randomOrder(trader: Trader, next: (below: number) => number) {
  const symbol = ['XAUUSD', 'EURUSD', 'USDJPY', 'EURGBP'][next(4)] ?? '';
  const side = next(2) ? 'buy' : 'sell';
  const { bid } = await trader.price(symbol);
  const apart = Decimal.parse(bid)
    .times(Decimal.parse('0.0006'))
    .round({ digits: 5, rounding: 'floor' });
  const [low, high] = [plus(bid, `-${apart.toString()}`), plus(bid, apart.toString())];
  const isRight = (side === 'buy') !== (next(6) === 0);
  const [stopLoss, takeProfit] = isRight ? [low, high] : [high, low];
  return { symbol, side, lots: `0.${next(9) + 1}0`, stopLoss, takeProfit };
}

/** Waits until no open position is beyond its levels at the moment at which the clock stands. */
async function settled(service: TestOfflineSync): Promise<void> {
  const at = service.now();
  const beyond = async () => {
    const { rows } = await service.database.pool.query(
      'select * from paper_position where closed_at is null',
    );
    return rows.filter(({ symbol, side, stop_loss: stop, take_profit: target }) => {
      const price = closingPrice(side as Side, quoteAt(symbol, at));
      const sign = side === 'buy' ? 1 : -1;
      const reached = (level: string | null, direction: number) =>
        level !== null && price.compare(Decimal.parse(level)) * sign * direction >= 0;
      return reached(stop, -1) || reached(target, 1);
    });
  };
  await expect.poll(beyond).toEqual([]);
}

describe('an hour of trading', () => {
  it.each([1, 7])('adds up, and goes the same way again (seed %i)', async (seed) => {
    const [first, second] = [await play(seed), await play(seed)];
    const { fills, closes, balance } = first;

    expect(second.story).toEqual(first.story);
    expect(fills.length).toBeGreaterThan(6);
    expect(closes.length).toBeGreaterThan(4);
    const profits = Decimal.sum(closes.map(({ profit }) => Decimal.parse(profit)));
    expect(Decimal.parse('10000').plus(profits).equals(Decimal.parse(balance))).toBe(true);
    expect(closes.at(-1)?.balance).toBe(balance);

    for (const { at, symbol, side, price } of closes) {
      expect(price).toBe(closingPrice(side, quoteAt(symbol, new Date(at))).toString());
    }
    for (const { positionId, lots } of fills) {
      const parts = closes.filter((close) => close.positionId === positionId);
      const closed = Decimal.sum(parts.map((close) => Decimal.parse(close.lots)));
      const left = Decimal.parse(lots).minus(closed);
      expect(left.isNegative()).toBe(false);
      const last = parts.at(-1);
      expect(last === undefined || left.equals(Decimal.parse(last.remainingLots))).toBe(true);
    }
  });
});
