import instruments from './instruments.json' with { type: 'json' };
import profiles from './profiles.json' with { type: 'json' };

/** One situation and one order, as a line of golden.jsonl has them; only the order is hostile. */
export interface Case {
  readonly id: string;
  /** The name of a shipped profile, or the whole of a custom one. */
  readonly profile: string | Profile;
  readonly account: Account;
  readonly history: readonly Row[];
  readonly openPositions: readonly Position[];
  readonly trade: Trade;
  readonly now: string;
  readonly market: {
    readonly quotes: Readonly<Record<string, Quote>>;
    readonly news?: readonly News[];
  };
}

export interface Decision {
  readonly id: string;
  readonly allowed: boolean;
  readonly violations: readonly string[];
  readonly warnings: readonly string[];
  readonly replayed?: true;
}

export interface Account {
  readonly id: string;
  readonly currency: string;
  readonly initialBalance: string;
  readonly balance: string;
  readonly phase: string;
  readonly type: string;
  readonly status: string;
  readonly tradingState: string;
  readonly commissionPerLot: string;
  readonly profileActive?: boolean;
  readonly pausedUntil?: string | null;
  readonly dayStartEquity?: string;
  readonly minEquityToday?: string;
  readonly peakEquity?: string;
  readonly eodBalances?: readonly { readonly date: string; readonly balance: string }[];
  readonly permittedSymbols?: readonly string[];
  readonly counters?: Counters;
  readonly reservations?: readonly Reservation[];
  readonly linkedPositions?: readonly LinkedPosition[];
  readonly recentRequests?: readonly EarlierRequest[];
}

interface Counters {
  readonly messagesLastSecond?: number;
  readonly tradesToday?: number;
  readonly strategyExecutions?: number;
}

interface Reservation {
  readonly id: string;
  readonly symbol: string;
  readonly lots: string;
  readonly worstLoss: string;
  readonly expiresAt: string;
}

interface LinkedPosition {
  readonly accountId: string;
  readonly symbol: string;
  readonly side: string;
  readonly lots: string;
}

export interface EarlierRequest {
  readonly clientTradeId: string;
  readonly symbol: string;
  readonly side: string;
  readonly lots: string;
  readonly at: string;
  readonly allowed: boolean;
  readonly violations: readonly string[];
}

/** A closed trade (`net`), or cash that came or went (`amount`). */
export interface Row {
  readonly type?: string;
  readonly time: string;
  readonly symbol?: string;
  readonly side?: string;
  readonly lots?: string;
  readonly net?: string;
  readonly amount?: string;
}

export interface Position {
  readonly id: string;
  readonly symbol: string;
  readonly side: string;
  readonly lots: string;
  readonly openPrice: string;
  readonly slPrice: string | null;
  readonly swap: string;
  readonly commission: string;
  readonly initialMargin?: string;
}

export interface Trade {
  readonly clientTradeId: string;
  readonly symbol: string;
  readonly side: string;
  readonly lots: string;
  readonly type: string;
  readonly entryPrice?: string | null;
  readonly slPrice?: string | null;
  readonly tpPrice?: string | null;
  readonly leverage?: string;
  readonly reduceOnly?: boolean;
  readonly positionId?: string;
}

export interface Quote {
  readonly bid: string;
  readonly ask: string;
  readonly ts?: string;
}

interface News {
  readonly time: string;
  readonly currency: string;
  readonly impact: string;
}

export interface Profile {
  readonly name: string;
  readonly boundary: 'below' | 'touch';
  readonly day: { readonly tz: string; readonly at: string };
  readonly missingSl: 'deny' | 'assume' | 'allow';
  readonly assumeSlPct?: string;
  readonly maxLotsPerTrade?: string;
  readonly maxOpenLotsTotal?: string;
  readonly daily?: {
    readonly pct: string;
    readonly amountBase: 'initial' | 'reference';
    readonly reference: 'balance' | 'equity' | 'max';
    readonly kind?: 'pause';
  };
  readonly total?: {
    readonly pct?: string;
    readonly amount?: string;
    readonly mode: TotalMode;
    readonly lockAt?: string;
  };
  readonly riskPerTradePctEquity?: string;
  readonly riskPerSymbolPctInitial?: string;
  readonly openRiskPctEquity?: string;
  readonly maxOpenPositions?: number;
  readonly maxTradesPerDay?: number;
  readonly maxEffectiveLeverage?: string;
  readonly leverageCaps?: Readonly<Record<string, string>>;
  readonly marginCloseOutPct?: string;
  readonly negativeBalance?: true;
  readonly collarPct?: Readonly<Record<string, string>>;
  readonly maxOrderValue?: string;
  readonly maxOrderVolume?: string;
  readonly maxMessagesPerSecond?: number;
  readonly maxStrategyExecutions?: number;
  readonly news?: {
    readonly beforeMs: number;
    readonly afterMs: number;
    readonly phases: readonly string[];
    readonly types: readonly string[];
  };
  readonly preCloseMs?: number;
  readonly crossAccountHedge?: 'hard' | 'warn';
  readonly martingale?: { readonly factor: string; readonly severity: 'warn' | 'hard' };
  readonly duplicateWindowMs?: number;
  readonly maxQuoteAgeMs?: number;
}

type TotalMode = 'static' | 'trailing_eod' | 'trailing_closed' | 'trailing_intraday';

export interface Instrument {
  readonly base: string | null;
  readonly quote: string;
  readonly contractSize: string;
  readonly tick: string;
  readonly minLot: string;
  readonly lotStep: string;
  readonly class: string;
  readonly weeklyClose: boolean;
}

export const PROFILES = profiles as unknown as Readonly<Record<string, Profile>>;
export const INSTRUMENTS: Readonly<Record<string, Instrument>> = instruments;

export function findProfile({ profile }: Case): Profile | undefined {
  if (typeof profile !== 'string') return profile;
  return Object.hasOwn(PROFILES, profile) ? PROFILES[profile] : undefined;
}

/** A profile that is not active has no figures: what it says holds no more than an unknown one's. */
export const activeProfile = (situation: Case): Profile | undefined =>
  situation.account.profileActive === false ? undefined : findProfile(situation);

export function findInstrument(symbol: string): Instrument | undefined {
  return Object.hasOwn(INSTRUMENTS, symbol) ? INSTRUMENTS[symbol] : undefined;
}

export function instrumentOf(symbol: string): Instrument {
  const instrument = findInstrument(symbol);
  if (!instrument) throw new Error(`There is no instrument ${symbol}`);
  return instrument;
}

/** None is given when it is missing, null or zero. */
export const isGiven = (price: string | null | undefined): price is string =>
  typeof price === 'string' && /[1-9]/.test(price);
