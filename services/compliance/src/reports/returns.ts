import { Decimal } from '@signalos/trading';

/**
 * Returns are statistics, not money: each is a quotient kept to 18 digits, their sums are exact, and
 * only the root and the last division of a ratio are taken in floating point.
 */
const QUOTIENT = { digits: 18, rounding: 'half-even' } as const;
const SQUARE = { digits: 36, rounding: 'half-even' } as const;

/** Risk-free return 0, and this many trading days to a year. */
const DAYS_A_YEAR = 252;

/** What a day brought, and what it began with. */
export interface DayResult {
  readonly startEquity: Decimal;
  readonly net: Decimal;
}

/** r = net / equity at the start of the day. A day that began with nothing has no return. */
export function returnsOf(days: readonly DayResult[]): Decimal[] {
  return days
    .filter(({ startEquity }) => startEquity.isPositive())
    .map(({ net, startEquity }) => net.dividedBy(startEquity, QUOTIENT));
}

export function meanReturn(returns: readonly Decimal[]): Decimal | undefined {
  if (returns.length === 0) return undefined;
  return Decimal.sum(returns).dividedBy(Decimal.integer(returns.length), QUOTIENT);
}

/** sqrt(sum((r - mean)^2) / (n - 1)); it takes two days. */
export function sampleDeviation(returns: readonly Decimal[]): number | undefined {
  const n = returns.length;
  if (n < 2) return undefined;
  const sum = Decimal.sum(returns);
  const squares = Decimal.sum(returns.map((value) => value.times(value)));
  const spread = squares.minus(sum.times(sum).dividedBy(Decimal.integer(n), SQUARE));
  return Math.sqrt(toNumber(spread) / (n - 1));
}

/** sqrt(sum(min(r, 0)^2) / n), over all n days and not over those with a loss alone. */
export function downsideDeviation(returns: readonly Decimal[]): number | undefined {
  if (returns.length === 0) return undefined;
  const losses = returns.filter((value) => value.isNegative());
  const squares = Decimal.sum(losses.map((value) => value.times(value)));
  return Math.sqrt(toNumber(squares) / returns.length);
}

/** mean / sample deviation × sqrt(252); undefined where days do not differ. */
export function sharpeRatio(returns: readonly Decimal[]): number | undefined {
  return annual(returns, sampleDeviation(returns));
}

/** mean / downside deviation × sqrt(252); undefined where no day lost. */
export function sortinoRatio(returns: readonly Decimal[]): number | undefined {
  return annual(returns, downsideDeviation(returns));
}

function annual(returns: readonly Decimal[], deviation: number | undefined): number | undefined {
  const mean = meanReturn(returns);
  if (!mean || !deviation) return undefined;
  return (toNumber(mean) / deviation) * Math.sqrt(DAYS_A_YEAR);
}

/** The loss that the k-th worst day made, k = ceil((1 - confidence) × n): historical, nearest rank. */
export function valueAtRisk(
  returns: readonly Decimal[],
  confidencePct: number,
): Decimal | undefined {
  return worstOf(returns, confidencePct).at(-1)?.negated();
}

/** The mean loss of the k worst days. */
export function conditionalValueAtRisk(
  returns: readonly Decimal[],
  confidencePct: number,
): Decimal | undefined {
  return meanReturn(worstOf(returns, confidencePct))?.negated();
}

/** In whole percent, because 1 - 0.95 is a little more than 0.05 in floating point. */
function worstOf(returns: readonly Decimal[], confidencePct: number): Decimal[] {
  const k = Math.ceil(((100 - confidencePct) * returns.length) / 100);
  return returns.toSorted((a, b) => a.compare(b)).slice(0, k);
}

function toNumber(value: Decimal): number {
  return Number(value.toString());
}
