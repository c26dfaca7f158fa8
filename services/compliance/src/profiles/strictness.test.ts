import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anAccount, aPosition, aSituation, aTrade, dec, quotesOf } from '../../test/situations.ts';
import { judge } from '../rules/judgement.ts';
import type { Situation } from '../rules/situation.ts';
import { Limits, type LimitsSource } from './limits.ts';
import { loosenedLimits } from './strictness.ts';

const RUNS = 60;
/** Of the limit that has more kinds than any other. */
const TOTAL_RUNS = 300;
const TIMEOUT_MS = 60_000;
const day = { tz: 'Etc/UTC', at: '00:00' };
const BASIS: LimitsSource = { day, boundary: 'below', missingSl: 'allow' };

type Change = { readonly [Limit in keyof LimitsSource]?: LimitsSource[Limit] | null };

/** Which limits are looser when those of `before` become those of `after`; null is none. */
function loosened(before: Change, after: Change): string[] {
  const sourceOf = (change: Change) =>
    Object.fromEntries(
      Object.entries({ ...BASIS, ...change }).filter(([, limit]) => limit !== null),
    ) as unknown as LimitsSource;
  return loosenedLimits(sourceOf(before), sourceOf(after));
}

const daily = (change: object = {}) => ({
  daily: { pct: '5', amountBase: 'initial' as const, reference: 'balance' as const, ...change },
});
const total = (change: object = {}) => ({
  total: { pct: '10', mode: 'static' as const, ...change },
});
const news = (change: object = {}) => ({
  news: {
    beforeMs: 1_000,
    afterMs: 1_000,
    phases: ['funded' as const],
    types: ['standard' as const],
    ...change,
  },
});
const caps = (gold: string) => ({
  leverageCaps: {
    'fx-major': '30',
    'fx-minor': '20',
    gold,
    'index-major': '20',
    'index-minor': '10',
    commodity: '10',
    equity: '5',
    crypto: '2',
    future: '5',
  },
});
const goals = (objectives: LimitsSource['objectives']) => ({ objectives });
const watch = (monitors: LimitsSource['monitors']) => ({ monitors });
const EVERY_PHASE: ('evaluation' | 'funded')[] = ['evaluation', 'funded'];
const best = (bestDayPct: string, phases = EVERY_PHASE) =>
  goals({ consistency: { bestDayPct, of: 'profit', phases } });

