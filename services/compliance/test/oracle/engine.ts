import { decideCase } from '../../src/replay/case.ts';
import { caseProfiles } from '../../src/profiles/case-profile.store.ts';
import { type Case, type Decision } from './case.ts';

const profiles = caseProfiles();

/** The engine's decision; it reads what it would read from a file, with a custom profile beside. */
export function engine({ profile, ...situation }: Case): Decision {
  if (typeof profile === 'string') return decideCase(copyOf({ ...situation, profile }), profiles);
  const { name, ...limits } = profile;
  return decideCase(copyOf({ ...situation, profile: name, limits }), profiles);
}

const copyOf = (json: object): Readonly<Record<string, unknown>> =>
  JSON.parse(JSON.stringify(json)) as Record<string, unknown>;
