import {
  findInstrument,
  type Account,
  type Case,
  type Position,
  type Profile,
  type Row,
} from './case.ts';
import { type Random } from './random.ts';
import { inSteps, minorUnit, stepsIn, tickOf } from './world.ts';

/** One figure of a case that can be turned to any whole number between two ends. */
export interface Dial {
  readonly least: number;
  readonly most: number;
  readonly turn: (value: number) => Case;
}

const DAY_MS = 86_400_000;
const COUNT_MAX = 2_500;

/** A dial of this case, chosen at random; undefined where the figure is not there to be turned. */
export const someDial = (random: Random, situation: Case): Dial | undefined =>
  random.pick(DIALS)(situation, random);

type DialOf = (situation: Case, random: Random) => Dial | undefined;

const DIALS: readonly DialOf[] = [
  balanceDial,
  balanceDial,
  balanceDial,
  ({ account, ...rest }) => moneyDial(account, 'initialBalance', rest),
  ({ account, ...rest }) => moneyDial(account, 'minEquityToday', rest),
  ({ account, ...rest }) => moneyDial(account, 'dayStartEquity', rest),
  ({ account, ...rest }) => moneyDial(account, 'peakEquity', rest),
  commissionDial,
  lastCloseDial,
  lotsDial,
  lotsDial,
  lotsDial,
  stopDial,
  stopDial,
  stopDial,
  entryDial,
  quoteDial,
  leverageDial,
  nowDial,
  nowDial,
  pauseDial,
  counterDial,
  reservedLossDial,
  reservationEndDial,
  requestTimeDial,
  rowTimeDial,
  rowTimeDial,
  rowAmountDial,
  rowLotsDial,
  positionStopDial,
  positionLotsDial,
  positionSwapDial,
  newsDial,
  profileDial,
  profileDial,
];

function balanceDial({ account, ...rest }: Case): Dial | undefined {
  return moneyDial(account, 'balance', rest);
}

type Money = 'balance' | 'initialBalance' | 'minEquityToday' | 'dayStartEquity' | 'peakEquity';

/** Up to twice the account, in the smallest units of its currency. */
function moneyDial(account: Account, field: Money, rest: Omit<Case, 'account'>): Dial | undefined {
  if (account[field] === undefined) return undefined;
  const unit = minorUnit(account.currency);
  return {
    least: field === 'initialBalance' ? 1 : 0,
    most: 2 * stepsIn(account.initialBalance, unit),
    turn: (value) => ({ ...rest, account: { ...account, [field]: inSteps(value, unit) } }),
  };
}

function commissionDial(situation: Case): Dial {
  return {
    least: 0,
    most: 2_000_000,
    turn: (value) => withAccount(situation, { commissionPerLot: inSteps(value, '0.001') }),
  };
}

function lastCloseDial(situation: Case): Dial | undefined {
  const { currency, eodBalances = [], initialBalance } = situation.account;
  const last = eodBalances.at(-1);
  if (!last) return undefined;
  const unit = minorUnit(currency);
  return {
    least: 0,
    most: 2 * stepsIn(initialBalance, unit),
    turn: (value) =>
      withAccount(situation, {
        eodBalances: withLast(eodBalances, { ...last, balance: inSteps(value, unit) }),
      }),
  };
}

function lotsDial(situation: Case): Dial | undefined {
  const instrument = findInstrument(situation.trade.symbol);
  if (!instrument) return undefined;
  return {
    least: 1,
    most: 5_000,
    turn: (value) => withTrade(situation, { lots: inSteps(value, instrument.lotStep) }),
  };
}

function stopDial(situation: Case): Dial | undefined {
  return priceDial(situation, 'slPrice');
}

function entryDial(situation: Case): Dial | undefined {
  return situation.trade.type === 'market' ? undefined : priceDial(situation, 'entryPrice');
}

function priceDial(situation: Case, field: 'slPrice' | 'entryPrice'): Dial | undefined {
  const { symbol } = situation.trade;
  const quote = situation.market.quotes[symbol];
  if (!quote || !findInstrument(symbol)) return undefined;
  const tick = tickOf(symbol);
  return {
    least: 1,
    most: 2 * stepsIn(quote.ask, tick),
    turn: (value) => withTrade(situation, { [field]: inSteps(value, tick) }),
  };
}

