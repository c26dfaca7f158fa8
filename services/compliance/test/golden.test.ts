import { describe, expect, it } from 'vitest';
import { decideCase } from '../src/replay/case.ts';
import { caseProfiles } from '../src/profiles/case-profile.store.ts';
import { readGoldenCases } from './golden.ts';

const cases = readGoldenCases().map((golden) => [golden.id, golden] as const);
const limitsNamed = caseProfiles();

describe(`the ${cases.length} golden cases`, () => {
  it.each(cases)(
    '%s is decided as it was worked out by hand',
    (_id, { expected, why, ...golden }) => {
      const { allowed, violations, warnings, replayed } = decideCase(golden, limitsNamed);

      expect(
        { allowed, violations: violations.toSorted(), warnings: warnings.toSorted(), replayed },
        why,
      ).toEqual({
        allowed: expected.allowed,
        violations: expected.violations.toSorted(),
        warnings: (expected.warnings ?? []).toSorted(),
        replayed: expected.replayed,
      });
    },
  );
});
