import { ORDER_TYPES, SIDES, Decimal } from '@signalos/trading';
import type { Limits } from '../profiles/limits.ts';
import { newsWarnings } from '../news/news.ts';
import { judge } from '../rules/judgement.ts';
import {
  ACCOUNT_PHASES,
  ACCOUNT_STATUSES,
  ACCOUNT_TYPES,
  TRADING_STATES,
  type AccountFigures,
  type Activity,
  type LinkedPosition,
  type NewsRelease,
  type Position,
  type RecentRequest,
  type Reservation,
  type Situation,
  type TimedQuote,
  type TimedQuotes,
  type Trade,
} from '../rules/situation.ts';
import {
  countIn,
  currencyIn,
  decimalIn,
  flagIn,
  instantIn,
  isObject,
  numberTextIn,
  objectIn,
  objectsIn,
  optionalDecimalIn,
  optionalInstantIn,
  optionalPriceIn,
  optionalTextIn,
  textIn,
  textsIn,
  wordIn,
  type Json,
} from './fields.ts';
import { readHistory, type History } from './history.ts';

/** What is decided of one case: ids of rules, of which `warnings` only report. */
export interface CaseDecision {
  readonly id: string;
  readonly allowed: boolean;
  readonly violations: readonly string[];
  readonly warnings: readonly string[];
  /** The order was sent before, and this is what was decided then. */
  readonly replayed?: true;
}

/** Under this name nothing is found: the case of an account without a profile brings none along. */
export const NO_PROFILE = 'none';

/** The limits of a profile by its name, where there is one; `own` are those that a case brings along. */
export type LimitsNamed = (name: string, own: unknown) => Limits | undefined;

/**
 * Decides one case: an account, its history and open positions, an order and the market, as plain
 * JSON with decimals as text. Throws a `FieldError` that names the field where it cannot be read.
 */
export function decideCase(json: Json, limitsNamed: LimitsNamed): CaseDecision {
  const id = textIn(json, 'id');
  const situation = situationOf(json, limitsNamed(textIn(json, 'profile'), json['limits']));
  const { limits, account } = situation;
  const { repeats, allowed, violations, ...judged } = judge(situation);
  if (repeats) return { id, ...earlierDecision(json, repeats), warnings: [], replayed: true };
  // Only decisions that were written down say what the calendar knew.
  const hasNewsAhead = flagIn(objectIn(json, 'market'), 'newsAhead', true);
  const warnings = [...judged.warnings, ...newsWarnings(limits, account, hasNewsAhead)];
  return { id, allowed, violations: violations.map(idOf), warnings: warnings.map(idOf) };
}

const idOf = ({ ruleId }: { readonly ruleId: string }) => ruleId;

function earlierDecision(json: Json, { clientTradeId }: RecentRequest) {
  const request = objectsIn(objectIn(json, 'account'), 'recentRequests').find(
    (candidate) => candidate['clientTradeId'] === clientTradeId,
  );
  if (!request) throw new Error(`No request ${clientTradeId}`);
  const violations = textsIn(request, 'violations') ?? [];
  return { allowed: flagIn(request, 'allowed', false), violations };
}

/** All that the decision of a case depends on. */
export function situationOf(json: Json, limits: Limits | undefined): Situation {
  const account = objectIn(json, 'account');
  const market = objectIn(json, 'market');
  const now = instantIn(json, 'now');
  const balance = decimalIn(account, 'balance');
  const trade = tradeOf(objectIn(json, 'trade'));
  const { symbol } = trade;
  const history = readHistory(objectsIn(json, 'history'), { balance, now, limits, symbol });
  return {
    limits: flagIn(account, 'profileActive', true) ? limits : undefined,
    profileUnknown: limits === undefined && json['profile'] !== NO_PROFILE,
    account: accountOf(account, balance, history),
    positions: objectsIn(json, 'openPositions').map(positionOf),
    reservations: objectsIn(account, 'reservations').map(reservationOf),
    closedTrades: history.closedTrades,
    trade,
    activity: activityOf(account),
    linkedPositions: objectsIn(account, 'linkedPositions').map(linkedPositionOf),
    news: objectsIn(market, 'news').map(newsOf),
    quotes: quotesOf(objectIn(market, 'quotes'), now),
    now,
  };
}

