import { describe, expect, it } from 'vitest';
import {
  aClosedTrade,
  anAccount,
  aPosition,
  aReservation,
  aSituation,
  aTrade,
  dec,
  IDLE,
  limitsOf,
  NOW,
  quotesOf,
} from '../../test/situations.ts';
import { judge } from './judgement.ts';
import type { RecentRequest, Situation } from './situation.ts';

const rulesBroken = (situation: Situation) =>
  judge(situation).violations.map(({ ruleId }) => ruleId);

const reduction = (overrides = {}) =>
  aTrade({ side: 'sell', slPrice: null, reduceOnly: true, positionId: 'p1', ...overrides });

const reservedUntil = (expiresAt: Date) =>
  aSituation({ reservations: [aReservation({ worstLoss: dec('4500.00'), expiresAt })] });

describe('an order that cannot be understood', () => {
  it.each([
    ['INPUT_INVALID_VOLUME', { lots: '0.00' }],
    ['INPUT_INVALID_VOLUME', { lots: '-1' }],
    ['INPUT_INVALID_VOLUME', { lots: '1e1' }],
    ['INPUT_INVALID_VOLUME', { lots: 'NaN' }],
    ['INPUT_INVALID_VOLUME', { lots: '' }],
    ['INPUT_INVALID_VOLUME', { lots: '1000000.01' }],
    ['INPUT_UNKNOWN_SYMBOL', { symbol: 'eurusd' }],
    ['INPUT_UNKNOWN_SYMBOL', { symbol: 'EURUSD.m' }],
    ['INPUT_VOLUME_STEP', { lots: '0.009' }],
    ['INPUT_VOLUME_STEP', { lots: '1.005' }],
    ['INPUT_VOLUME_STEP', { symbol: 'AAPL', lots: '1.5' }],
    ['INPUT_INVALID_PRICE', { slPrice: '-1.09' }],
    ['INPUT_INVALID_PRICE', { slPrice: 'none' }],
    ['INPUT_INVALID_PRICE', { tpPrice: '-1' }],
    ['INPUT_INVALID_PRICE', { tpPrice: '1000000.00001' }],
    ['INPUT_INVALID_PRICE', { entryPrice: '-1' }],
    ['INPUT_INVALID_PRICE', { type: 'limit' as const }],
    ['INPUT_INVALID_PRICE', { type: 'stop' as const, entryPrice: '0' }],
    ['INPUT_NO_QUOTE', { symbol: 'XAUUSD', slPrice: '2300' }],
    ['SL_WRONG_SIDE', { slPrice: '1.10000' }],
    ['SL_WRONG_SIDE', { side: 'sell' as const, slPrice: '1.10000' }],
    ['SL_WRONG_SIDE', { type: 'limit' as const, entryPrice: '1.08', slPrice: '1.081' }],
  ])('is refused for %s alone: %o', (rule, trade) => {
    const judgement = judge(aSituation({ trade: aTrade(trade) }));

    expect(judgement).toMatchObject({ allowed: false, violations: [{ ruleId: rule }] });
    expect(judgement.violations).toHaveLength(1);
    expect(judgement.risk).toBeUndefined();
  });

  it('is told which of its figures is the first that is none', () => {
    const trade = aTrade({ slPrice: 'none', tpPrice: '-1', leverage: '0' });

    expect(judge(aSituation({ trade })).violations).toMatchObject([
      { ruleId: 'INPUT_INVALID_PRICE', inputs: { slPrice: 'none' } },
    ]);
  });

  it('is told which price it needs, and which it has is none', () => {
    const [missing, zero] = [null, '0'].map((entryPrice) =>
      judge(aSituation({ trade: aTrade({ type: 'limit', entryPrice }) })),
    );

    expect(missing?.violations[0]?.message).toBe('A limit order needs an entryPrice');
    expect(zero?.violations[0]?.message).toBe('0 is no entryPrice for a limit order');
  });

  it('is not one whose market price is given as zero, as terminals do', () => {
    const trade = aTrade({ entryPrice: '0', tpPrice: '0.00000' });

    expect(judge(aSituation({ trade })).allowed).toBe(true);
  });
});

