import { Decimal } from '@signalos/trading';
import type { Market } from '../rules/market.ts';
import type { PositionValue, Valuation } from '../rules/valuation.ts';

const LEVERAGE = { digits: 6, rounding: 'ceiling' } as const;

interface SymbolExposure {
  readonly symbol: string;
  readonly longLots: Decimal;
  readonly shortLots: Decimal;
  /** What is moved, long and short together, in the account's currency. */
  readonly notional: Decimal;
  readonly floating: Decimal;
  /** Zero or more: what its positions lose by running to their stops. */
  readonly risk: Decimal;
}

interface CurrencyExposure {
  readonly currency: string;
  /** In the account's currency; below zero where more of it is owed than held. */
  readonly net: Decimal;
}

/** What is open, and how many times the account's equity that moves. */
export interface Exposure {
  readonly bySymbol: readonly SymbolExposure[];
  /** Of instruments with a base currency: that is held, and their quote currency owed. */
  readonly byCurrency: readonly CurrencyExposure[];
  readonly notional: Decimal;
  /** Undefined where there is no equity to move it with. */
  readonly leverage: Decimal | undefined;
}

/** Undefined when a price is not known; the market says which. */
export function exposureOf({ positions, equity }: Valuation, market: Market): Exposure | undefined {
  const symbols = new Map<string, SymbolExposure>();
  const currencies = new Map<string, Decimal>();
  let total = Decimal.ZERO;
  for (const value of positions) {
    const { instrument, position, units, price } = value;
    const notional = market.notional({ instrument, units, price });
    if (!notional) return undefined;
    total = total.plus(notional);
    symbols.set(position.symbol, added(symbols.get(position.symbol), value, notional));
    addLegs(currencies, value, notional);
  }
  return {
    bySymbol: [...symbols.values()].toSorted((a, b) => b.notional.compare(a.notional)),
    byCurrency: [...currencies].map(([currency, net]) => ({ currency, net })),
    notional: total,
    leverage: equity.isPositive() ? total.dividedBy(equity, LEVERAGE) : undefined,
  };
}

function added(
  known: SymbolExposure | undefined,
  { position, floating, risk }: PositionValue,
  notional: Decimal,
): SymbolExposure {
  const { symbol, side, lots } = position;
  const before = known ?? NOTHING;
  return {
    symbol,
    longLots: side === 'buy' ? before.longLots.plus(lots) : before.longLots,
    shortLots: side === 'sell' ? before.shortLots.plus(lots) : before.shortLots,
    notional: before.notional.plus(notional),
    floating: before.floating.plus(floating),
    risk: before.risk.plus(risk),
  };
}

const NOTHING = {
  longLots: Decimal.ZERO,
  shortLots: Decimal.ZERO,
  notional: Decimal.ZERO,
  floating: Decimal.ZERO,
  risk: Decimal.ZERO,
};

function addLegs(
  currencies: Map<string, Decimal>,
  { instrument, position }: PositionValue,
  notional: Decimal,
): void {
  const { base, quote } = instrument;
  if (!base) return;
  const held = position.side === 'buy' ? notional : notional.negated();
  currencies.set(base, (currencies.get(base) ?? Decimal.ZERO).plus(held));
  currencies.set(quote, (currencies.get(quote) ?? Decimal.ZERO).minus(held));
}
