import { Decimal, type Instrument } from '@signalos/trading';
import type { Limits } from '../profiles/limits.ts';
import type { Market } from './market.ts';
import type { Order } from './order.ts';
import type { Pricing } from './pricing.ts';
import type { Position } from './situation.ts';
import type { Valuation } from './valuation.ts';

/** What is moved, and what must be put down for it, in the account’s currency. */
export interface Exposure {
  /** Of the order; zero where no limit of the profile asks for it. */
  readonly notional: Decimal;
  /** Zero where its class has no leverage cap. */
  readonly margin: Decimal;
  /** The cap of its class, or less where it asks for less. */
  readonly leverage: Decimal | undefined;
  readonly openNotional: Decimal;
  readonly usedMargin: Decimal;
}

export interface OpenExposure {
  readonly openNotional: Decimal;
  readonly usedMargin: Decimal;
}

/** Of a profile that does not ask. */
const NONE: Exposure = {
  notional: Decimal.ZERO,
  margin: Decimal.ZERO,
  leverage: undefined,
  openNotional: Decimal.ZERO,
  usedMargin: Decimal.ZERO,
};

/** Whether a profile limits what is moved, and not only what may be lost. */
function limitsNotional(limits: Limits): boolean {
  const { maxEffectiveLeverage, leverageCaps, marginCloseOutPct, maxOrderValue } = limits;
  return Boolean(maxEffectiveLeverage ?? leverageCaps ?? marginCloseOutPct ?? maxOrderValue);
}

/** Undefined when a price is not known; the market says which. */
export function openExposure(
  valuation: Valuation,
  limits: Limits,
  market: Market,
): OpenExposure | undefined {
  if (!limitsNotional(limits)) return NONE;
  let openNotional = Decimal.ZERO;
  let usedMargin = Decimal.ZERO;
  for (const { position, instrument, units, price } of valuation.positions) {
    const notional = market.notional({ instrument, units, price });
    if (!notional) return undefined;
    openNotional = openNotional.plus(notional);
    usedMargin = usedMargin.plus(marginOf(position, notional, { instrument, limits, market }));
  }
  return { openNotional, usedMargin };
}

interface Terms {
  readonly instrument: Instrument;
  readonly limits: Limits;
  readonly market: Market;
}

/** What the broker holds for a position, or would hold at the cap of its class. */
function marginOf(
  { initialMargin }: Position,
  notional: Decimal,
  { instrument, limits, market }: Terms,
): Decimal {
  if (initialMargin) return initialMargin;
  const cap = limits.leverageCaps?.[instrument.assetClass];
  return cap ? market.divided(notional, cap) : Decimal.ZERO;
}

/** Undefined when a price is not known; the market says which. */
export function orderExposure(
  order: Order,
  { entry, units }: Pricing,
  { limits, market, open }: { limits: Limits; market: Market; open: OpenExposure },
): Exposure | undefined {
  if (!limitsNotional(limits)) return NONE;
  const { instrument } = order;
  const notional = market.notional({ instrument, units, price: entry });
  if (!notional) return undefined;
  const leverage = leverageOf(order, limits.leverageCaps?.[instrument.assetClass]);
  const margin = leverage ? market.divided(notional, leverage) : Decimal.ZERO;
  const { openNotional, usedMargin } = open;
  return { notional, margin, leverage, openNotional, usedMargin };
}

function leverageOf({ leverage }: Order, cap: Decimal | undefined): Decimal | undefined {
  return cap && leverage ? Decimal.min(cap, leverage) : cap;
}
