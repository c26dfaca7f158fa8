import { defineError } from '@signalos/errors';
import type { LimitsSource, OverridesSource } from './limits.ts';
import type { Profile, StoredProfile } from './profile.ts';
import { loosenedLimits } from './strictness.ts';

/** A version of a user’s own profile. It never changes: a change makes the next one. */
export interface CustomProfile extends StoredProfile {
  readonly ownerId: string;
  readonly createdAt: Date;
}

/** What its owner asks for. */
export interface CustomProfileDraft {
  readonly name: string;
  readonly base: Profile;
  readonly overrides: OverridesSource;
  /** Whether it may allow what its base does not. */
  readonly allowLooser: boolean;
}

/** The limits of the base with those of the draft in their place; throws when it may not have them. */
export function customLimits({ base, overrides, allowLooser }: CustomProfileDraft) {
  const limits = overridden(base.source, overrides);
  if (limits.missingSl === 'assume' && limits.assumeSlPct === undefined) {
    throw stopUnknown('To assume a stop, say how far away it is', {
      errors: [{ pointer: '#/overrides/assumeSlPct', detail: 'is missing' }],
    });
  }
  const loosened = loosenedLimits(base.source, limits);
  if (loosened.length > 0 && !allowLooser) {
    throw looserThanBase(`It is looser than ${base.id} in: ${loosened.join(', ')}`, {
      errors: loosened.map((name) => ({
        pointer: `#/overrides/${name}`,
        detail: `allows more than version ${base.version} of ${base.id}`,
      })),
    });
  }
  return { limits, looser: loosened.length > 0 };
}

function overridden(base: LimitsSource, overrides: OverridesSource): LimitsSource {
  const all = Object.entries({ ...base, ...overrides });
  const kept = all.filter(([, limit]) => limit !== null && limit !== undefined);
  return Object.fromEntries(kept) as unknown as LimitsSource;
}

export const looserThanBase = defineError({
  kind: 'invalid',
  code: 'profile-looser-than-base',
  summary: 'The profile would allow what its base does not.',
  fix: 'Make the limits named in `errors` stricter, or send `allowLooser: true`.',
});

export const stopUnknown = defineError({
  kind: 'invalid',
  code: 'profile-stop-unknown',
  summary: 'The profile assumes a stop for orders without one, but does not say where.',
  fix: 'Send `assumeSlPct`, or another `missingSl`.',
});

export const tooManyProfiles = defineError({
  kind: 'conflict',
  code: 'too-many-profiles',
  summary: 'The caller has as many versions of profiles as one may have.',
  fix: 'Trade under one of those that are there.',
});
