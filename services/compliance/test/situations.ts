import { Decimal, type Side } from '@signalos/trading';
import { readProfiles } from '../src/profiles/profile.store.ts';
import type {
  AccountFigures,
  Activity,
  ClosedTrade,
  Position,
  Reservation,
  Situation,
  TimedQuote,
  Trade,
} from '../src/rules/situation.ts';

export const NOW = new Date('2026-06-10T10:00:00.000Z');

export const dec = (text: string) => Decimal.parse(text);

const profiles = readProfiles();

export function limitsOf(profileId: string) {
  return profiles.get(profileId).limits;
}

/** `{ EURUSD: ['1.10000', '1.10020'] }`, all as old as `at` says. */
export function quotesOf(prices: Readonly<Record<string, readonly [string, string]>>, at = NOW) {
  const quotes = new Map<string, TimedQuote>(
    Object.entries(prices).map(([symbol, [bid, ask]]) => [
      symbol,
      { bid: dec(bid), ask: dec(ask), at },
    ]),
  );
  return (symbol: string) => quotes.get(symbol);
}

/** An account that has sent no order lately. */
export const IDLE: Activity = {
  recentRequests: [],
  messagesLastSecond: 0,
  tradesToday: 0,
  strategyExecutions: 0,
};

export function aTrade(overrides: Partial<Trade> = {}): Trade {
  return {
    clientTradeId: 't-1',
    symbol: 'EURUSD',
    side: 'buy',
    type: 'market',
    lots: '1.00',
    entryPrice: null,
    slPrice: '1.09000',
    tpPrice: null,
    reduceOnly: false,
    positionId: null,
    ...overrides,
  };
}

export function aPosition(overrides: Partial<Position> = {}): Position {
  return {
    id: 'p1',
    symbol: 'EURUSD',
    side: 'buy' satisfies Side,
    lots: dec('1.00'),
    openPrice: dec('1.10000'),
    stopLoss: dec('1.09000'),
    charges: Decimal.ZERO,
    initialMargin: undefined,
    ...overrides,
  };
}

export function aReservation(overrides: Partial<Reservation> = {}): Reservation {
  return {
    symbol: 'EURUSD',
    lots: dec('1.00'),
    worstLoss: dec('1000.00'),
    expiresAt: new Date(NOW.getTime() + 1),
    ...overrides,
  };
}

export function aClosedTrade(profit: string, closedAt = NOW): ClosedTrade {
  return { symbol: 'EURUSD', lots: dec('1.00'), profit: dec(profit), closedAt };
}

export function anAccount(overrides: Partial<AccountFigures> = {}): AccountFigures {
  return {
    currency: 'USD',
    initialBalance: dec('100000.00'),
    balance: dec('100000.00'),
    status: 'active',
    tradingState: 'ACTIVE',
    phase: 'evaluation',
    type: 'standard',
    pausedUntil: undefined,
    permittedSymbols: undefined,
    commissionPerLot: Decimal.ZERO,
    dayStartEquity: undefined,
    lowestEquityToday: undefined,
    marks: { endOfDay: undefined, closed: undefined, equity: undefined },
    ...overrides,
  };
}

/** An order of one lot that may lose 1,000 USD, on an account of 100,000 under the FTMO preset. */
export function aSituation(overrides: Partial<Situation> = {}): Situation {
  return {
    limits: limitsOf('ftmo'),
    profileUnknown: false,
    account: anAccount(),
    trade: aTrade(),
    positions: [],
    reservations: [],
    closedTrades: [],
    activity: IDLE,
    linkedPositions: [],
    news: [],
    quotes: quotesOf({ EURUSD: ['1.10000', '1.10000'], GBPUSD: ['1.30000', '1.30000'] }),
    now: NOW,
    ...overrides,
  };
}