describe('missing knowledge', () => {
  const german = { trade: aTrade({ symbol: 'GER40', slPrice: '19500' }) };

  it('refuses an order whose symbol has no price', () => {
    expect(rulesBroken(aSituation({ quotes: quotesOf({}) }))).toEqual(['INPUT_NO_QUOTE']);
  });

  it('refuses an order while an open position has no price', () => {
    const positions = [aPosition({ symbol: 'AUDUSD' })];

    expect(rulesBroken(aSituation({ positions }))).toEqual(['INPUT_NO_QUOTE']);
  });

  it('refuses an order while an open position is of an unknown instrument', () => {
    const positions = [aPosition({ symbol: 'DOGEUSD' })];
    const quotes = quotesOf({ EURUSD: ['1.1', '1.1'], DOGEUSD: ['1', '1'] });

    expect(rulesBroken(aSituation({ positions, quotes }))).toEqual(['INPUT_NO_QUOTE']);
  });

  it('refuses an order whose loss cannot be converted', () => {
    const quotes = quotesOf({ GER40: ['20000', '20000'] });

    const { violations } = judge(aSituation({ ...german, quotes }));

    expect(violations).toMatchObject([{ ruleId: 'INPUT_NO_QUOTE', inputs: { symbol: 'EURUSD' } }]);
  });

  it.each([
    [5_000, []],
    [5_001, ['QUOTE_STALE']],
  ])('begins when a price is more than five seconds old: %d ms', (ageMs, expected) => {
    const quotes = quotesOf({ EURUSD: ['1.1', '1.1'] }, new Date(NOW.getTime() - ageMs));

    expect(rulesBroken(aSituation({ quotes }))).toEqual(expected);
    expect(rulesBroken(aSituation({ quotes, limits: undefined }))).toEqual(
      expected.length > 0 ? expected : ['PROFILE_NOT_ACTIVE'],
    );
  });

  it('takes a stale price that only a position or a conversion needs for none', () => {
    const fresh = quotesOf({ GER40: ['20000', '20000'] });
    const old = quotesOf({ EURUSD: ['1.1', '1.1'] }, new Date(NOW.getTime() - 60_000));
    const quotes = (symbol: string) => fresh(symbol) ?? old(symbol);

    expect(rulesBroken(aSituation({ ...german, quotes }))).toEqual(['QUOTE_STALE']);
  });

  it('does not name a stale price that another route made up for', () => {
    const fresh = quotesOf({
      EURUSD: ['1.1', '1.1'],
      USDJPY: ['150', '150'],
      GBPUSD: ['1.3', '1.3'],
    });
    const old = quotesOf({ EURJPY: ['165', '165'] }, new Date(NOW.getTime() - 60_000));
    const quotes = (symbol: string) => fresh(symbol) ?? old(symbol);
    const account = anAccount({ currency: 'EUR' });
    const positions = [
      aPosition({ symbol: 'USDJPY', openPrice: dec('150'), stopLoss: dec('149') }),
      aPosition({ symbol: 'XAUUSD', openPrice: dec('2300'), stopLoss: undefined }),
    ];

    expect(rulesBroken(aSituation({ account, positions, quotes }))).toEqual(['INPUT_NO_QUOTE']);
  });
});

