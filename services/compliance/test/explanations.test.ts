import type { Violation } from '@signalos/contracts';
import { findInstrument, type Decimal } from '@signalos/trading';
import { describe, expect, it } from 'vitest';
import { judge } from '../src/rules/judgement.ts';
import { largestAllowed } from '../src/rules/largest-order.ts';
import type { Situation } from '../src/rules/situation.ts';
import { recompute } from './formula.ts';
import { compare, fraction } from './oracle/fraction.ts';
import { situationsOf } from './scenarios.ts';

const SEED = 4;
const CASES = 1_500;

/** Rules about words, not numbers: there is nothing to work out. */
const IN_WORDS = new Set([
  'INPUT_INVALID_VOLUME',
  'INPUT_UNKNOWN_SYMBOL',
  'INPUT_VOLUME_STEP',
  'INPUT_INVALID_PRICE',
  'INPUT_NO_QUOTE',
  'PROFILE_UNKNOWN',
  'PROFILE_NOT_ACTIVE',
  'KILL_SWITCH',
  'ACCOUNT_NOT_ACTIVE',
  'ACCOUNT_PAUSED',
  'IDEMPOTENCY_CONFLICT',
  'SYMBOL_NOT_PERMITTED',
  'POSITION_NOT_FOUND',
  'REDUCE_ONLY_INCREASES',
  'SL_REQUIRED',
  'NEWS_BLACKOUT',
  'HEDGE_CROSS_ACCOUNT',
]);

const all = situationsOf(SEED, CASES);
const violationsOf = (situation: Situation) => {
  const { violations, warnings } = judge(situation);
  return [...violations, ...warnings];
};

describe(`what is said about ${CASES} orders of any kind`, () => {
  it('can be worked out again from its own numbers', () => {
    const seen = new Set<string>();
    for (const violation of all.flatMap(violationsOf)) {
      seen.add(violation.ruleId);
      if (!IN_WORDS.has(violation.ruleId)) expectToHold(violation);
    }
    expect(seen.size).toBeGreaterThan(40);
  });

  it('names a size that passes, and one step more does not', () => {
    let named = 0;
    for (const situation of all) {
      const instrument = findInstrument(situation.trade.symbol);
      const { risk, repeats } = judge(situation);
      const largest = largestAllowed(situation);
      if (!instrument || !risk || repeats || !largest.isPositive()) continue;
      named++;
      const { lotStep } = instrument;
      expect(refusedAt(situation, largest)).toEqual([]);
      expect(refusedAt(situation, largest.plus(lotStep))).not.toEqual([]);
    }
    expect(named).toBeGreaterThan(CASES / 5);
  });

  it('names no size where no order passes', () => {
    let none = 0;
    for (const situation of all) {
      const instrument = findInstrument(situation.trade.symbol);
      if (!instrument || situation.trade.reduceOnly || !judge(situation).risk) continue;
      if (!largestAllowed(situation).isZero()) continue;
      none++;
      expect(refusedAt(situation, instrument.minLot)).not.toEqual([]);
    }
    expect(none).toBeGreaterThan(CASES / 20);
  });
});

function expectToHold(violation: Violation): void {
  const { actual, limit, holds } = recompute(violation);
  expect(holds, JSON.stringify(violation)).toBe(true);
  expect(compare(actual, fraction(violation.actual)), JSON.stringify(violation)).toBe(0);
  expect(compare(limit, fraction(violation.limit)), JSON.stringify(violation)).toBe(0);
}

/** What refuses an order of this size, sent when nothing else was. */
function refusedAt(situation: Situation, lots: Decimal): string[] {
  const trade = { ...situation.trade, lots: lots.toString() };
  const quiet = { ...situation.activity, recentRequests: [], messagesLastSecond: 0 };
  return judge({ ...situation, trade, activity: quiet }).violations.map(({ ruleId }) => ruleId);
}
