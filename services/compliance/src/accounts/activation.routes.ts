import { Id, Instant, ProfileReference, Text } from '@signalos/contracts';
import { route, type Route } from '@signalos/http';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { profileNotFound, referenceTo } from '../profiles/profile.ts';
import { accountNotFound, noActiveProfile } from './account.ts';
import { activateProfile, deactivateProfile } from './activation.commands.ts';

const AccountId = Id.optional().meta({
  description: 'Your default account, where it is left out.',
});

const Activated = z.object({ accountId: Id, profile: ProfileReference, activatedAt: Instant });
const Deactivated = z.object({ accountId: Id, profileId: z.string(), deactivatedAt: Instant });

export const activationRoutes = ({ transact, profiles, now }: Deps): Route[] => [
  route({
    method: 'POST',
    path: '/compliance/activate',
    summary: 'Trade under a profile from now on',
    description: 'Takes effect at once. What was lost today counts under the new profile too.',
    body: z.strictObject({ accountId: AccountId, profileId: z.string().min(1).max(64) }),
    replies: { 200: { description: 'What is active now', schema: Activated } },
    errors: [accountNotFound, profileNotFound],
  }).handle(({ body: { accountId: id, profileId }, actor, once }) =>
    once(transact, async (tx) => {
      const profile = profiles.get(profileId);
      const account = { id, userId: actor.id };
      const active = await activateProfile(tx, { account, profile, now: now() });
      const { accountId, activatedAt } = active;
      const body = { accountId, profile: referenceTo(profile) };
      return { status: 200, body: { ...body, activatedAt: activatedAt.toISOString() } };
    }),
  ),

  route({
    method: 'POST',
    path: '/compliance/deactivate',
    summary: 'Trade under no profile any more',
    description: 'Every order is refused then, but for those that only reduce a position.',
    body: z.strictObject({ accountId: AccountId, reason: Text.trim().min(1).max(500) }),
    replies: { 200: { description: 'What was active', schema: Deactivated } },
    errors: [accountNotFound, noActiveProfile],
  }).handle(({ body: { accountId: id, reason }, actor, once }) =>
    once(transact, async (tx) => {
      const at = now();
      const account = { id, userId: actor.id };
      const was = await deactivateProfile(tx, { account, reason, now: at });
      const { accountId, profileId } = was;
      return { status: 200, body: { accountId, profileId, deactivatedAt: at.toISOString() } };
    }),
  ),
];
