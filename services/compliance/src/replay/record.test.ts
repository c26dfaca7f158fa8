import { describe, expect, it } from 'vitest';
import { readGoldenCases } from '../../test/golden.ts';
import { judge } from '../rules/judgement.ts';
import { decideCase, situationOf } from './case.ts';
import { isObject, textIn } from './fields.ts';
import { caseProfiles } from '../profiles/case-profile.store.ts';
import profiles from '../profiles/case-profiles.json' with { type: 'json' };
import { caseOf, watched } from './record.ts';

const limitsNamed = caseProfiles();
const sources: Readonly<Record<string, object>> = profiles;

function sourceOf(profileId: string) {
  const { name: _label, ...limits } = { name: '', ...sources[profileId] };
  return Object.keys(limits).length > 0 ? (limits as never) : undefined;
}

const golden = readGoldenCases().filter(({ expected }) => !expected.replayed);

describe('a decision that was written down', () => {
  it.each(golden.map((one) => [one.id, one] as const))(
    'is taken again from that: %s',
    (id, one) => {
      const profileId = textIn(one, 'profile');
      const original = situationOf(one, limitsNamed(profileId, undefined));
      const { quotes, seen } = watched(original.quotes);
      const { allowed, violations, warnings } = judge({ ...original, quotes });

      const limits = sourceOf(profileId);
      const recorded = { id, profileId, limits, situation: original, quotes: seen };
      const record = caseOf({ ...recorded, hasNewsAhead: true });
      const again = JSON.parse(JSON.stringify(record));

      expect(decideCase(again, limitsNamed)).toEqual({
        id,
        allowed,
        violations: violations.map(({ ruleId }) => ruleId),
        warnings: warnings.map(({ ruleId }) => ruleId),
      });
      expect(judge(situationOf(again, limitsNamed(profileId, limits)))).toEqual(
        judge({ ...original, quotes }),
      );
    },
  );

  it('holds the prices that were looked at, and no others', () => {
    const [one] = golden.filter(({ id }) => id === 'G106');
    const original = situationOf(one ?? {}, limitsNamed('ftmo', undefined));
    const { quotes, seen } = watched(original.quotes);
    judge({ ...original, quotes });

    const record = caseOf({
      id: 'x',
      profileId: 'ftmo',
      limits: undefined,
      situation: original,
      quotes: seen,
      hasNewsAhead: true,
    });

    const market = record['market'];
    expect(isObject(market) && Object.keys(market['quotes'] ?? {})).toEqual(['USDJPY', 'EURJPY']);
  });
});
