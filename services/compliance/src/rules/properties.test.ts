import { Decimal } from '@signalos/trading';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  aClosedTrade,
  anAccount,
  aTrade,
  dec,
  IDLE,
  limitsOf,
  NOW,
  quotesOf,
} from '../../test/situations.ts';
import { judge } from './judgement.ts';
import type { Position, Situation } from './situation.ts';

const RUNS = { numRuns: 600 };
const DAY_MS = 86_400_000;
const CENT = dec('0.01');

/** A symbol's price, and the step it moves by. */
const MARKETS = {
  EURUSD: ['1.10000', '0.00001'],
  GBPUSD: ['1.30000', '0.00001'],
  USDJPY: ['150.000', '0.001'],
  EURJPY: ['165.000', '0.001'],
  XAUUSD: ['2300.00', '0.01'],
  GER40: ['20000.00', '0.01'],
} as const;
type MarketSymbol = keyof typeof MARKETS;
const SYMBOLS = Object.keys(MARKETS) as MarketSymbol[];

const steps = (unit: Decimal, count: number) => unit.times(Decimal.integer(count));
const cents = (min: number, max: number) =>
  fc.integer({ min, max }).map((count) => steps(CENT, count));
const lotsArb = fc.integer({ min: 1, max: 150 });

function priceNear(symbol: MarketSymbol, ticks: number): Decimal {
  const [price, tick] = MARKETS[symbol];
  return dec(price).plus(steps(dec(tick), ticks));
}

const positionArb = fc
  .record({
    symbol: fc.constantFrom(...SYMBOLS),
    side: fc.constantFrom('buy' as const, 'sell' as const),
    lots: fc.integer({ min: 1, max: 60 }),
    opened: fc.integer({ min: -400, max: 400 }),
    stop: fc.option(fc.integer({ min: -900, max: 900 }), { freq: 5 }),
    charges: cents(-2_000, 200),
  })
  .map(({ symbol, side, lots, opened, stop, charges }): Position => ({
    id: `${symbol}-${lots}`,
    symbol,
    side,
    lots: steps(CENT, lots),
    openPrice: priceNear(symbol, opened),
    stopLoss: stop === null ? undefined : priceNear(symbol, stop),
    charges,
    initialMargin: undefined,
  }));

const quotesArb = fc
  .array(fc.integer({ min: 0, max: 40 }), { minLength: SYMBOLS.length, maxLength: SYMBOLS.length })
  .map((spreads) =>
    quotesOf(
      Object.fromEntries(
        SYMBOLS.map((symbol, index) => [
          symbol,
          [
            priceNear(symbol, -(spreads[index] ?? 0)).toString(),
            priceNear(symbol, spreads[index] ?? 0).toString(),
          ],
        ]),
      ),
    ),
  );

const tradeArb = fc
  .record({
    symbol: fc.constantFrom(...SYMBOLS),
    side: fc.constantFrom('buy' as const, 'sell' as const),
    lots: lotsArb,
    stop: fc.integer({ min: 50, max: 2_500 }),
  })
  .map(({ symbol, side, lots, stop }) =>
    aTrade({
      symbol,
      side,
      lots: steps(CENT, lots).toString(),
      slPrice: priceNear(symbol, side === 'buy' ? -stop : stop).toString(),
    }),
  );

const situationArb: fc.Arbitrary<Situation> = fc.record({
  profileUnknown: fc.constant(false),
  activity: fc.constant(IDLE),
  linkedPositions: fc.constant([]),
  news: fc.constant([]),
  limits: fc.constantFrom('ftmo', 'ftuk', 'myforexfunds', 'generic-conservative').map(limitsOf),
  account: fc
    .record({
      balance: cents(9_300_000, 11_000_000),
      commissionPerLot: cents(0, 700),
      dayStartEquity: fc.option(cents(9_800_000, 10_400_000), { nil: undefined }),
    })
    .map((figures) => anAccount(figures)),
  trade: tradeArb,
  positions: fc.array(positionArb, { maxLength: 5 }),
  reservations: fc.array(
    fc.record({
      symbol: fc.constantFrom(...SYMBOLS),
      lots: fc.integer({ min: 1, max: 60 }).map((lots) => steps(CENT, lots)),
      worstLoss: cents(0, 60_000),
      expiresAt: fc.integer({ min: -5, max: 5 }).map((ms) => new Date(NOW.getTime() + ms)),
    }),
    { maxLength: 3 },
  ),
  closedTrades: fc.array(
    fc.record({
      symbol: fc.constantFrom(...SYMBOLS),
      lots: fc.integer({ min: 1, max: 60 }).map((lots) => steps(CENT, lots)),
      profit: cents(-40_000, 40_000),
      closedAt: fc.integer({ min: 0, max: 2 * DAY_MS }).map((ms) => new Date(+NOW - ms)),
    }),
    { maxLength: 20 },
  ),
  quotes: quotesArb,
  now: fc.constant(NOW),
});