/** Turns the ask of any quote from its bid up to half as much again. */
function quoteDial(situation: Case, random: Random): Dial | undefined {
  const { quotes } = situation.market;
  const symbol = random.pick(Object.keys(quotes));
  const quote = quotes[symbol];
  if (!quote) return undefined;
  const tick = tickOf(symbol);
  const least = stepsIn(quote.bid, tick);
  const turn = (value: number) => {
    const turned = { ...quotes, [symbol]: { ...quote, ask: inSteps(value, tick) } };
    return { ...situation, market: { ...situation.market, quotes: turned } };
  };
  return { least, most: Math.ceil(least * 1.5), turn };
}

function leverageDial(situation: Case): Dial {
  return {
    least: 1,
    most: 10_000,
    turn: (value) => withTrade(situation, { leverage: inSteps(value, '0.01') }),
  };
}

function nowDial(situation: Case): Dial {
  const now = Date.parse(situation.now);
  return {
    least: now - DAY_MS,
    most: now + DAY_MS,
    turn: (value) => ({ ...situation, now: isoAt(value) }),
  };
}

function pauseDial(situation: Case): Dial {
  const now = Date.parse(situation.now);
  return {
    least: now - DAY_MS,
    most: now + DAY_MS,
    turn: (value) => withAccount(situation, { pausedUntil: isoAt(value) }),
  };
}

function counterDial(situation: Case, random: Random): Dial {
  const counter = random.pick(['messagesLastSecond', 'tradesToday', 'strategyExecutions']);
  const { counters } = situation.account;
  return {
    least: 0,
    most: COUNT_MAX,
    turn: (value) => withAccount(situation, { counters: { ...counters, [counter]: value } }),
  };
}

function reservedLossDial(situation: Case): Dial | undefined {
  const { currency, initialBalance, reservations = [] } = situation.account;
  const last = reservations.at(-1);
  if (!last) return undefined;
  const unit = minorUnit(currency);
  return {
    least: 0,
    most: stepsIn(initialBalance, unit),
    turn: (value) =>
      withAccount(situation, {
        reservations: withLast(reservations, { ...last, worstLoss: inSteps(value, unit) }),
      }),
  };
}

function reservationEndDial(situation: Case): Dial | undefined {
  const { reservations = [] } = situation.account;
  const last = reservations.at(-1);
  if (!last) return undefined;
  return timeDial(situation, (expiresAt) =>
    withAccount(situation, { reservations: withLast(reservations, { ...last, expiresAt }) }),
  );
}

function requestTimeDial(situation: Case): Dial | undefined {
  const { recentRequests = [] } = situation.account;
  const last = recentRequests.at(-1);
  if (!last) return undefined;
  return timeDial(situation, (at) =>
    withAccount(situation, { recentRequests: withLast(recentRequests, { ...last, at }) }),
  );
}

function rowTimeDial(situation: Case, random: Random): Dial | undefined {
  return rowDial(situation, random, (row, turn) =>
    timeDial(situation, (time) => turn({ ...row, time })),
  );
}

function rowAmountDial(situation: Case, random: Random): Dial | undefined {
  const unit = minorUnit(situation.account.currency);
  const most = stepsIn(situation.account.initialBalance, unit);
  return rowDial(situation, random, (row, turn) => ({
    least: -most,
    most,
    turn: (value) =>
      turn({ ...row, [row.amount === undefined ? 'net' : 'amount']: inSteps(value, unit) }),
  }));
}

function rowLotsDial(situation: Case, random: Random): Dial | undefined {
  return rowDial(situation, random, (row, turn) => ({
    least: 1,
    most: COUNT_MAX,
    turn: (value) => turn({ ...row, lots: inSteps(value, '0.01') }),
  }));
}

function rowDial(
  situation: Case,
  random: Random,
  dialOf: (row: Row, turn: (row: Row) => Case) => Dial,
): Dial | undefined {
  const { history } = situation;
  const index = random.integer(0, history.length - 1);
  const row = history[index];
  return row && dialOf(row, (turned) => ({ ...situation, history: history.with(index, turned) }));
}