describe('a limit', () => {
  // From the looser one to the stricter one: the way back is looser.
  it.each<[string, Change, Change]>([
    ['boundary', { boundary: 'below' }, { boundary: 'touch' }],
    ['missingSl', { missingSl: 'allow' }, { missingSl: 'deny' }],
    ['missingSl', { missingSl: 'allow' }, { missingSl: 'assume', assumeSlPct: '1' }],
    ['missingSl', { missingSl: 'assume', assumeSlPct: '1' }, { missingSl: 'deny' }],
    ['missingSl', { missingSl: 'assume', assumeSlPct: '1' }, { missingSl: 'assume' }],
    [
      'missingSl',
      { missingSl: 'assume', assumeSlPct: '1' },
      { missingSl: 'assume', assumeSlPct: '2' },
    ],
    ['maxQuoteAgeMs', { maxQuoteAgeMs: 5_001 }, {}],
    ['duplicateWindowMs', {}, { duplicateWindowMs: 2_001 }],
    ['maxLotsPerTrade', { maxLotsPerTrade: '2.0' }, { maxLotsPerTrade: '1.9' }],
    ['maxLotsPerTrade', { maxLotsPerTrade: null }, { maxLotsPerTrade: '100' }],
    ['maxOpenLotsTotal', { maxOpenLotsTotal: '2' }, { maxOpenLotsTotal: '1.5' }],
    ['riskPerTradePctEquity', { riskPerTradePctEquity: '2' }, { riskPerTradePctEquity: '1' }],
    ['riskPerSymbolPctInitial', { riskPerSymbolPctInitial: '2' }, { riskPerSymbolPctInitial: '1' }],
    ['openRiskPctEquity', { openRiskPctEquity: '2' }, { openRiskPctEquity: '1' }],
    ['maxOpenPositions', { maxOpenPositions: 2 }, { maxOpenPositions: 1 }],
    ['maxTradesPerDay', { maxTradesPerDay: 2 }, { maxTradesPerDay: 1 }],
    ['maxEffectiveLeverage', { maxEffectiveLeverage: '2' }, { maxEffectiveLeverage: '1' }],
    ['leverageCaps', caps('20'), caps('19')],
    ['leverageCaps', { leverageCaps: { gold: '20' } }, caps('20')],
    ['marginCloseOutPct', { marginCloseOutPct: '50' }, { marginCloseOutPct: '51' }],
    ['negativeBalance', { negativeBalance: undefined }, { negativeBalance: true }],
    ['collarPct', { collarPct: caps('2').leverageCaps }, { collarPct: caps('1').leverageCaps }],
    ['maxOrderValue', { maxOrderValue: '2' }, { maxOrderValue: '1' }],
    ['maxOrderVolume', { maxOrderVolume: '2' }, { maxOrderVolume: '1' }],
    ['maxMessagesPerSecond', { maxMessagesPerSecond: 2 }, { maxMessagesPerSecond: 1 }],
    ['maxStrategyExecutions', { maxStrategyExecutions: 2 }, { maxStrategyExecutions: 1 }],
    ['news', news(), news({ beforeMs: 1_001 })],
    ['news', news(), news({ afterMs: 1_001 })],
    ['news', news(), news({ phases: ['evaluation', 'funded'] })],
    ['news', news(), news({ types: ['swing', 'standard'] })],
    ['preCloseMs', { preCloseMs: 1 }, { preCloseMs: 2 }],
    ['crossAccountHedge', { crossAccountHedge: 'warn' }, { crossAccountHedge: 'hard' }],
    [
      'martingale',
      { martingale: { factor: '2', severity: 'warn' } },
      { martingale: { factor: '2', severity: 'hard' } },
    ],
    [
      'martingale',
      { martingale: { factor: '2', severity: 'warn' } },
      { martingale: { factor: '1.5', severity: 'warn' } },
    ],
    ['daily', daily(), daily({ pct: '4.99' })],
    ['daily', daily({ kind: 'pause' }), daily()],
    ['daily', daily({ reference: 'equity' }), daily({ reference: 'max' })],
    ['total', total(), total({ pct: '9.99' })],
    ['total', total({ pct: undefined, amount: '10' }), total({ pct: undefined, amount: '9' })],
    ['total', total(), total({ mode: 'trailing_eod' })],
    ['total', total({ lockAt: '0' }), total({ lockAt: '1' })],
    ['total', total({ lockAt: '0' }), total()],
    [
      'objectives',
      goals({ minTradingDays: { evaluation: 4 } }),
      goals({ minTradingDays: { evaluation: 5, funded: 1, minProfitPct: '0.5' } }),
    ],
    ['objectives', goals({ profitTargetPct: ['8'] }), goals({ profitTargetPct: ['10'] })],
    ['objectives', best('50'), best('40')],
    ['objectives', best('50', ['funded']), best('50')],
    [
      'objectives',
      goals({ firmDuties: ['NO_INCENTIVES'] }),
      goals({ firmDuties: ['RISK_WARNING_SHOWN', 'NO_INCENTIVES'] }),
    ],
    ['monitors', watch({ inactivityDays: 30 }), watch({ inactivityDays: 29 })],
    [
      'monitors',
      watch({ floatingLoss: { pctInitial: '2', strikes: 4 } }),
      watch({ floatingLoss: { pctInitial: '2', strikes: 2 } }),
    ],
    [
      'monitors',
      watch({ minHold: { ms: 30, sharePct: '50' } }),
      watch({ minHold: { ms: 30, sharePct: '40' } }),
    ],
    ['monitors', watch({ minHold: { ms: 30, sharePct: '0' } }), watch({ minHold: { ms: 30 } })],
    ['monitors', watch({ minHold: { ms: 30 } }), watch({ minHold: { ms: 31 } })],
    [
      'monitors',
      watch({ copyAcross: { withinMs: 1 } }),
      watch({ copyAcross: { withinMs: 2 }, inactivityDays: 30 }),
    ],
  ])('%s is stricter one way, and looser the other: %o %o', (name, looser, stricter) => {
    expect(loosened(looser, stricter)).toEqual([]);
    expect(loosened(stricter, looser)).toEqual([name]);
  });

  it.each<[string, Change, Change]>([
    ['day', {}, { day: { tz: 'Etc/UTC', at: '00:01' } }],
    ['day', {}, { day: { tz: 'Europe/Prague', at: '00:00' } }],
    ['daily', daily(), daily({ amountBase: 'reference' })],
    ['daily', daily(), daily({ reference: 'equity' })],
    [
      'daily',
      daily({ amountBase: 'reference' }),
      daily({ amountBase: 'reference', reference: 'max' }),
    ],
    ['total', total(), total({ pct: undefined, amount: '1' })],
    ['total', total({ mode: 'trailing_eod' }), total({ mode: 'trailing_intraday' })],
    [
      'objectives',
      best('50'),
      goals({ consistency: { bestDayPct: '50', of: 'positiveDays', phases: EVERY_PHASE } }),
    ],
    ['objectives', goals({ profitTargetPct: ['8'] }), goals({ profitTargetPct: ['8', '5'] })],
  ])('%s of another kind counts as looser, both ways: %o %o', (name, one, other) => {
    expect(loosened(one, other)).toEqual([name]);
    expect(loosened(other, one)).toEqual([name]);
  });
});

