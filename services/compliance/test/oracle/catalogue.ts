import {
  findProfile,
  instrumentOf,
  isGiven,
  type Case,
  type Instrument,
  type Profile,
} from './case.ts';
import { weeklyClose } from './clock.ts';
import { dailyFloorOf, lastTradeOf, totalFloorOf } from './day.ts';
import {
  absolute,
  ceiling,
  compare,
  floor,
  fraction,
  integer,
  isAbove,
  isBelow,
  lowest,
  minus,
  over,
  percentOf,
  plus,
  sum,
  times,
  type Fraction,
} from './fraction.ts';
import { entryOf } from './input.ts';
import { middleOf, minorUnits } from './market.ts';
import {
  equityOf,
  liveReservations,
  lossOf,
  marginOf,
  openNotionalOf,
  reservedOf,
  tradeLossOf,
  tradeNotionalOf,
  worstEquityOf,
  worstOf,
} from './worth.ts';

/** Stage 2: every rule that the order breaks. Those of which a profile only warns refuse nothing. */
export function brokenRules(situation: Case): { violations: string[]; warnings: string[] } {
  const facts = factsOf(situation);
  const broken = Object.entries(RULES)
    .filter(([, isBroken]) => isBroken(facts))
    .map(([rule]) => rule);
  const warns = warningsOf(facts.profile);
  return {
    violations: broken.filter((rule) => !warns.includes(rule)),
    warnings: broken.filter((rule) => warns.includes(rule)),
  };
}

function warningsOf({ martingale, crossAccountHedge }: Profile): string[] {
  return [
    ...(martingale?.severity === 'warn' ? ['MARTINGALE'] : []),
    ...(crossAccountHedge === 'warn' ? ['HEDGE_CROSS_ACCOUNT'] : []),
  ];
}

interface Facts {
  readonly situation: Case;
  readonly profile: Profile;
  readonly instrument: Instrument;
  readonly now: number;
  readonly lots: Fraction;
  readonly digits: number;
  /** E, W, L. */
  readonly equity: Fraction;
  readonly worstEquity: Fraction;
  readonly loss: Fraction;
  /** Where equity must not be, today and ever. */
  readonly dailyFloor: Fraction | undefined;
  readonly totalFloor: Fraction | undefined;
}

type Rule = (facts: Facts) => boolean;

const RULES: Readonly<Record<string, Rule>> = {
  SL_REQUIRED: ({ profile, situation }) =>
    profile.missingSl === 'deny' && !isGiven(situation.trade.slPrice),

  LOT_MAX_PER_TRADE: ({ profile, lots }) => exceeds(lots, profile.maxLotsPerTrade),

  LOT_MAX_OPEN_TOTAL: ({ profile, situation, lots }) => {
    const held = [...situation.openPositions, ...liveReservations(situation)];
    const total = plus(lots, sum(held.map((one) => fraction(one.lots))));
    return exceeds(total, profile.maxOpenLotsTotal);
  },

  DAILY_LOSS_LIMIT: (facts) =>
    breaks(facts, facts.worstEquity, facts.dailyFloor) && !isDailyBreached(facts),

  DAILY_LOSS_BREACHED: (facts) => isDailyBreached(facts),

  TOTAL_LOSS_LIMIT: (facts) =>
    breaks(facts, facts.worstEquity, facts.totalFloor) && !isTotalBreached(facts),

  TOTAL_LOSS_BREACHED: (facts) => isTotalBreached(facts),

  RISK_PER_TRADE_MAX: (facts) =>
    exceedsShare(facts, facts.loss, { pct: facts.profile.riskPerTradePctEquity, of: facts.equity }),

  RISK_PER_SYMBOL_MAX: (facts) => {
    const { account, trade } = facts.situation;
    const risk = riskOf(facts, ({ symbol }) => symbol === trade.symbol);
    const of = fraction(account.initialBalance);
    return exceedsShare(facts, risk, { pct: facts.profile.riskPerSymbolPctInitial, of });
  },

  OPEN_RISK_MAX: (facts) => {
    const risk = riskOf(facts, () => true);
    return exceedsShare(facts, risk, { pct: facts.profile.openRiskPctEquity, of: facts.equity });
  },

  MAX_OPEN_POSITIONS: ({ profile, situation }) => {
    const held = situation.openPositions.length + liveReservations(situation).length;
    return held + 1 > (profile.maxOpenPositions ?? Infinity);
  },

  MAX_TRADES_PER_DAY: ({ profile, situation }) =>
    (situation.account.counters?.tradesToday ?? 0) + 1 > (profile.maxTradesPerDay ?? Infinity),

  LEVERAGE_EFFECTIVE_MAX: ({ profile, situation, equity }) => {
    if (profile.maxEffectiveLeverage === undefined) return false;
    const open = situation.openPositions.map((position) => openNotionalOf(situation, position));
    const all = plus(sum(open), tradeNotionalOf(situation));
    return isAbove(all, times(fraction(profile.maxEffectiveLeverage), equity));
  },

  LEVERAGE_MAX_ASSET_CLASS: (facts) => {
    const { leverage } = facts.situation.trade;
    return leverage !== undefined && exceeds(fraction(leverage), capOf(facts));
  },

  MARGIN_INSUFFICIENT: (facts) => {
    const cap = capOf(facts);
    if (cap === undefined) return false;
    const { leverage = cap } = facts.situation.trade;
    const granted = lowest(fraction(leverage), fraction(cap));
    const margin = ceiling(over(tradeNotionalOf(facts.situation), granted), facts.digits);
    return isBelow(minus(facts.equity, usedMargin(facts)), margin);
  },

  MARGIN_CLOSE_OUT: (facts) => {
    const { marginCloseOutPct } = facts.profile;
    if (marginCloseOutPct === undefined) return false;
    return isBelow(facts.equity, percentOf(fraction(marginCloseOutPct), usedMargin(facts)));
  },

  NEGATIVE_BALANCE_RISK: ({ profile, worstEquity }) =>
    (profile.negativeBalance ?? false) && worstEquity.top < 0n,

  PRICE_COLLAR: ({ profile, instrument, situation }) => {
    const pct = profile.collarPct?.[instrument.class];
    if (pct === undefined) return false;
    const middle = middleOf(situation, situation.trade.symbol);
    const away = absolute(minus(fraction(entryOf(situation)), middle));
    return isAbove(times(away, integer(100)), times(fraction(pct), middle));
  },

  MAX_ORDER_VALUE: ({ profile, situation }) =>
    profile.maxOrderValue !== undefined &&
    exceeds(tradeNotionalOf(situation), profile.maxOrderValue),

  MAX_ORDER_VOLUME: ({ profile, lots }) => exceeds(lots, profile.maxOrderVolume),

  REPEATED_EXECUTION_THROTTLE: ({ profile, situation }) =>
    (situation.account.counters?.strategyExecutions ?? 0) + 1 >
    (profile.maxStrategyExecutions ?? Infinity),

  NEWS_BLACKOUT: ({ profile, instrument, situation, now }) => {
    const { news } = profile;
    const { phase, type } = situation.account;
    if (!news?.phases.includes(phase) || !news.types.includes(type)) return false;
    return (situation.market.news ?? []).some(({ time, currency, impact }) => {
      const isOurs = impact === 'high' && [instrument.base, instrument.quote].includes(currency);
      const event = Date.parse(time);
      return isOurs && event - news.beforeMs <= now && now <= event + news.afterMs;
    });
  },

  PRE_CLOSE_WINDOW: ({ profile, instrument, now }) =>
    profile.preCloseMs !== undefined &&
    instrument.weeklyClose &&
    weeklyClose(now) - now <= profile.preCloseMs,

  HEDGE_CROSS_ACCOUNT: ({ profile, situation }) => {
    const { symbol, side } = situation.trade;
    const linked = situation.account.linkedPositions ?? [];
    const isHedge = linked.some((one) => one.symbol === symbol && one.side !== side);
    return profile.crossAccountHedge !== undefined && isHedge;
  },

  MARTINGALE: ({ profile, situation, lots }) => {
    const last = lastTradeOf(situation, situation.trade.symbol);
    if (!profile.martingale || last?.lots === undefined || last.net === undefined) return false;
    const hasLost = fraction(last.net).top < 0n;
    const raised = times(fraction(profile.martingale.factor), fraction(last.lots));
    return hasLost && compare(lots, raised) >= 0;
  },
};

