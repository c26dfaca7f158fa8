import { Limits } from '../src/profiles/limits.ts';
import { situationOf } from '../src/replay/case.ts';
import { caseProfiles } from '../src/profiles/case-profile.store.ts';
import type { Situation } from '../src/rules/situation.ts';
import type { Case } from './oracle/case.ts';
import { scenariosOf } from './oracle/fuzz.ts';

const shipped = caseProfiles();

/** So many situations of any kind, half of them on either side of a limit; a seed gives the same ones. */
export function situationsOf(seed: number, count: number): Situation[] {
  const found: Situation[] = [];
  for (let index = 0; found.length < count; index++) {
    for (const { situation } of scenariosOf(seed, index)) {
      found.push(situationOf(JSON.parse(JSON.stringify(situation)), limitsOf(situation)));
    }
  }
  return found;
}

function limitsOf({ profile }: Case): Limits | undefined {
  if (typeof profile === 'string') return shipped(profile, undefined);
  const { name: _name, ...limits } = profile;
  return Limits.parse(limits);
}
