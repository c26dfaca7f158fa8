import { findInstrument, type Case, type Position, type Profile } from './case.ts';
import { COUNT_MAX, timeDial, withLast, withTrade, type Dial } from './dial.ts';
import { type Random } from './random.ts';
import { inSteps, minorUnit, stepsIn, tickOf } from './world.ts';

export function lotsDial(situation: Case): Dial | undefined {
  const instrument = findInstrument(situation.trade.symbol);
  if (!instrument) return undefined;
  return {
    least: 1,
    most: 5_000,
    turn: (value) => withTrade(situation, { lots: inSteps(value, instrument.lotStep) }),
  };
}

export function stopDial(situation: Case): Dial | undefined {
  return priceDial(situation, 'slPrice');
}

export function entryDial(situation: Case): Dial | undefined {
  return situation.trade.type === 'market' ? undefined : priceDial(situation, 'entryPrice');
}

/** Turns the ask of any quote from its bid up to half as much again. */
export function quoteDial(situation: Case, random: Random): Dial | undefined {
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

export function leverageDial(situation: Case): Dial {
  return {
    least: 1,
    most: 10_000,
    turn: (value) => withTrade(situation, { leverage: inSteps(value, '0.01') }),
  };
}

export function nowDial(situation: Case): Dial {
  return timeDial(situation, (now) => ({ ...situation, now }));
}

export function positionStopDial(situation: Case, random: Random): Dial | undefined {
  return positionDial(situation, random, ({ symbol, openPrice }) => ({
    field: 'slPrice',
    step: tickOf(symbol),
    least: 1,
    most: 2 * stepsIn(openPrice, tickOf(symbol)),
  }));
}

export function positionLotsDial(situation: Case, random: Random): Dial | undefined {
  return positionDial(situation, random, ({ symbol }) => ({
    field: 'lots',
    step: findInstrument(symbol)?.lotStep ?? '0.01',
    least: 1,
    most: COUNT_MAX,
  }));
}

export function positionSwapDial(situation: Case, random: Random): Dial | undefined {
  const unit = minorUnit(situation.account.currency);
  const most = stepsIn(situation.account.initialBalance, unit);
  return positionDial(situation, random, () => ({ field: 'swap', step: unit, least: -most, most }));
}

export function newsDial(situation: Case): Dial | undefined {
  const { news = [] } = situation.market;
  const last = news.at(-1);
  if (!last) return undefined;
  return timeDial(situation, (time) => ({
    ...situation,
    market: { ...situation.market, news: withLast(news, { ...last, time }) },
  }));
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
export function profileDial(situation: Case, random: Random): Dial | undefined {
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