describe('an account that may not trade', () => {
  it.each([
    ['PROFILE_NOT_ACTIVE', { limits: undefined }],
    ['ACCOUNT_NOT_ACTIVE', { account: anAccount({ status: 'breached' }) }],
    ['ACCOUNT_ZERO_EQUITY', { account: anAccount({ balance: dec('0') }) }],
  ])('is refused for %s alone, whatever else is wrong', (rule, state) => {
    const trade = aTrade({ lots: '9.00', slPrice: null });

    expect(rulesBroken(aSituation({ ...state, trade }))).toEqual([rule]);
  });

  it('counts what open positions have lost', () => {
    const account = anAccount({ balance: dec('1000.00') });
    const positions = [aPosition({ openPrice: dec('1.11000') })];

    expect(rulesBroken(aSituation({ account, positions }))).toEqual(['ACCOUNT_ZERO_EQUITY']);
  });
});

describe('an order that is wrong in two ways', () => {
  const later = new Date(NOW.getTime() + 1);
  const twin: RecentRequest = {
    clientTradeId: 't-0',
    symbol: 'EURUSD',
    side: 'buy',
    lots: dec('1.00'),
    positionId: undefined,
    at: NOW,
  };
  const inactive = { account: anAccount({ status: 'suspended' }) };
  const paused = { account: anAccount({ pausedUntil: later }) };
  const both = { account: anAccount({ status: 'suspended', pausedUntil: later }) };
  const doubled = { activity: { ...IDLE, recentRequests: [twin] } };
  const tooFast = { activity: { ...IDLE, messagesLastSecond: 9 } };
  const doubledTooFast = { activity: { ...tooFast.activity, ...doubled.activity } };
  const forbidden = { account: anAccount({ permittedSymbols: ['GBPUSD'] }) };
  const limits = { ...limitsOf('ftmo'), maxMessagesPerSecond: 9 };

  it.each([
    { first: 'ACCOUNT_NOT_ACTIVE', one: inactive, other: paused, together: both },
    { first: 'DUPLICATE_TRADE', one: doubled, other: tooFast, together: doubledTooFast },
    { first: 'MESSAGE_RATE', one: tooFast, other: forbidden },
    { first: 'DUPLICATE_TRADE', one: doubled, other: forbidden },
  ])('is told $first first', ({ first, one, other, together = { ...one, ...other } }) => {
    expect(rulesBroken(aSituation({ limits, ...one }))).toEqual([first]);
    expect(rulesBroken(aSituation({ limits, ...other }))).not.toEqual([first]);
    expect(rulesBroken(aSituation({ limits, ...other }))).toHaveLength(1);
    expect(rulesBroken(aSituation({ limits, ...together }))).toEqual([first]);
  });
});

describe('an order that only reduces', () => {
  const open = (overrides: Partial<Situation> = {}) =>
    aSituation({ positions: [aPosition()], trade: reduction(), ...overrides });

  it.each([
    ['no profile is active', { limits: undefined }],
    ['its profile is not known', { limits: undefined, profileUnknown: true }],
    ['the account is breached', { account: anAccount({ status: 'breached' }) }],
    ['equity is gone', { account: anAccount({ balance: dec('0') }) }],
    ['nothing has a price', { quotes: quotesOf({}) }],
    ['the daily limit is broken', { closedTrades: [aClosedTrade('-9000')] }],
    ['it is larger than a trade may be', { trade: reduction({ lots: '2.50' }) }],
  ])('is allowed although %s', (_why, state) => {
    const positions = [aPosition({ lots: dec('2.50') })];

    expect(judge(open({ positions, ...state }))).toMatchObject({ allowed: true, violations: [] });
  });

  it.each([
    ['POSITION_NOT_FOUND', { positionId: 'p2' }],
    ['POSITION_NOT_FOUND', { positionId: null }],
    ['REDUCE_ONLY_INCREASES', { side: 'buy' as const }],
    ['REDUCE_ONLY_INCREASES', { lots: '1.01' }],
    ['REDUCE_ONLY_INCREASES', { symbol: 'GBPUSD' }],
  ])('is refused for %s: %o', (rule, trade) => {
    expect(rulesBroken(open({ trade: reduction(trade) }))).toEqual([rule]);
  });

  it('tells the risk of the account where prices are known', () => {
    expect(judge(open()).risk?.worstEquity).toEqual(dec('99000.00'));
    expect(judge(open({ quotes: quotesOf({}) })).risk).toBeUndefined();
  });
});