/** Moves an account by a trade closed just now, so that the order would end `distance` above the floor. */
function nearDailyFloor(situation: Situation, distance: Decimal): Situation {
  const { risk } = judge(situation);
  if (!risk?.daily) throw new Error('These profiles have a daily limit');
  const profit = distance.minus(risk.worstEquity.minus(risk.daily.floor));
  const { account, closedTrades } = situation;
  return {
    ...situation,
    account: { ...account, balance: account.balance.plus(profit) },
    closedTrades: [...closedTrades, aClosedTrade(profit.toString())],
  };
}

/** Half of them end within a cent of the daily floor, where mistakes of rounding show. */
const edgyArb = fc
  .tuple(situationArb, fc.option(fc.constantFrom('-0.01', '0.00', '0.01'), { freq: 2 }))
  .map(([situation, distance]) =>
    distance === null ? situation : nearDailyFloor(situation, dec(distance)),
  );

describe('judging', () => {
  it('allows a smaller order where it allows a larger one', () => {
    let allowed = 0;
    fc.assert(
      fc.property(edgyArb, lotsArb, (situation, hundredths) => {
        if (!judge(situation).allowed) return;
        allowed++;
        const smaller = steps(CENT, hundredths);
        if (smaller.greaterThan(dec(situation.trade.lots))) return;
        const trade = { ...situation.trade, lots: smaller.toString() };
        expect(judge({ ...situation, trade }).allowed).toBe(true);
      }),
      RUNS,
    );
    expect(allowed).toBeGreaterThan(RUNS.numRuns / 10);
  });

  it('never allows more when a limit becomes tighter', () => {
    fc.assert(
      fc.property(edgyArb, fc.integer({ min: 1, max: 999 }), (situation, thousandths) => {
        const factor = Decimal.parse(`0.${String(thousandths).padStart(3, '0')}`);
        const tighter = { ...situation, limits: tightened(situation.limits, factor) };
        expect(judge(situation).allowed || !judge(tighter).allowed).toBe(true);
      }),
      RUNS,
    );
  });

  it('does not depend on the order in which positions and trades are listed', () => {
    fc.assert(
      fc.property(edgyArb, fc.infiniteStream(fc.nat()), (situation, ranks) => {
        const shuffled = {
          ...situation,
          positions: shuffle(situation.positions, ranks),
          closedTrades: shuffle(situation.closedTrades, ranks),
          reservations: shuffle(situation.reservations, ranks),
        };
        expect(judge(shuffled)).toEqual(judge(situation));
      }),
      RUNS,
    );
  });

  it('turns on the exact cent of the daily floor', () => {
    fc.assert(
      fc.property(situationArb, (situation) => {
        const isRefusedAt = (distance: string) =>
          judge(nearDailyFloor(situation, dec(distance))).violations.some(({ ruleId }) =>
            ruleId.startsWith('DAILY_LOSS'),
          );
        const touching = situation.limits?.boundary === 'touch';

        expect([isRefusedAt('-0.01'), isRefusedAt('0.00'), isRefusedAt('0.01')]).toEqual([
          true,
          touching,
          false,
        ]);
      }),
      RUNS,
    );
  });

  it('always lets a position be closed', () => {
    fc.assert(
      fc.property(edgyArb, positionArb, (situation, position) => {
        const trade = aTrade({
          symbol: position.symbol,
          side: position.side === 'buy' ? 'sell' : 'buy',
          lots: position.lots.toString(),
          slPrice: null,
          reduceOnly: true,
          positionId: position.id,
        });
        const positions = [position, ...situation.positions];
        expect(judge({ ...situation, positions, trade }).violations).toEqual([]);
      }),
      RUNS,
    );
  });
});

function tightened(limits: Situation['limits'], factor: Decimal): Situation['limits'] {
  if (!limits?.daily || !limits.total || !limits.maxLotsPerTrade) throw new Error('No limits');
  return {
    ...limits,
    maxLotsPerTrade: limits.maxLotsPerTrade.times(factor),
    daily: { ...limits.daily, pct: limits.daily.pct.times(factor) },
    total: { ...limits.total, pct: limits.total.pct?.times(factor) },
  };
}

function shuffle<T>(items: readonly T[], ranks: Iterator<number>): T[] {
  return items
    .map((item) => ({ item, rank: Number(ranks.next().value) }))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}
