import type { Decimal } from '@signalos/trading';
import type { LimitsSource } from '../profiles/limits.ts';
import type { AccountFigures, Situation, TimedQuote, Trade } from '../rules/situation.ts';
import type { Json } from './fields.ts';

/** What was judged, by which profile, and the prices that were looked at. */
export interface Recorded {
  readonly id: string;
  readonly profileId: string;
  /** The figures of the profile, so that they are there later; undefined where it is not known. */
  readonly limits: LimitsSource | undefined;
  readonly situation: Situation;
  readonly quotes: ReadonlyMap<string, TimedQuote>;
  /** Whether the news calendar knew of anything ahead. */
  readonly hasNewsAhead: boolean;
}

/**
 * A situation as a case: whoever decides it again, today or under another profile, sees what was
 * seen. Values that are not known are left out.
 */
export function caseOf(recorded: Recorded): Json {
  const { id, profileId, limits, situation, quotes, hasNewsAhead } = recorded;
  const { positions, closedTrades, trade, news, now } = situation;
  return {
    id,
    profile: profileId,
    ...(limits && { limits }),
    account: accountOf(situation),
    history: closedTrades.map(({ symbol, lots, profit, closedAt }) => ({
      type: 'trade',
      time: closedAt.toISOString(),
      symbol,
      lots: lots.toString(),
      net: profit.toString(),
    })),
    openPositions: positions.map(({ stopLoss, charges, initialMargin, ...position }) => ({
      id: position.id,
      symbol: position.symbol,
      side: position.side,
      lots: position.lots.toString(),
      openPrice: position.openPrice.toString(),
      slPrice: textOf(stopLoss) ?? null,
      swap: charges.toString(),
      commission: '0',
      ...(initialMargin && { initialMargin: initialMargin.toString() }),
    })),
    trade: tradeOf(trade),
    now: now.toISOString(),
    market: {
      quotes: Object.fromEntries(
        [...quotes].map(([symbol, { bid, ask, at }]) => [
          symbol,
          { bid: bid.toString(), ask: ask.toString(), ts: at.toISOString() },
        ]),
      ),
      news: news.map(({ time, ...release }) => ({ ...release, time: time.toISOString() })),
      newsAhead: hasNewsAhead,
    },
  };
}

function tradeOf(trade: Trade): Json {
  return known({
    clientTradeId: trade.clientTradeId,
    symbol: trade.symbol,
    side: trade.side,
    type: trade.type,
    lots: trade.lots,
    entryPrice: trade.entryPrice,
    slPrice: trade.slPrice,
    tpPrice: trade.tpPrice,
    leverage: trade.leverage,
    reduceOnly: trade.reduceOnly,
    positionId: trade.positionId,
  });
}

const textOf = (value: Decimal | undefined) => value?.toString();

function accountOf({ account, activity, reservations, linkedPositions, ...situation }: Situation) {
  const { recentRequests, ...counters } = activity;
  return known({
    ...figuresOf(account),
    profileActive: situation.limits !== undefined,
    counters,
    linkedPositions,
    reservations: reservations.map(({ symbol, lots, worstLoss, expiresAt }) => ({
      symbol,
      lots: lots.toString(),
      worstLoss: worstLoss.toString(),
      expiresAt: expiresAt.toISOString(),
    })),
    recentRequests: recentRequests.map(({ lots, at, ...request }) => ({
      ...known(request),
      lots: lots.toString(),
      at: at.toISOString(),
    })),
  });
}

function figuresOf({ marks, ...account }: AccountFigures): Json {
  return {
    currency: account.currency,
    initialBalance: account.initialBalance.toString(),
    balance: account.balance.toString(),
    phase: account.phase,
    type: account.type,
    status: account.status,
    tradingState: account.tradingState,
    commissionPerLot: account.commissionPerLot.toString(),
    pausedUntil: account.pausedUntil?.toISOString(),
    permittedSymbols: account.permittedSymbols,
    dayStartEquity: textOf(account.dayStartEquity),
    minEquityToday: textOf(account.lowestEquityToday),
    peakEquity: textOf(marks.equity),
    highestClosed: textOf(marks.closed),
    eodBalances: marks.endOfDay && [{ balance: marks.endOfDay.toString() }],
  };
}

/** Without what is undefined. */
function known(json: object): Json {
  return Object.fromEntries(Object.entries(json).filter(([, value]) => value !== undefined));
}

/** Prices, and which of them were looked at. */
export interface Watched {
  readonly quotes: (symbol: string) => TimedQuote | undefined;
  readonly seen: ReadonlyMap<string, TimedQuote>;
}

export function watched(quotes: Situation['quotes']): Watched {
  const seen = new Map<string, TimedQuote>();
  return {
    seen,
    quotes: (symbol: string) => {
      const quote = quotes(symbol);
      if (quote) seen.set(symbol, quote);
      return quote;
    },
  };
}
