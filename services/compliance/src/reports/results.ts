import { Decimal } from '@signalos/trading';

const QUOTIENT = { digits: 18, rounding: 'half-even' } as const;

/** How trades, or days, ended after costs. */
export interface Tally {
  readonly wins: number;
  readonly losses: number;
  readonly flat: number;
  readonly won: Decimal;
  /** As a positive amount. */
  readonly lost: Decimal;
}

export function tallyOf(results: readonly Decimal[]): Tally {
  const winners = results.filter((result) => result.isPositive());
  const losers = results.filter((result) => result.isNegative());
  return {
    wins: winners.length,
    losses: losers.length,
    flat: results.length - winners.length - losers.length,
    won: Decimal.sum(winners),
    lost: Decimal.sum(losers).abs(),
  };
}

/** Sum of wins / |sum of losses|; undefined without a loss. */
export function profitFactor({ won, lost }: Tally): Decimal | undefined {
  return lost.isZero() ? undefined : won.dividedBy(lost, QUOTIENT);
}

/** Wins / (wins + losses); flat ones are left out. */
export function winRate({ wins, losses }: Tally): Decimal | undefined {
  const decided = wins + losses;
  if (decided === 0) return undefined;
  return Decimal.integer(wins).dividedBy(Decimal.integer(decided), QUOTIENT);
}

export function average(values: readonly Decimal[]): Decimal | undefined {
  if (values.length === 0) return undefined;
  return Decimal.sum(values).dividedBy(Decimal.integer(values.length), QUOTIENT);
}

/** The longest run of losses in this order; a flat one neither lengthens a run nor ends it. */
export function longestLosingRun(results: readonly Decimal[]): number {
  let longest = 0;
  let run = 0;
  for (const result of results) {
    if (result.isNegative()) run += 1;
    else if (result.isPositive()) run = 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

/** What the best day brought as a share of something, in percent: firms measure it in two ways. */
export interface BestDay {
  /** Of the total profit; undefined where there is none. */
  readonly ofProfit: Decimal | undefined;
  /** Of the sum of the days that won; undefined where none did. */
  readonly ofWinningDays: Decimal | undefined;
}

export function bestDayOf(days: readonly Decimal[]): BestDay {
  const best = days.reduce((high, day) => Decimal.max(high, day), Decimal.ZERO);
  const share = (whole: Decimal) =>
    whole.isPositive() ? best.times(Decimal.integer(100)).dividedBy(whole, QUOTIENT) : undefined;
  return { ofProfit: share(Decimal.sum(days)), ofWinningDays: share(tallyOf(days).won) };
}
