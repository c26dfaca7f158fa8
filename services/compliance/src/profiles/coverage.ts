import { EVALUATED_RULES } from '../rules/catalogue.ts';
import type { LimitName } from './limits.ts';
import type { Profile } from './profile.ts';

/** The rules that hold an account to a limit. */
const RULES_OF: Readonly<Record<LimitName, readonly string[]>> = {
  maxLotsPerTrade: ['LOT_MAX_PER_TRADE'],
  daily: ['DAILY_LOSS_LIMIT', 'DAILY_LOSS_BREACHED'],
  total: ['TOTAL_LOSS_LIMIT', 'TOTAL_LOSS_BREACHED'],
  maxOpenLotsTotal: ['LOT_MAX_OPEN_TOTAL'],
  riskPerTradePctEquity: ['RISK_PER_TRADE_MAX'],
  riskPerSymbolPctInitial: ['RISK_PER_SYMBOL_MAX'],
  openRiskPctEquity: ['OPEN_RISK_MAX'],
  maxOpenPositions: ['MAX_OPEN_POSITIONS'],
  maxTradesPerDay: ['MAX_TRADES_PER_DAY'],
  maxEffectiveLeverage: ['LEVERAGE_EFFECTIVE_MAX'],
  leverageCaps: ['LEVERAGE_MAX_ASSET_CLASS', 'MARGIN_INSUFFICIENT'],
  marginCloseOutPct: ['MARGIN_CLOSE_OUT'],
  negativeBalance: ['NEGATIVE_BALANCE_RISK'],
  collarPct: ['PRICE_COLLAR'],
  maxOrderValue: ['MAX_ORDER_VALUE'],
  maxOrderVolume: ['MAX_ORDER_VOLUME'],
  maxMessagesPerSecond: ['MESSAGE_RATE'],
  maxStrategyExecutions: ['REPEATED_EXECUTION_THROTTLE'],
  news: ['NEWS_BLACKOUT'],
  preCloseMs: ['PRE_CLOSE_WINDOW'],
  crossAccountHedge: ['HEDGE_CROSS_ACCOUNT'],
  martingale: ['MARTINGALE'],
  assumeSlPct: ['SL_REQUIRED'],
  objectives: [],
  monitors: [],
};

export interface UnevaluatedLimit {
  readonly limit: LimitName;
  readonly rules: string[];
}

/** The limits of a profile that no rule looks at yet, so that nobody relies on them. */
export function unevaluatedLimits({ source }: Pick<Profile, 'source'>): UnevaluatedLimit[] {
  return (Object.keys(RULES_OF) as LimitName[])
    .filter((limit) => source[limit] !== undefined)
    .map((limit) => ({ limit, rules: RULES_OF[limit].filter((id) => !EVALUATED_RULES.has(id)) }))
    .filter(({ rules }) => rules.length > 0);
}
