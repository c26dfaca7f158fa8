import { Id, InstrumentSymbol, Instant, ProfileReference, Text } from '@signalos/contracts';
import { route, type Route } from '@signalos/http';
import { findInstrument } from '@signalos/trading';
import { z } from 'zod';
import { momentOf, type Deps } from '../deps.ts';
import { getProfile } from '../profiles/profile.commands.ts';
import { profileNotFound, referenceTo } from '../profiles/profile.ts';
import { ACCOUNT_PHASES, ACCOUNT_TYPES } from '../rules/situation.ts';
import { accountNotFound, noActiveProfile, stillExposed } from './account.ts';
import { activateProfile, deactivateProfile } from './activation.commands.ts';

/** More than there are instruments. */
const SYMBOLS_MAX = 1_000;

const AccountId = Id.optional().meta({
  description: 'Your default account, where it is left out.',
});
const Reason = Text.trim().min(1).max(500);
const Phase = z.enum(ACCOUNT_PHASES);
const AccountType = z.enum(ACCOUNT_TYPES);
const KnownSymbol = InstrumentSymbol.refine(
  (symbol) => findInstrument(symbol) !== undefined,
  'is not an instrument of this platform',
);

const Activate = z.strictObject({
  accountId: AccountId,
  profileId: z.string().min(1).max(64),
  version: z.int().positive().optional().meta({ description: 'The newest, where it is left out.' }),
  phase: Phase.optional().meta({ description: 'Some rules hold in one phase only.' }),
  accountType: AccountType.optional(),
  permittedSymbols: z
    .array(KnownSymbol)
    .min(1)
    .max(SYMBOLS_MAX)
    .nullable()
    .optional()
    .meta({ description: 'The only symbols it may trade; null for all.' }),
  reason: Reason.optional(),
});

const Activated = z.object({
  accountId: Id,
  profile: ProfileReference,
  phase: Phase,
  accountType: AccountType,
  permittedSymbols: z.array(z.string()).nullable(),
  activatedAt: Instant,
});
const Deactivated = z.object({ accountId: Id, profileId: z.string(), deactivatedAt: Instant });

export const activationRoutes = (deps: Deps): Route[] => [
  route({
    method: 'POST',
    path: '/compliance/activate',
    summary: 'Trade under a profile from now on',
    description:
      'Takes effect at once. What was lost today counts under the new profile too, and an account ' +
      'that a breach ended or paused stays so. Phase, type and symbols stay as they are where they ' +
      'are left out.',
    body: Activate,
    replies: { 200: { description: 'What is active now', schema: Activated } },
    errors: [accountNotFound, profileNotFound],
  }).handle(({ body: { accountId, profileId, version, reason, ...change }, actor, once }) =>
    once(deps.transact, async (tx) => {
      const { id: userId } = actor;
      const profile = await getProfile(tx, deps.profiles, { id: profileId, version, userId });
      const { phase, accountType: type, permittedSymbols } = change;
      const active = await activateProfile(tx, {
        account: { id: accountId, userId },
        profile,
        terms: { phase, type, permittedSymbols },
        reason,
        now: deps.now(),
      });
      return {
        status: 200,
        body: {
          accountId: active.accountId,
          profile: referenceTo(profile),
          phase: active.phase,
          accountType: active.type,
          permittedSymbols: active.permittedSymbols ? [...active.permittedSymbols] : null,
          activatedAt: active.activatedAt.toISOString(),
        },
      };
    }),
  ),

  route({
    method: 'POST',
    path: '/compliance/deactivate',
    summary: 'Trade under no profile any more',
    description:
      'Every order is refused then, but for those that only reduce a position. Nobody watches an ' +
      'account without a profile, so nothing may be open, and no order under way.',
    body: z.strictObject({ accountId: AccountId, reason: Reason }),
    replies: { 200: { description: 'What was active', schema: Deactivated } },
    errors: [accountNotFound, noActiveProfile, stillExposed],
  }).handle(({ body: { accountId: id, reason }, actor, once }) =>
    once(deps.transact, async (tx) => {
      const moment = momentOf(deps);
      const account = { id, userId: actor.id };
      const { accountId, profileId } = await deactivateProfile(tx, moment, { account, reason });
      const deactivatedAt = moment.now.toISOString();
      return { status: 200, body: { accountId, profileId, deactivatedAt } };
    }),
  ),
];
