import { createHash } from 'node:crypto';
import { canonicalJson } from '@signalos/audit-trail';
import { z } from 'zod';
import presets from './presets.json' with { type: 'json' };
import { Preset, profileNotFound, type Profile, type Profiles } from './profile.ts';

/** Reads the presets; throws when one is not what it must be, so that the service does not start. */
export function readProfiles(sources: readonly unknown[] = presets): Profiles {
  const list = sources.map(readProfile);
  const find = (id: string, version?: number) =>
    list
      .filter((profile) => profile.id === id && profile.version === (version ?? profile.version))
      .toSorted((a, b) => b.version - a.version)
      .at(0);

  return {
    list,
    find,
    get(id, version) {
      const profile = find(id, version);
      if (!profile) throw profileNotFound(`No profile ${id}`, { profileId: id });
      return profile;
    },
  };
}

function readProfile(source: unknown): Profile {
  const result = Preset.safeParse(source);
  if (!result.success) throw new Error(`Invalid profile\n${z.prettifyError(result.error)}`);
  const { limits: figures } = source as z.input<typeof Preset>;
  const { id, version } = result.data;
  return { ...result.data, source: figures, sha256: hashOf({ id, version, limits: figures }) };
}

/** Of what decides; a corrected source link is no other set of rules. */
function hashOf(content: object): string {
  return createHash('sha256').update(canonicalJson(content)).digest('hex');
}
