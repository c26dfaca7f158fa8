import { findProfile, instrumentOf, isGiven, type Case, type Position } from './case.ts';
import { entryOf } from './input.ts';
import {
  ceiling,
  fraction,
  lowest,
  minus,
  negative,
  over,
  percentOf,
  plus,
  sum,
  times,
  ZERO,
  type Fraction,
} from './fraction.ts';
import { closingPrice, convert, minorUnits, profitAt } from './market.ts';

/** E: what the account is worth if all were closed now. */
export function equityOf(situation: Case): Fraction {
  const floating = situation.openPositions.map((position) => floatingOf(situation, position));
  return plus(fraction(situation.account.balance), sum(floating));
}

/** What a position can still cost: its profit now or at its stop, whichever is less. */
export function worstOf(situation: Case, position: Position): Fraction {
  const floating = floatingOf(situation, position);
  if (!isGiven(position.slPrice)) return floating;
  const stopped = profitAt(situation, position, fraction(position.slPrice));
  return lowest(floating, plus(stopped, costsOf(position)));
}

export const lossOf = (worst: Fraction): Fraction => (worst.top < 0n ? negative(worst) : ZERO);

/** L: the loss at the stop, and the commission, of the order. */
export function tradeLossOf(situation: Case): Fraction {
  const { account, trade } = situation;
  const commission = times(fraction(trade.lots), fraction(account.commissionPerLot));
  return plus(stopLossOf(situation), ceiling(commission, minorUnits(account.currency)));
}

export const liveReservations = ({ account, now }: Case) =>
  (account.reservations ?? []).filter(({ expiresAt }) => Date.parse(expiresAt) > Date.parse(now));

export const reservedOf = (reservations: readonly { readonly worstLoss: string }[]): Fraction =>
  sum(reservations.map(({ worstLoss }) => fraction(worstLoss)));

/** W: what is left if the order, all that is open and all that is reserved end at their worst. */
export function worstEquityOf(situation: Case): Fraction {
  const worsts = situation.openPositions.map((position) => worstOf(situation, position));
  const before = plus(fraction(situation.account.balance), sum(worsts));
  const reserved = reservedOf(liveReservations(situation));
  return minus(minus(before, reserved), tradeLossOf(situation));
}

/** What so many lots at this price are worth in the currency of the account. */
function notionalOf(
  situation: Case,
  { symbol, lots }: { symbol: string; lots: string },
  price: Fraction,
): Fraction {
  const { base, quote, contractSize } = instrumentOf(symbol);
  const { currency } = situation.account;
  const units = times(fraction(lots), fraction(contractSize));
  if (base === currency) return units;
  const cost = negative(times(units, price));
  const converted = convert(situation, cost, { from: quote, to: currency });
  return ceiling(negative(converted), minorUnits(currency));
}

export const tradeNotionalOf = (situation: Case): Fraction =>
  notionalOf(situation, situation.trade, fraction(entryOf(situation)));

export function openNotionalOf(situation: Case, position: Position): Fraction {
  const price = closingPrice(situation, position.symbol, position.side);
  return notionalOf(situation, position, price);
}

/** Nothing for a class without a cap, unless the position says what was asked for it. */
export function marginOf(situation: Case, position: Position): Fraction {
  if (position.initialMargin !== undefined) return fraction(position.initialMargin);
  const cap = findProfile(situation)?.leverageCaps?.[instrumentOf(position.symbol).class];
  if (cap === undefined) return ZERO;
  const margin = over(openNotionalOf(situation, position), fraction(cap));
  return ceiling(margin, minorUnits(situation.account.currency));
}

function floatingOf(situation: Case, position: Position): Fraction {
  const price = closingPrice(situation, position.symbol, position.side);
  return plus(profitAt(situation, position, price), costsOf(position));
}

const costsOf = ({ swap, commission }: Position): Fraction =>
  plus(fraction(swap), fraction(commission));

/** Without a stop there is no loss to name; SL_REQUIRED is there for those who mind. */
function stopLossOf(situation: Case): Fraction {
  const { symbol, side, lots } = situation.trade;
  const openPrice = entryOf(situation);
  const stop = stopOf(situation);
  if (!stop) return ZERO;
  return negative(profitAt(situation, { symbol, side, lots, openPrice }, stop));
}

function stopOf(situation: Case): Fraction | undefined {
  const { side, slPrice } = situation.trade;
  if (isGiven(slPrice)) return fraction(slPrice);
  const profile = findProfile(situation);
  if (profile?.missingSl !== 'assume' || profile.assumeSlPct === undefined) return undefined;
  const entry = fraction(entryOf(situation));
  const move = percentOf(fraction(profile.assumeSlPct), entry);
  return side === 'buy' ? minus(entry, move) : plus(entry, move);
}
