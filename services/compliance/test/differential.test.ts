import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as catalogue from '../src/rules/catalogue.ts';
import { RISK_RULES } from './oracle/catalogue.ts';
import { type Case, type Decision } from './oracle/case.ts';
import { engine } from './oracle/engine.ts';
import { verdictOf } from './oracle/flip.ts';
import { aTally, compare, scenariosOf } from './oracle/fuzz.ts';
import { INPUT_RULES } from './oracle/input.ts';
import { decide } from './oracle/oracle.ts';
import { STANDING_RULES } from './oracle/standing.ts';

const SEED = 20_261_122;
const CASES = 3_000;
const FLIP_SHARE_MIN = 0.5;

/** Cases about which the two once differed, found by `oracle/fuzz.main.ts`. */
const foundCases = linesOf<Case>('found.jsonl');

type GoldenCase = Case & { readonly expected: Omit<Decision, 'id' | 'warnings'>; why: string };

const goldenCases = linesOf<GoldenCase>('golden.jsonl');

function linesOf<Line>(file: string): Line[] {
  const text = readFileSync(new URL(file, import.meta.url), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

describe('a second reading of the rules', () => {
  it.each(goldenCases)('decides $id as expected', ({ expected, why, ...situation }) => {
    const verdict = verdictOf({ id: situation.id, warnings: [], ...expected });

    expect(verdictOf(decide(situation)), why).toBe(verdict);
  });
});

const secondReadings = [...INPUT_RULES, ...STANDING_RULES, ...RISK_RULES];

describe('the engine', () => {
  it('has no rule without a second reading', () => {
    const { STANDING_RULES: standing, RISK_RULES: risk, ...others } = catalogue;
    const { SOLVENCY_RULES, IDENTITY_RULES, CONDUCT_RULES, PERMISSION_RULES, REDUCTION_RULES } =
      others;
    const conduct = [...CONDUCT_RULES, ...PERMISSION_RULES, ...REDUCTION_RULES];
    const rules = [...standing, ...SOLVENCY_RULES, ...IDENTITY_RULES, ...conduct, ...risk];

    expect(secondReadings).toEqual(expect.arrayContaining(rules.map(({ id }) => id)));
  });

  it.each(foundCases)('decides $id as the second reading does', (situation) => {
    expect(verdictOf(engine(situation))).toBe(verdictOf(decide(situation)));
  });

  it(`decides as the second reading does, of any kind and on the flip (seed ${SEED})`, () => {
    const tally = aTally();
    for (let index = 0; tally.cases < CASES; index += 1) {
      for (const scenario of scenariosOf(SEED, index)) compare(tally, scenario, engine);
    }

    expect(tally.differences).toEqual([]);
    expect(Object.keys(tally.hits).toSorted()).toEqual(secondReadings.toSorted());
    expect(tally.onFlip / tally.cases).toBeGreaterThan(FLIP_SHARE_MIN);
  });
});
