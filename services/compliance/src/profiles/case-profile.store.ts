import { Limits, withinBounds } from './limits.ts';
import { readProfiles } from './profile.store.ts';
import type { Profile } from './profile.ts';
import { z } from 'zod';
import type { LimitsNamed } from '../replay/case.ts';
import { FieldError } from '../replay/fields.ts';
import sources from './case-profiles.json' with { type: 'json' };

/** A profile of the service by its id, in its newest version or that after an `@`: `ftuk@1`. */
export function presetNamed(name: string): Profile | undefined {
  const [id = '', version] = name.split('@');
  return readProfiles().find(id, version === undefined ? undefined : Number(version));
}

export const presetNames = () => readProfiles().list.map(({ id }) => id);

/** The profiles that cases name; those of the service besides, by their ids. */
export function caseProfiles(): LimitsNamed {
  const named = new Map<string, Limits>(
    Object.entries(sources).map(([id, { name: _label, ...limits }]) => [id, Limits.parse(limits)]),
  );
  const profiles = readProfiles();
  return (name, own) =>
    own === undefined ? (named.get(name) ?? profiles.find(name)?.limits) : ownLimits(own);
}

/** The same text is the same limits: reading them costs more than deciding by them. */
function ownLimits(source: unknown): Limits {
  const text = JSON.stringify(source);
  let limits = own.get(text);
  if (!limits) {
    const result = Limits.safeParse(withinBounds(source));
    if (!result.success) throw new FieldError(`limits: ${z.prettifyError(result.error)}`);
    limits = result.data;
    if (own.size >= OWN_MAX) own.clear();
    own.set(text, limits);
  }
  return limits;
}

const own = new Map<string, Limits>();
const OWN_MAX = 1_000;
