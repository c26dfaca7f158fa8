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
  source: z.url(),
  /** When it was last compared with the source; null where nobody has recorded that. */
  lastVerified: z.iso.date().nullable(),
});

/** A profile as it stands in its file. */
export const Preset = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,64}$/),
  name: z.string().min(1),
  version: z.int().positive(),
  labels: z.array(z.enum(['SignalOS preset', 'historic'])).min(1),
  limits: Limits,
  published: z.array(PublishedRule),
});

/** A set of limits under a name. One version of it never changes: its hash pins every figure. */
export interface Profile
  extends ProfileReference, Pick<z.output<typeof Preset>, 'name' | 'labels' | 'published'> {
  readonly limits: Limits;
  readonly source: LimitsSource;
}

/** Every profile there is, read and checked when the service starts. */
export interface Profiles {
  readonly list: readonly Profile[];
  /** The newest of this id, unless a version is asked for. */
  readonly find: (id: string, version?: number) => Profile | undefined;
  /** Throws `profile-not-found`. */
  readonly get: (id: string, version?: number) => Profile;
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
