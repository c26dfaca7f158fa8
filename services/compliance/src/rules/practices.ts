import type { Context } from './context.ts';
import { profileRule } from './rule.ts';
import type { ClosedTrade, NewsRelease } from './situation.ts';
import { nextWeeklyClose } from './weekly-close.ts';

/** No opening around a release that moves the instrument; both ends of the interval belong to it. */
export const newsBlackout = profileRule(
  'NEWS_BLACKOUT',
  ({ news }) =>
    news &&
    (({ situation, order }: Context) => {
      const { account, now } = situation;
      if (!news.phases.includes(account.phase) || !news.types.includes(account.type)) {
        return undefined;
      }
      const { base, quote, symbol } = order.instrument;
      const { beforeMs, afterMs } = news;
      const untilRelease = ({ time }: NewsRelease) => time.getTime() - now.getTime();
      const release = situation.news.find((candidate) => {
        const left = untilRelease(candidate);
        const near = left <= beforeMs && left >= -afterMs;
        const targeted = candidate.currency === base || candidate.currency === quote;
        return near && targeted && candidate.impact === 'high';
      });
      if (!release) return undefined;
      const time = release.time.toISOString();
      return {
        message: `${symbol} may not be opened around the ${release.currency} release at ${time}`,
        limit: `${beforeMs} ms before to ${afterMs} ms after`,
        actual: untilRelease(release),
        unit: 'ms until release',
        formula: '-afterMs <= untilRelease <= beforeMs',
        inputs: { untilRelease: untilRelease(release), beforeMs, afterMs, release: time },
      };
    }),
);

/** No opening shortly before the week’s close, for a position that is held over a gap. */
export const preCloseWindow = profileRule(
  'PRE_CLOSE_WINDOW',
  ({ preCloseMs }) =>
    preCloseMs &&
    (({ situation: { now }, order: { instrument } }: Context) => {
      if (!instrument.weeklyClose) return undefined;
      const close = nextWeeklyClose(now);
      const untilClose = close.getTime() - now.getTime();
      if (untilClose > preCloseMs) return undefined;
      return {
        message: `${instrument.symbol} closes for the weekend at ${close.toISOString()}`,
        limit: preCloseMs,
        actual: untilClose,
        unit: 'ms',
        formula: 'untilClose <= preCloseMs',
        inputs: { untilClose, preCloseMs, close: close.toISOString() },
      };
    }),
);

export const hedgeAcrossAccounts = profileRule(
  'HEDGE_CROSS_ACCOUNT',
  ({ crossAccountHedge }) =>
    crossAccountHedge &&
    (({ situation, order: { instrument, side } }: Context) => {
      const { symbol } = instrument;
      const opposite = situation.linkedPositions.find(
        (position) => position.symbol === symbol && position.side !== side,
      );
      if (!opposite) return undefined;
      return {
        message: `Account ${opposite.accountId} holds the opposite side of ${symbol}`,
        limit: `no ${opposite.side} of ${symbol} on a linked account`,
        actual: side,
        unit: 'side',
        formula: 'linked.symbol == symbol and linked.side != side',
        inputs: {
          symbol,
          side,
          'linked.accountId': opposite.accountId,
          'linked.symbol': opposite.symbol,
          'linked.side': opposite.side,
        },
      };
    }),
  ({ crossAccountHedge = 'hard' }) => crossAccountHedge,
);

/** A bigger bet right after a loss. */
export const martingale = profileRule(
  'MARTINGALE',
  ({ martingale: limit }) =>
    limit &&
    (({ situation, order: { instrument, lots } }: Context) => {
      const last = newestOf(situation.closedTrades, instrument.symbol, situation.now);
      if (!last?.profit.isNegative()) return undefined;
      const { factor } = limit;
      const least = last.lots.times(factor);
      if (lots.lessThan(least)) return undefined;
      return {
        message: `${lots.toString()} lots of ${instrument.symbol} after ${last.lots.toString()} were lost`,
        limit: least,
        actual: lots,
        unit: 'lots',
        formula: 'lots >= lastLots * factor',
        inputs: { lots, lastLots: last.lots, factor, lastProfit: last.profit },
      };
    }),
  ({ martingale: limit }) => limit?.severity ?? 'hard',
);

function newestOf(
  closedTrades: readonly ClosedTrade[],
  symbol: string,
  now: Date,
): ClosedTrade | undefined {
  let newest: ClosedTrade | undefined;
  let newestAt = Number.NEGATIVE_INFINITY;
  for (const trade of closedTrades) {
    const at = trade.closedAt.getTime();
    if (trade.symbol !== symbol || at > now.getTime() || at < newestAt) continue;
    newest = trade;
    newestAt = at;
  }
  return newest;
}

/** RTS 6 Art. 15 (3): off after so many executions, until a named person enables the strategy. */
export const repeatedExecutionThrottle = profileRule(
  'REPEATED_EXECUTION_THROTTLE',
  ({ maxStrategyExecutions: max }) =>
    max &&
    (({ situation }: Context) => {
      const { strategyExecutions } = situation.activity;
      if (strategyExecutions + 1 <= max) return undefined;
      return {
        message: `The strategy was executed ${strategyExecutions} times, and must be enabled again by a person`,
        limit: max,
        actual: strategyExecutions + 1,
        unit: 'executions',
        formula: 'strategyExecutions + 1 > maxStrategyExecutions',
        inputs: { strategyExecutions, maxStrategyExecutions: max },
      };
    }),
);
