import { ProfileReference, Text } from '@signalos/contracts';
import { route, type Route } from '@signalos/http';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { listCustomProfiles } from './custom-profile.store.ts';
import { looserThanBase, stopUnknown, tooManyProfiles } from './custom-profile.ts';
import { Overrides, type OverridesSource } from './limits.ts';
import { createCustomProfile, getProfile } from './profile.commands.ts';
import { Preset, profileNotFound, PublishedRule, type Profile } from './profile.ts';

const ProfileId = z.string().min(1).max(64);
const Version = z.int().positive();

const ProfileSummary = z.object({
  ...ProfileReference.shape,
  name: z.string(),
  labels: Preset.shape.labels,
  base: z
    .object({ id: z.string(), version: Version, looser: z.boolean() })
    .nullable()
    .meta({ description: 'What a custom profile was made from, and whether it allows more.' }),
});

const ProfileDetails = ProfileSummary.extend({
  limits: z
    .record(z.string(), z.unknown())
    .meta({ description: 'Every figure of the profile; amounts are decimal strings.' }),
  published: z.array(PublishedRule).meta({
    description:
      'What the firm or the law publishes, beside our figures, and what nobody verified.',
  }),
});

/** What came in is kept as it was written: it is what the profile’s hash is made of. */
const OverridesText = z
  .record(z.string(), z.unknown())
  .check(({ value, issues }) => {
    for (const issue of Overrides.safeParse(value).error?.issues ?? []) {
      issues.push({ ...issue, input: value, code: issue.code as 'custom' });
    }
  })
  .transform((value) => value as OverridesSource)
  .meta({
    description:
      'Limits in place of those of the base, spelled as a profile’s `limits` are; ' +
      'null takes one away.',
    examples: [{ maxLotsPerTrade: '0.5', news: null }],
  });

const Draft = z.strictObject({
  name: Text.trim().min(1).max(100),
  baseId: ProfileId,
  baseVersion: Version.optional().meta({ description: 'The newest, where it is left out.' }),
  overrides: OverridesText,
  allowLooser: z
    .boolean()
    .default(false)
    .meta({ description: 'Say so if it is to allow what its base does not.' }),
  profileId: ProfileId.optional().meta({
    description: 'One of yours, to make its next version; the versions before stay as they are.',
  }),
});

export const profileRoutes = (deps: Deps): Route[] => [
  route({
    method: 'GET',
    path: '/compliance/profiles',
    summary: 'List the compliance profiles, and yours',
    replies: {
      200: {
        description: 'The newest version of each',
        schema: z.object({ items: z.array(ProfileSummary) }),
      },
    },
  }).handle(async ({ actor }) => {
    const { db, profiles } = deps;
    const own = await listCustomProfiles(db, actor.id);
    const all = [...profiles.list, ...own.map((stored) => profiles.read(stored))];
    return { status: 200, body: { items: all.map(toSummary) } };
  }),

  route({
    method: 'GET',
    path: '/compliance/profiles/{profileId}',
    summary: 'Read a profile, with its figures and their sources',
    params: z.object({ profileId: ProfileId }),
    query: z.object({ version: z.coerce.number().int().positive().optional() }),
    replies: { 200: { description: 'The profile', schema: ProfileDetails } },
    errors: [profileNotFound],
  }).handle(async ({ params: { profileId: id }, query: { version }, actor }) => {
    const { db, profiles } = deps;
    const profile = await getProfile(db, profiles, { id, version, userId: actor.id });
    return { status: 200, body: toDetails(profile) };
  }),

  route({
    method: 'POST',
    path: '/compliance/custom-profile',
    summary: 'Make a profile of your own from another one',
    description:
      'Stricter than its base as you like; looser only with `allowLooser`. A version never ' +
      'changes: with `profileId`, the next one is made. Accounts keep theirs until you activate it.',
    body: Draft,
    replies: { 201: { description: 'The version that was made', schema: ProfileDetails } },
    errors: [profileNotFound, looserThanBase, stopUnknown, tooManyProfiles],
  }).handle(({ body: { baseId, baseVersion: version, ...draft }, actor, once }) =>
    once(deps.transact, async (tx) => {
      const { profiles, now } = deps;
      const { name, overrides, allowLooser, profileId } = draft;
      const { id: ownerId } = actor;
      const base = await getProfile(tx, profiles, { id: baseId, version, userId: ownerId });
      const wanted = { name, base, overrides, allowLooser, profileId, ownerId, now: now() };
      const profile = profiles.read(await createCustomProfile(tx, wanted));
      return { status: 201, body: toDetails(profile) };
    }),
  ),
];

function toSummary({ id, version, sha256, name, labels, base }: Profile) {
  return { id, version, sha256, name, labels, base: base ?? null };
}

function toDetails(profile: Profile) {
  const { source: limits, published } = profile;
  return { ...toSummary(profile), limits, published };
}