function positionStopDial(situation: Case, random: Random): Dial | undefined {
  return positionDial(situation, random, ({ symbol, openPrice }) => ({
    field: 'slPrice',
    step: tickOf(symbol),
    least: 1,
    most: 2 * stepsIn(openPrice, tickOf(symbol)),
  }));
}

function positionLotsDial(situation: Case, random: Random): Dial | undefined {
  return positionDial(situation, random, ({ symbol }) => ({
    field: 'lots',
    step: findInstrument(symbol)?.lotStep ?? '0.01',
    least: 1,
    most: COUNT_MAX,
  }));
}

function positionSwapDial(situation: Case, random: Random): Dial | undefined {
  const unit = minorUnit(situation.account.currency);
  const most = stepsIn(situation.account.initialBalance, unit);
  return positionDial(situation, random, () => ({ field: 'swap', step: unit, least: -most, most }));
}

interface PositionField extends Omit<Dial, 'turn'> {
  readonly field: keyof Position;
  readonly step: string;
}

function positionDial(
  situation: Case,
  random: Random,
  fieldOf: (position: Position) => PositionField,
): Dial | undefined {
  const { openPositions } = situation;
  const index = random.integer(0, openPositions.length - 1);
  const position = openPositions[index];
  if (!position) return undefined;
  const { field, step, least, most } = fieldOf(position);
  const turn = (value: number) => {
    const turned = { ...position, [field]: inSteps(value, step) };
    return { ...situation, openPositions: openPositions.with(index, turned) };
  };
  return { least, most, turn };
}

function newsDial(situation: Case): Dial | undefined {
  const { news = [] } = situation.market;
  const last = news.at(-1);
  if (!last) return undefined;
  return timeDial(situation, (time) => ({
    ...situation,
    market: { ...situation.market, news: withLast(news, { ...last, time }) },
  }));
}

const PROFILE_FIGURES = [
  'maxLotsPerTrade',
  'maxOpenLotsTotal',
  'riskPerTradePctEquity',
  'riskPerSymbolPctInitial',
  'openRiskPctEquity',
  'maxEffectiveLeverage',
  'maxOrderValue',
  'maxOrderVolume',
  'marginCloseOutPct',
] as const;

/** Turns one limit of a custom profile, in hundredths. */
function profileDial(situation: Case, random: Random): Dial | undefined {
  const { profile } = situation;
  if (typeof profile === 'string') return undefined;
  const turnTo = (change: Partial<Profile>) => ({
    ...situation,
    profile: { ...profile, ...change },
  });
  const { daily, total } = profile;
  if (daily && random.chance(0.3)) {
    return hundredths((pct) => turnTo({ daily: { ...daily, pct } }), 2_000);
  }
  if (total?.pct && random.chance(0.3)) {
    return hundredths((pct) => turnTo({ total: { ...total, pct } }), 3_000);
  }
  const figure = random.pick(PROFILE_FIGURES);
  if (profile[figure] === undefined) return undefined;
  const most = figure === 'maxOrderValue' ? 100_000_000 : 20_000;
  return hundredths((text) => turnTo({ [figure]: text }), most);
}

const hundredths = (turn: (text: string) => Case, most: number): Dial => ({
  least: 1,
  most,
  turn: (value) => turn(inSteps(value, '0.01')),
});

/** A time within a day of now. */
function timeDial({ now }: Case, turn: (time: string) => Case): Dial {
  const middle = Date.parse(now);
  return {
    least: middle - DAY_MS,
    most: middle + DAY_MS,
    turn: (value) => turn(isoAt(value)),
  };
}

const withLast = <T>(list: readonly T[], last: T): T[] => [...list.slice(0, -1), last];

const withAccount = (situation: Case, change: Partial<Account>): Case => ({
  ...situation,
  account: { ...situation.account, ...change },
});

const withTrade = (situation: Case, change: Partial<Case['trade']>): Case => ({
  ...situation,
  trade: { ...situation.trade, ...change },
});

const isoAt = (instant: number) => new Date(instant).toISOString();
