import { createHash } from 'node:crypto';
import { canonicalJson } from '@signalos/audit-trail';
import { z } from 'zod';
import { Limits, withinBounds, type LimitsSource } from './limits.ts';
import { PRESETS } from './preset-file.store.ts';
import {
  Preset,
  profileNotFound,
  type Profile,
  type Profiles,
  type StoredProfile,
} from './profile.ts';

/** Of custom profiles that accounts trade under at the same time, in this process. */
const REMEMBERED_MAX = 1_000;

/** Reads the presets; throws when one is not what it must be, so that the service does not start. */
export function readProfiles(
  sources: readonly unknown[] = PRESETS,
  rememberedMax = REMEMBERED_MAX,
): Profiles {
  const all = sources.map(readPreset);
  const versions = Map.groupBy(all, ({ id }) => id);
  for (const [id, list] of versions) {
    versions.set(
      id,
      list.toSorted((a, b) => b.version - a.version),
    );
  }
  const find = (id: string, version?: number) =>
    versions.get(id)?.find((profile) => profile.version === (version ?? profile.version));

  return {
    list: [...versions.values()].flatMap((list) => list.slice(0, 1)),
    all,
    find,
    get(id, version) {
      const profile = find(id, version);
      if (!profile) throw profileNotFound(`No profile ${id}`, { profileId: id });
      return profile;
    },
    read: rememberingReader(rememberedMax),
  };
}

/** Which limits decide; a corrected source link is no other set of rules. */
export function hashOfLimits(content: {
  readonly id: string;
  readonly version: number;
  readonly limits: LimitsSource;
}): string {
  const { id, version, limits } = content;
  return createHash('sha256').update(canonicalJson({ id, version, limits })).digest('hex');
}

function readPreset(source: unknown): Profile {
  const result = Preset.safeParse(source);
  if (!result.success) throw new Error(`Invalid profile\n${z.prettifyError(result.error)}`);
  const { limits: figures } = source as z.input<typeof Preset>;
  const { id, version } = result.data;
  const sha256 = hashOfLimits({ id, version, limits: figures });
  return { ...result.data, source: figures, sha256 };
}

/** The one used longest ago is forgotten first. */
function rememberingReader(max: number): Profiles['read'] {
  const remembered = new Map<string, Profile>();
  return (stored) => {
    const key = `${stored.id} ${stored.version}`;
    const profile = remembered.get(key) ?? readStored(stored);
    remembered.delete(key);
    remembered.set(key, profile);
    const [oldest] = remembered.keys();
    if (remembered.size > max && oldest !== undefined) remembered.delete(oldest);
    return profile;
  };
}

function readStored({ id, version, sha256, name, base, limits: source }: StoredProfile): Profile {
  if (hashOfLimits({ id, version, limits: source }) !== sha256) {
    throw new Error(`The figures of profile ${id} version ${version} are not those of its hash`);
  }
  const custom = { id, version, sha256, name, base, source };
  const limits = Limits.parse(withinBounds(source));
  return { ...custom, labels: ['custom'], published: [], limits };
}