/** Every rule of stage 2. */
export const RISK_RULES: readonly string[] = Object.keys(RULES);

function factsOf(situation: Case): Facts {
  const profile = findProfile(situation);
  if (!profile) throw new Error('An order without a profile does not come this far');
  return {
    situation,
    profile,
    instrument: instrumentOf(situation.trade.symbol),
    now: Date.parse(situation.now),
    lots: fraction(situation.trade.lots),
    digits: minorUnits(situation.account.currency),
    equity: equityOf(situation),
    worstEquity: worstEquityOf(situation),
    loss: tradeLossOf(situation),
    dailyFloor: dailyFloorOf(situation, profile),
    totalFloor: totalFloorOf(situation, profile),
  };
}

function isDailyBreached(facts: Facts): boolean {
  const { minEquityToday } = facts.situation.account;
  const least =
    minEquityToday === undefined ? facts.equity : lowest(facts.equity, fraction(minEquityToday));
  return breaks(facts, least, facts.dailyFloor);
}

const isTotalBreached = (facts: Facts) => breaks(facts, facts.equity, facts.totalFloor);

/** Firms differ in whether a limit is broken when it is touched. */
function breaks({ profile }: Facts, worth: Fraction, least: Fraction | undefined): boolean {
  if (!least) return false;
  return profile.boundary === 'touch' ? compare(worth, least) <= 0 : isBelow(worth, least);
}

/** All that can still be lost in these symbols: by what is open, what is reserved, and the order. */
function riskOf({ situation, loss }: Facts, isMeant: (one: { symbol: string }) => boolean) {
  const open = situation.openPositions.filter(isMeant);
  const losses = open.map((position) => lossOf(worstOf(situation, position)));
  const reserved = reservedOf(liveReservations(situation).filter(isMeant));
  return sum([...losses, reserved, loss]);
}

const usedMargin = ({ situation }: Facts): Fraction =>
  sum(situation.openPositions.map((position) => marginOf(situation, position)));

const capOf = ({ profile, instrument }: Facts) => profile.leverageCaps?.[instrument.class];

const exceeds = (value: Fraction, max: string | undefined): boolean =>
  max !== undefined && isAbove(value, fraction(max));

function exceedsShare(
  { digits }: Facts,
  risk: Fraction,
  { pct, of }: { pct: string | undefined; of: Fraction },
): boolean {
  return pct !== undefined && isAbove(risk, floor(percentOf(fraction(pct), of), digits));
}