describe('the risk of an order', () => {
  it('is refused for every rule that it breaks', () => {
    const trade = aTrade({ lots: '2.50', slPrice: '1.00000' });

    expect(rulesBroken(aSituation({ trade })).toSorted()).toEqual([
      'DAILY_LOSS_LIMIT',
      'LOT_MAX_PER_TRADE',
      'TOTAL_LOSS_LIMIT',
    ]);
  });

  it('demands a stop, unless the profile does not', () => {
    const trade = aTrade({ slPrice: null });

    expect(rulesBroken(aSituation({ trade }))).toEqual(['SL_REQUIRED']);
    expect(rulesBroken(aSituation({ trade, limits: limitsOf('eu-mifid2') }))).toEqual([]);
    expect(rulesBroken(aSituation({ trade: aTrade({ slPrice: '0.000' }) }))).toEqual([
      'SL_REQUIRED',
    ]);
  });

  it('measures a pending order from its own price', () => {
    const trade = aTrade({ type: 'limit', entryPrice: '1.09500' });

    expect(judge(aSituation({ trade })).risk?.tradeWorstLoss).toEqual(dec('500.00'));
  });

  it('measures a market order from the side of the quote at which it opens', () => {
    const quotes = quotesOf({ EURUSD: ['1.10000', '1.10020'] });
    const sell = aTrade({ side: 'sell', slPrice: '1.11000' });

    expect(judge(aSituation({ quotes })).risk?.tradeWorstLoss).toEqual(dec('1020.00'));
    expect(judge(aSituation({ quotes, trade: sell })).risk?.tradeWorstLoss).toEqual(dec('1000.00'));
  });

  it('includes the commission, and swap and commission of open positions', () => {
    const account = anAccount({ commissionPerLot: dec('7.00') });
    const positions = [aPosition({ charges: dec('-12.34') })];

    const { risk } = judge(aSituation({ account, positions }));

    expect(risk?.tradeWorstLoss.toString()).toBe('1007.00');
    expect(risk?.equity.toString()).toBe('99987.66');
    expect(risk?.worstEquity.equals(dec('97980.66'))).toBe(true);
  });

  it('includes what is reserved, until that expires', () => {
    expect(rulesBroken(reservedUntil(new Date(NOW.getTime() + 1)))).toEqual(['DAILY_LOSS_LIMIT']);
    expect(rulesBroken(reservedUntil(NOW))).toEqual([]);
  });

  it.each([
    ['1.1', []],
    ['1.09999', ['LEVERAGE_EFFECTIVE_MAX']],
  ])('may move exactly as many times the equity as are allowed: %s', (times, expected) => {
    const limits = { ...limitsOf('ftmo'), maxEffectiveLeverage: dec(times) };

    expect(rulesBroken(aSituation({ limits }))).toEqual(expected);
  });

  it('counts an open position without a stop with what it has lost', () => {
    const positions = [aPosition({ stopLoss: undefined, openPrice: dec('1.12000') })];

    expect(judge(aSituation({ positions })).risk?.openWorst).toEqual(dec('-2000.00'));
  });

  it('counts a stop that locks in a profit, but never more than there is now', () => {
    const locked = aPosition({ openPrice: dec('1.08000'), stopLoss: dec('1.09000') });
    const beyond = aPosition({ openPrice: dec('1.08000'), stopLoss: dec('1.10500') });
    const openWorst = (position: typeof locked) =>
      judge(aSituation({ positions: [position] })).risk?.openWorst;

    expect(openWorst(locked)).toEqual(dec('1000.00'));
    expect(openWorst(beyond)).toEqual(dec('2000.00'));
  });
});