function accountOf(account: Json, balance: Decimal, history: History): AccountFigures {
  const startEquity = optionalDecimalIn(account, 'dayStartEquity');
  const endsOfDays = objectsIn(account, 'eodBalances').map((day) => decimalIn(day, 'balance'));
  const [firstEnd, ...ends] = endsOfDays;
  return {
    currency: currencyIn(account, 'currency'),
    initialBalance: decimalIn(account, 'initialBalance'),
    balance,
    status: wordIn(account, 'status', { of: ACCOUNT_STATUSES, otherwise: 'active' }),
    tradingState: wordIn(account, 'tradingState', { of: TRADING_STATES, otherwise: 'ACTIVE' }),
    phase: wordIn(account, 'phase', { of: ACCOUNT_PHASES, otherwise: 'evaluation' }),
    type: wordIn(account, 'type', { of: ACCOUNT_TYPES, otherwise: 'standard' }),
    pausedUntil: optionalInstantIn(account, 'pausedUntil'),
    permittedSymbols: textsIn(account, 'permittedSymbols'),
    commissionPerLot: optionalDecimalIn(account, 'commissionPerLot') ?? Decimal.ZERO,
    dayStartEquity: startEquity?.plus(history.flowsToday),
    lowestEquityToday: optionalDecimalIn(account, 'minEquityToday'),
    marks: {
      endOfDay: firstEnd && Decimal.max(firstEnd, ...ends),
      closed: optionalDecimalIn(account, 'highestClosed') ?? history.highestClosed,
      equity: optionalDecimalIn(account, 'peakEquity'),
    },
  };
}

function positionOf(position: Json): Position {
  const swap = optionalDecimalIn(position, 'swap') ?? Decimal.ZERO;
  return {
    id: textIn(position, 'id'),
    symbol: textIn(position, 'symbol'),
    side: wordIn(position, 'side', { of: SIDES }),
    lots: decimalIn(position, 'lots'),
    openPrice: decimalIn(position, 'openPrice'),
    stopLoss: optionalPriceIn(position, 'slPrice'),
    charges: swap.plus(optionalDecimalIn(position, 'commission') ?? Decimal.ZERO),
    initialMargin: optionalDecimalIn(position, 'initialMargin'),
  };
}

function reservationOf(reservation: Json): Reservation {
  return {
    symbol: textIn(reservation, 'symbol'),
    lots: decimalIn(reservation, 'lots'),
    worstLoss: decimalIn(reservation, 'worstLoss'),
    expiresAt: instantIn(reservation, 'expiresAt'),
  };
}

/** That a number of it cannot be read, or is no text, is a reason to refuse the order. */
function tradeOf(trade: Json): Trade {
  return {
    clientTradeId: optionalTextIn(trade, 'clientTradeId') ?? '',
    symbol: textIn(trade, 'symbol'),
    side: wordIn(trade, 'side', { of: SIDES }),
    type: wordIn(trade, 'type', { of: ORDER_TYPES, otherwise: 'market' }),
    lots: numberTextIn(trade, 'lots') ?? 'none',
    entryPrice: numberTextIn(trade, 'entryPrice'),
    slPrice: numberTextIn(trade, 'slPrice'),
    tpPrice: numberTextIn(trade, 'tpPrice'),
    leverage: numberTextIn(trade, 'leverage'),
    reduceOnly: flagIn(trade, 'reduceOnly', false),
    positionId: optionalTextIn(trade, 'positionId'),
  };
}

const IDLE: Json = {};

function activityOf(account: Json): Activity {
  const counters = account['counters'] === undefined ? IDLE : objectIn(account, 'counters');
  return {
    recentRequests: objectsIn(account, 'recentRequests').map(requestOf),
    messagesLastSecond: countIn(counters, 'messagesLastSecond'),
    tradesToday: countIn(counters, 'tradesToday'),
    strategyExecutions: countIn(counters, 'strategyExecutions'),
  };
}

function requestOf(request: Json): RecentRequest {
  return {
    clientTradeId: textIn(request, 'clientTradeId'),
    symbol: textIn(request, 'symbol'),
    side: wordIn(request, 'side', { of: SIDES }),
    lots: decimalIn(request, 'lots'),
    positionId: optionalTextIn(request, 'positionId'),
    at: instantIn(request, 'at'),
  };
}

function linkedPositionOf(position: Json): LinkedPosition {
  return {
    accountId: optionalTextIn(position, 'accountId') ?? '',
    symbol: textIn(position, 'symbol'),
    side: wordIn(position, 'side', { of: SIDES }),
  };
}

const IMPACTS = ['low', 'medium', 'high'] as const;

function newsOf(release: Json): NewsRelease {
  return {
    time: instantIn(release, 'time'),
    currency: textIn(release, 'currency'),
    impact: wordIn(release, 'impact', { of: IMPACTS }),
  };
}

/** Only those that are asked for are read; one without a time is of now. */
function quotesOf(quotes: Json, now: Date): TimedQuotes {
  const read = new Map<string, TimedQuote | undefined>();
  return (symbol) => {
    const known = read.get(symbol);
    if (known || read.has(symbol)) return known;
    const quote = quoteOf(quotes[symbol], now);
    read.set(symbol, quote);
    return quote;
  };
}

/** A price of zero or less is none. */
function quoteOf(quote: unknown, now: Date): TimedQuote | undefined {
  if (!isObject(quote)) return undefined;
  const bid = decimalIn(quote, 'bid');
  const ask = decimalIn(quote, 'ask');
  if (!bid.isPositive() || !ask.isPositive()) return undefined;
  return { bid, ask, at: optionalInstantIn(quote, 'ts') ?? now };
}