const pick = <T>(...values: readonly T[]) => fc.constantFrom(...values);
const classes = pick('1', '2', '5').map((gold) => ({
  ...caps(gold).leverageCaps,
  'fx-major': gold,
}));
const phases = pick<('evaluation' | 'funded')[]>(['funded'], ['evaluation', 'funded']);
const types = pick<('standard' | 'swing')[]>(['swing'], ['standard', 'swing']);
const severity = pick('warn' as const, 'hard' as const);

/** Limits around what the orders below risk, so that every one of them decides some. */
const figures = {
  boundary: pick('below' as const, 'touch' as const),
  missingSl: pick('deny' as const, 'assume' as const, 'allow' as const),
  assumeSlPct: pick('0.5', '1', '2'),
  maxQuoteAgeMs: pick(1_000, 3_000),
  duplicateWindowMs: pick(1_000, 3_000),
  maxLotsPerTrade: pick('0.5', '1', '1.5'),
  daily: fc.record({
    pct: pick('0.9', '1', '1.1', '2'),
    amountBase: pick('initial' as const, 'reference' as const),
    reference: pick('balance' as const, 'equity' as const, 'max' as const),
    kind: pick('hard' as const, 'pause' as const),
  }),
  total: fc
    .record({
      size: pick({ pct: '1' }, { pct: '2' }, { amount: '1000' }, { amount: '2000' }),
      mode: pick('static', 'trailing_eod', 'trailing_closed', 'trailing_intraday'),
      lock: pick({}, { lockAt: '-500' }, { lockAt: '0' }),
    })
    .map(({ size, mode, lock }) => ({ ...size, mode, ...lock })),
  maxOpenLotsTotal: pick('1', '2'),
  riskPerTradePctEquity: pick('0.5', '1', '1.5'),
  riskPerSymbolPctInitial: pick('0.5', '1', '2'),
  openRiskPctEquity: pick('0.5', '1', '2'),
  maxOpenPositions: pick(1, 2),
  maxTradesPerDay: pick(1, 2),
  maxEffectiveLeverage: pick('1', '2'),
  leverageCaps: classes,
  marginCloseOutPct: pick('10', '50', '90'),
  negativeBalance: fc.constant(true),
  collarPct: classes,
  maxOrderValue: pick('100000', '150000'),
  maxOrderVolume: pick('0.5', '1.5'),
  maxMessagesPerSecond: pick(1, 2),
  maxStrategyExecutions: pick(1, 2),
  news: fc.record({ beforeMs: pick(500, 2_000), afterMs: pick(500, 2_000), phases, types }),
  preCloseMs: pick(1_800_000, 7_200_000),
  crossAccountHedge: severity,
  martingale: fc.record({ factor: pick('1', '2'), severity }),
};

const NOW = new Date('2026-06-12T20:00:00.000Z');
const near = (ms: number) => new Date(NOW.getTime() + ms);
const NOT_THERE = 'not there';

const orderArb = fc.record({
  lots: pick('0.40', '0.60', '1.00', '1.20'),
  slPrice: pick('1.09000', '1.09100', null),
  entryPrice: pick(null, '1.12000'),
  leverage: pick(null, '1', '30'),
});

