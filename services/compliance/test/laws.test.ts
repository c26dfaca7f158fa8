import { findInstrument, type Decimal } from '@signalos/trading';
import { describe, expect, it } from 'vitest';
import { judge, type Judgement } from '../src/rules/judgement.ts';
import type { Situation } from '../src/rules/situation.ts';
import { situationsOf } from './scenarios.ts';

const SEED = 11;
const CASES = 1_500;
const all = situationsOf(SEED, CASES);
const opening = all.filter(({ trade }) => !trade.reduceOnly);

/** What may be wrong with an order that closes. */
const AGAINST_CLOSING = new Set([
  'INPUT_INVALID_VOLUME',
  'INPUT_UNKNOWN_SYMBOL',
  'INPUT_VOLUME_STEP',
  'INPUT_INVALID_PRICE',
  'KILL_SWITCH',
  'IDEMPOTENCY_CONFLICT',
  'DUPLICATE_TRADE',
  'MESSAGE_RATE',
  'POSITION_NOT_FOUND',
  'REDUCE_ONLY_INCREASES',
]);

const idsOf = ({ violations }: Judgement) => violations.map(({ ruleId }) => ruleId);

/** Sent when nothing else was: a smaller order may be the twin of one that was sent before. */
const quiet = (situation: Situation): Situation => ({
  ...situation,
  activity: { ...situation.activity, recentRequests: [] },
});

const withLots = (situation: Situation, lots: Decimal): Situation => ({
  ...situation,
  trade: { ...situation.trade, lots: lots.toString() },
});

describe(`judging ${CASES} orders of any kind under any profile`, () => {
  it('allows the smallest order where it allows a larger one', () => {
    const allowed = opening.map(quiet).filter((situation) => judge(situation).allowed);

    for (const situation of allowed) {
      const minLot = findInstrument(situation.trade.symbol)?.minLot;
      expect(minLot && idsOf(judge(withLots(situation, minLot)))).toEqual([]);
    }
    expect(allowed.length).toBeGreaterThan(CASES / 10);
  });

  it('does not depend on the order in which things are listed', () => {
    for (const situation of all) {
      const { positions, reservations, linkedPositions, news, activity } = situation;
      const reversed = {
        ...situation,
        positions: positions.toReversed(),
        reservations: reservations.toReversed(),
        linkedPositions: linkedPositions.toReversed(),
        news: news.toReversed(),
        activity: { ...activity, recentRequests: activity.recentRequests.toReversed() },
      };
      const [one, other] = [judge(situation), judge(reversed)];
      expect([other.allowed, idsOf(other).toSorted()]).toEqual([
        one.allowed,
        idsOf(one).toSorted(),
      ]);
    }
  });

  it('never lets an order pass that is bigger than the profile allows', () => {
    let limited = 0;
    for (const situation of opening) {
      const max = situation.limits?.maxLotsPerTrade;
      const step = findInstrument(situation.trade.symbol)?.lotStep;
      if (!max?.isMultipleOf(step ?? max) || !step) continue;
      limited++;
      expect(judge(withLots(quiet(situation), max.plus(step))).allowed).toBe(false);
    }
    expect(limited).toBeGreaterThan(CASES / 10);
  });

  it('refuses no order that closes for its risk, price or profile', () => {
    const closing = all.filter(({ trade }) => trade.reduceOnly);
    const reasons = new Set(closing.flatMap((situation) => idsOf(judge(situation))));

    expect(reasons.difference(AGAINST_CLOSING)).toEqual(new Set());
    expect(reasons.size).toBeGreaterThan(5);
  });

  it('says the same again about the same', () => {
    for (const situation of all) expect(judge(situation)).toEqual(judge(situation));
  });
});
