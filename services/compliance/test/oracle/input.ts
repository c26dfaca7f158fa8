import {
  activeProfile,
  findInstrument,
  instrumentOf,
  isGiven,
  type Case,
  type Profile,
  type Trade,
} from './case.ts';
import {
  compare,
  DECIMAL,
  floor,
  fraction,
  isAbove,
  isBelow,
  over,
  type Fraction,
} from './fraction.ts';
import { conversionFault, quoteFault } from './market.ts';

export const INPUT_RULES = [
  'INPUT_INVALID_VOLUME',
  'INPUT_UNKNOWN_SYMBOL',
  'INPUT_VOLUME_STEP',
  'INPUT_INVALID_PRICE',
  'INPUT_NO_QUOTE',
  'QUOTE_STALE',
  'SL_WRONG_SIDE',
];

const FIGURE_MAX = fraction('1000000');

/** Stage 0: the first thing that makes no sense of the order. */
export function inputFault(situation: Case): string | undefined {
  const { trade } = situation;
  if (!isVolume(trade.lots)) return 'INPUT_INVALID_VOLUME';
  if (!findInstrument(trade.symbol)) return 'INPUT_UNKNOWN_SYMBOL';
  if (!isWholeSteps(trade)) return 'INPUT_VOLUME_STEP';
  if (!hasValidPrices(trade)) return 'INPUT_INVALID_PRICE';
  if (trade.reduceOnly) return undefined;
  const fault = marketFault(situation);
  if (fault) return fault;
  return isStopOnWrongSide(situation) ? 'SL_WRONG_SIDE' : undefined;
}

/** A market order is opened at the market, another at its own price. */
export function entryOf(situation: Case): string {
  const { symbol, side, type, entryPrice } = situation.trade;
  if (type !== 'market' && isGiven(entryPrice)) return entryPrice;
  const quote = situation.market.quotes[symbol];
  if (!quote) throw new Error(`There is no quote of ${symbol}`);
  return side === 'buy' ? quote.ask : quote.bid;
}

function isVolume(lots: unknown): boolean {
  if (typeof lots !== 'string' || !DECIMAL.test(lots)) return false;
  return fraction(lots).top > 0n && !isAbove(fraction(lots), FIGURE_MAX);
}

function isWholeSteps({ symbol, lots }: Trade): boolean {
  const { minLot, lotStep } = instrumentOf(symbol);
  if (isBelow(fraction(lots), fraction(minLot))) return false;
  const steps: Fraction = over(fraction(lots), fraction(lotStep));
  return compare(steps, floor(steps, 0)) === 0;
}

function hasValidPrices({ type, entryPrice, slPrice, tpPrice }: Trade): boolean {
  if (![entryPrice, slPrice, tpPrice].every(isPriceOrNone)) return false;
  return type === 'market' || isGiven(entryPrice);
}

function isPriceOrNone(price: unknown): boolean {
  if (price === undefined || price === null) return true;
  if (typeof price !== 'string' || !DECIMAL.test(price)) return false;
  return fraction(price).top >= 0n && !isAbove(fraction(price), FIGURE_MAX);
}

/** What must be priced: the symbol, its loss if it has one, all that is open, what the order moves. */
function marketFault(situation: Case): string | undefined {
  const { trade, openPositions } = situation;
  const profile = activeProfile(situation);
  const losesAtStop = isGiven(trade.slPrice) || profile?.missingSl === 'assume';
  return (
    quoteFault(situation, trade.symbol) ??
    (losesAtStop ? worthFault(situation, trade.symbol) : undefined) ??
    openFault(situation, openPositions) ??
    (profile && countsNotional(profile) ? worthFault(situation, trade.symbol) : undefined)
  );
}

function openFault(situation: Case, positions: Case['openPositions']): string | undefined {
  for (const { symbol } of positions) {
    const fault = quoteFault(situation, symbol) ?? worthFault(situation, symbol);
    if (fault) return fault;
  }
  return undefined;
}

const worthFault = (situation: Case, symbol: string) =>
  conversionFault(situation, instrumentOf(symbol).quote, situation.account.currency);

const countsNotional = (profile: Profile): boolean =>
  profile.maxEffectiveLeverage !== undefined ||
  profile.leverageCaps !== undefined ||
  profile.marginCloseOutPct !== undefined ||
  profile.maxOrderValue !== undefined;

function isStopOnWrongSide(situation: Case): boolean {
  const { side, slPrice } = situation.trade;
  if (!isGiven(slPrice)) return false;
  const order = compare(fraction(slPrice), fraction(entryOf(situation)));
  return side === 'buy' ? order >= 0 : order <= 0;
}
