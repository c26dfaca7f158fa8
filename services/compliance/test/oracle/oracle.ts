import { type Case, type Decision } from './case.ts';
import { brokenRules } from './catalogue.ts';
import { inputFault } from './input.ts';
import { reductionFault, replay, standingFault } from './standing.ts';

/**
 * What the rules say of a case, worked out a second time: from their published formulas, in exact
 * fractions, without a line of the engine, slowly. Where the two differ, one of them is wrong.
 */
export function decide(situation: Case): Decision {
  const fault = inputFault(situation);
  if (fault) return refuse(situation, [fault]);

  const outcome = standingFault(situation);
  if (typeof outcome === 'string') return refuse(situation, [outcome]);
  if (outcome) return replay(situation, outcome.replay);

  if (situation.trade.reduceOnly) {
    const increase = reductionFault(situation);
    return increase ? refuse(situation, [increase]) : allow(situation, []);
  }
  const { violations, warnings } = brokenRules(situation);
  return violations.length > 0
    ? refuse(situation, violations, warnings)
    : allow(situation, warnings);
}

const refuse = ({ id }: Case, violations: readonly string[], warnings: readonly string[] = []) => ({
  id,
  allowed: false,
  violations,
  warnings,
});

const allow = ({ id }: Case, warnings: readonly string[]) => ({
  id,
  allowed: true,
  violations: [],
  warnings,
});