const situationArb: fc.Arbitrary<Omit<Situation, 'limits'>> = fc
  .record({
    order: orderArb,
    balance: pick('99000.00', '100000.00', '101000.00', '30000.00', '500.00'),
    dayStartEquity: pick(undefined, '98500.00', '100500.00'),
    mark: pick('100000.00', '101500.00'),
    peak: pick('100000.00', '102000.00'),
    phase: pick('evaluation' as const, 'funded' as const),
    type: pick('standard' as const, 'swing' as const),
    quoteAge: pick(0, 2_000),
    twin: pick(NOT_THERE, 'early', 'late'),
    messagesLastSecond: pick(0, 1),
    tradesToday: pick(0, 1),
    strategyExecutions: pick(0, 1),
    release: pick(NOT_THERE, 'soon', 'past'),
    linked: fc.boolean(),
    lost: fc.boolean(),
    position: fc.boolean(),
  })
  .map((drawn) => {
    const { order, balance, dayStartEquity, mark, peak, phase, type } = drawn;
    const trade = aTrade({ ...order, ...(order.entryPrice && { type: 'limit' as const }) });
    const request = { clientTradeId: 't-0', symbol: 'EURUSD', side: 'buy' as const };
    const twinAt = near(drawn.twin === 'early' ? -2_000 : -500);
    const { limits: _any, ...situation } = aSituation({
      now: NOW,
      trade,
      account: anAccount({
        balance: dec(balance),
        dayStartEquity: dayStartEquity === undefined ? undefined : dec(dayStartEquity),
        marks: { endOfDay: dec(mark), closed: dec(balance), equity: dec(peak) },
        phase,
        type,
      }),
      activity: {
        recentRequests:
          drawn.twin === NOT_THERE
            ? []
            : [{ ...request, lots: dec(order.lots), positionId: undefined, at: twinAt }],
        messagesLastSecond: drawn.messagesLastSecond,
        tradesToday: drawn.tradesToday,
        strategyExecutions: drawn.strategyExecutions,
      },
      news:
        drawn.release === NOT_THERE
          ? []
          : [
              {
                time: near(drawn.release === 'soon' ? 1_000 : -1_000),
                currency: 'USD',
                impact: 'high',
              },
            ],
      linkedPositions: drawn.linked ? [{ accountId: 'a2', symbol: 'EURUSD', side: 'sell' }] : [],
      closedTrades: drawn.lost
        ? [{ symbol: 'EURUSD', lots: dec('0.50'), profit: dec('-100.00'), closedAt: near(-60_000) }]
        : [],
      positions: drawn.position
        ? [
            aPosition({
              lots: dec('0.50'),
              openPrice: dec('1.10100'),
              stopLoss: dec('1.09500'),
            }),
          ]
        : [],
      quotes: quotesOf({ EURUSD: ['1.10000', '1.10000'] }, near(-drawn.quoteAge)),
    });
    return situation;
  });

type Name = keyof typeof figures;
const NAMES = Object.keys(figures) as Name[];

/** Without these others, a limit decides nothing. */
const COMPANIONS: { readonly [Some in Name]?: readonly Name[] } = {
  boundary: ['daily'],
  missingSl: ['assumeSlPct', 'daily'],
  assumeSlPct: ['missingSl', 'daily'],
  marginCloseOutPct: ['leverageCaps'],
};

/** Limits of a base: the named one, which is what a profile changes of it, and a few others. */
const pairArb = (name: Name) =>
  fc.subarray(NAMES, { maxLength: 2 }).chain((others) =>
    fc.record({
      base: fc.record(drawn([...others, ...(COMPANIONS[name] ?? []), name])),
      change: fc.record(drawn([name])),
    }),
  );

const drawn = (names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [name, figures[name] as fc.Arbitrary<unknown>]));

const utcDay = Limits.parse(BASIS).day;
const Rest = Limits.omit({ day: true });

function limitsOf(source: LimitsSource): Limits {
  const { day: _known, ...rest } = source;
  return { ...Rest.parse(rest), day: utcDay }; // To read a time zone takes longer than all else.
}

describe('a profile that is not looser', () => {
  it.each(NAMES)(
    'never allows an order that its base refuses: %s',
    { timeout: TIMEOUT_MS },
    (name) => {
      fc.assert(
        fc.property(situationArb, pairArb(name), (situation, { base, change }) => {
          const before: LimitsSource = { ...BASIS, ...base };
          const after: LimitsSource = { ...BASIS, ...base, ...change };
          fc.pre(loosenedLimits(before, after).length === 0);
          fc.pre(!judge({ ...situation, limits: limitsOf(before) }).allowed);
          expect(judge({ ...situation, limits: limitsOf(after) }).allowed).toBe(false);
        }),
        { numRuns: name === 'total' ? TOTAL_RUNS : RUNS, maxSkipsPerRun: 1_000 },
      );
    },
  );
});
