import { Decimal } from '@signalos/trading';

const HUNDRED = Decimal.integer(100);
const QUOTIENT = { digits: 18, rounding: 'half-even' } as const;

/** What an account was worth at some instant. */
export interface CurvePoint {
  readonly at: Date;
  readonly value: Decimal;
  /** What came (or, below zero, went) just before, without a trade: it moves the peak along. */
  readonly flow: Decimal;
}

export interface Drawdown {
  /** The deepest fall below the highest value before it. */
  readonly max: Decimal;
  readonly maxPct: Decimal;
  /** How far the last value is below the highest. */
  readonly current: Decimal;
  readonly currentPct: Decimal;
}

/** Undefined for a curve without a point. */
export function drawdownOf(curve: readonly CurvePoint[]): Drawdown | undefined {
  let peak: Decimal | undefined;
  let max = Decimal.ZERO;
  let maxPct = Decimal.ZERO;
  let current = Decimal.ZERO;
  let currentPct = Decimal.ZERO;
  for (const { value, flow } of curve) {
    peak = peak ? Decimal.max(peak.plus(flow), value) : value;
    current = peak.minus(value);
    currentPct = percentOf(current, peak) ?? Decimal.ZERO;
    max = Decimal.max(max, current);
    maxPct = Decimal.max(maxPct, currentPct);
  }
  return peak && { max, maxPct, current, currentPct };
}

/** Undefined of nothing, and of less. */
function percentOf(part: Decimal, whole: Decimal): Decimal | undefined {
  if (!whole.isPositive()) return undefined;
  return part.times(HUNDRED).dividedBy(whole, QUOTIENT);
}
