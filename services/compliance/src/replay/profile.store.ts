import { Limits } from '../profiles/limits.ts';
import { readProfiles } from '../profiles/profile.store.ts';
import type { LimitsNamed } from './case.ts';
import sources from './profiles.json' with { type: 'json' };

/** The profiles that cases name; those of the service besides, by their ids. */
export function caseProfiles(): LimitsNamed {
  const named = new Map<string, Limits>(
    Object.entries(sources).map(([id, { name: _label, ...limits }]) => [id, Limits.parse(limits)]),
  );
  const profiles = readProfiles();
  return (name) => named.get(name) ?? profiles.find(name)?.limits;
}
