import { describe, expect, it } from 'vitest';
import { readProfiles } from '../src/profiles/profile.store.ts';
import { EVALUATED_RULES } from '../src/rules/catalogue.ts';
import { judge } from '../src/rules/judgement.ts';
import { readGoldenCases, situationOf, type GoldenCase } from './golden.ts';

/** Cases of the shipped profiles that the rules evaluated so far decide. */
const COVERED = `
  G001 G002 G003 G006 G007 G009 G010 G011 G012 G020 G021 G022 G023 G024 G026 G027 G028 G029 G031
  G032 G035 G039 G042 G044 G045 G048 G049 G050 G051 G052 G055 G056 G057 G070 G071 G073 G076 G077
  G078 G079 G080 G093 G094 G096 G097 G098 G099 G100 G102 G103 G104 G106 G110 G112 G115 G116 G117
  G118 G120 G122 G123 G125 G130 G133 G134 G137 G140 G141 G142 G144 G148 G149 G158 G159 G169 G171
  G175 G178 G196 G197 G201 G204 G208 G210 G215 G217 G222 G226 G227 G231 G238
`
  .trim()
  .split(/\s+/);

/** Checked while an order is read and priced, before any rule of the catalogue. */
const CHECKS = new Set([
  'INPUT_INVALID_VOLUME',
  'INPUT_VOLUME_STEP',
  'INPUT_UNKNOWN_SYMBOL',
  'INPUT_INVALID_PRICE',
  'INPUT_NO_QUOTE',
  'QUOTE_STALE',
  'SL_WRONG_SIDE',
]);

const profiles = readProfiles();
const cases = new Map(readGoldenCases().map((golden) => [golden.id, golden]));

function goldenCase(id: string): GoldenCase {
  const golden = cases.get(id);
  if (!golden) throw new Error(`No golden case ${id}`);
  return golden;
}

const decided = (rule: string) => CHECKS.has(rule) || EVALUATED_RULES.has(rule);

describe(`the ${COVERED.length} golden cases of ${cases.size} that are covered`, () => {
  it.each(COVERED)('%s is judged as it was worked out by hand', (id) => {
    const { expected, why, ...golden } = goldenCase(id);

    const { allowed, violations } = judge(situationOf({ ...golden, expected, why }, profiles));

    const rules = violations.map(({ ruleId }) => ruleId).toSorted();
    expect({ allowed, rules }, why).toEqual({
      allowed: expected.allowed,
      rules: expected.violations.toSorted(),
    });
  });

  it('are all but those of other profiles and of rules not evaluated yet', () => {
    const expected = [...cases.values()]
      .filter(({ profile }) => profiles.find(profile))
      .filter((golden) => golden.expected.violations.every(decided));

    expect(COVERED).toEqual(expected.map(({ id }) => id));
  });
});
