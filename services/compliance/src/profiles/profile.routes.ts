import { ProfileReference } from '@signalos/contracts';
import { route, type Route } from '@signalos/http';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { unevaluatedLimits } from './coverage.ts';
import { Preset, profileNotFound, PublishedRule, type Profile } from './profile.ts';

const UnevaluatedLimit = z
  .object({ limit: z.string(), rules: z.array(z.string()) })
  .meta({ id: 'UnevaluatedLimit' });

const ProfileSummary = z.object({
  ...ProfileReference.shape,
  name: z.string(),
  labels: Preset.shape.labels,
  notEvaluated: z
    .array(UnevaluatedLimit)
    .meta({ description: 'Limits of the profile that no rule looks at yet: do not rely on them.' }),
});

const ProfileDetails = ProfileSummary.extend({
  limits: z
    .record(z.string(), z.unknown())
    .meta({ description: 'Every figure of the profile; amounts are decimal strings.' }),
  published: z
    .array(PublishedRule)
    .meta({ description: 'What the firm or the law publishes, beside our figures.' }),
});

export const profileRoutes = ({ profiles }: Deps): Route[] => [
  route({
    method: 'GET',
    path: '/compliance/profiles',
    summary: 'List the compliance profiles',
    replies: {
      200: {
        description: 'All of them',
        schema: z.object({ items: z.array(ProfileSummary) }),
      },
    },
  }).handle(() => Promise.resolve({ status: 200, body: { items: profiles.list.map(toSummary) } })),

  route({
    method: 'GET',
    path: '/compliance/profiles/{profileId}',
    summary: 'Read a profile, with its figures and their sources',
    params: z.object({ profileId: z.string().min(1).max(64) }),
    replies: { 200: { description: 'The profile', schema: ProfileDetails } },
    errors: [profileNotFound],
  }).handle(({ params: { profileId } }) => {
    const profile = profiles.get(profileId);
    const { source: limits, published } = profile;
    return Promise.resolve({ status: 200, body: { ...toSummary(profile), limits, published } });
  }),
];

function toSummary(profile: Profile) {
  const { id, version, sha256, name, labels } = profile;
  return { id, version, sha256, name, labels, notEvaluated: unevaluatedLimits(profile) };
}
