import { defineError } from '@signalos/errors';
import type { ProfileReference } from '@signalos/contracts';
import { z } from 'zod';
import { Limits, type LimitsSource } from './limits.ts';

/** One figure of ours beside what the firm or the law publishes. */
export const PublishedRule = z.strictObject({
  subject: z.string().min(1),
  ours: z.string().min(1),
  published: z.string().min(1),
  agrees: z.boolean(),
  /** Which limits of the profile it is about: `daily`, `objectives.profitTargetPct`. */
  limits: z.array(z.string().min(1)),
  source: z.url(),
  /** When it was last compared with the source, or with a copy of it; null where nobody has. */
  lastVerified: z.iso.date().nullable(),
  /** What that comparison left open. */
  unverified: z.string().min(1).optional(),
});
export type PublishedRule = z.output<typeof PublishedRule>;

/** `SignalOS preset`: figures of ours; `published rules`: those of the firm, as far as we know them. */
const LABELS = ['SignalOS preset', 'published rules', 'historic', 'custom'] as const;

/** A profile as it stands in its file. */
export const Preset = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9-]{1,64}$/)
    .refine((id) => !isCustomId(id), 'is kept for custom profiles'),
  name: z.string().min(1),
  version: z.int().positive(),
  labels: z.array(z.enum(LABELS)).min(1),
  limits: Limits,
  published: z.array(PublishedRule),
});

/** A set of limits under a name. One version of it never changes: its hash pins every figure. */
export interface Profile
  extends ProfileReference, Pick<z.output<typeof Preset>, 'name' | 'labels' | 'published'> {
  readonly limits: Limits;
  readonly source: LimitsSource;
  /** What a custom profile was made from. */
  readonly base?: ProfileBase;
}

interface ProfileBase extends Pick<ProfileReference, 'id' | 'version'> {
  /** Whether it allows what its base does not, as its owner said it should. */
  readonly looser: boolean;
}

/** Every profile that ships with the service, read and checked when it starts, and how to read others. */
export interface Profiles {
  /** The newest version of each preset. */
  readonly list: readonly Profile[];
  /** Every version that accounts may still trade under. */
  readonly all: readonly Profile[];
  /** The newest preset of this id, unless a version is asked for. */
  readonly find: (id: string, version?: number) => Profile | undefined;
  /** Throws `profile-not-found`. */
  readonly get: (id: string, version?: number) => Profile;
  /** A custom profile as it is stored; each version is read and checked once, for it never changes. */
  readonly read: (stored: StoredProfile) => Profile;
}

/** A version of a user’s own profile, as the database has it. */
export interface StoredProfile extends ProfileReference {
  readonly name: string;
  readonly limits: LimitsSource;
  readonly base: ProfileBase;
}

const CUSTOM_PREFIX = 'custom-';

export function isCustomId(id: string): boolean {
  return id.startsWith(CUSTOM_PREFIX);
}

export function customIdOf(uuid: string): string {
  return `${CUSTOM_PREFIX}${uuid}`;
}

export function referenceTo({ id, version, sha256 }: Profile): ProfileReference {
  return { id, version, sha256 };
}

export const profileNotFound = defineError({
  kind: 'not-found',
  code: 'profile-not-found',
  summary: 'No compliance profile has this id.',
  fix: 'List the profiles to see their ids.',
});
