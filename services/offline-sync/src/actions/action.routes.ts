import { Id, Instant } from '@signalos/contracts';
import { route, type Route } from '@signalos/http';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { CLEANUP_CHUNK, cleanUpChunk, confirmAction } from './action.commands.ts';
import { countSettled, type Cleanup as CleanupQuery, type Tally } from './action.store.ts';
import {
  ACTION_STATES,
  actionNotFound,
  actionSettled,
  CLEANUP_DEFAULT_MS,
  SETTLED_STATES,
} from './action.ts';

const AGE_MAX_MS = 3_650 * 86_400_000;
/** At most this many thousands of rows in one request. */
const CHUNKS_MAX = 100;

const Cleanup = z.object({
  // Not `coerce`, to which nothing is 0: then an empty value would delete everything.
  olderThanMs: z
    .string()
    .regex(/^\d{1,15}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.int().max(AGE_MAX_MS))
    .prefault(String(CLEANUP_DEFAULT_MS))
    .meta({ description: 'How long ago a trade must have ended; 30 days unless given.' }),
  states: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(SETTLED_STATES)))
    .default([...SETTLED_STATES])
    .meta({
      description: `Separated by commas; all of ${SETTLED_STATES.join(', ')} unless given.`,
    }),
  dryRun: z.enum(['true', 'false']).default('false'),
});

const Cleaned = z.object({
  deleted: z.int().meta({ description: 'Or would be, with `dryRun`.' }),
  byState: z.partialRecord(z.enum(SETTLED_STATES), z.int()),
  more: z.boolean().meta({ description: 'Whether there are more than one request deletes.' }),
});

const Confirmed = z.object({
  actionId: Id,
  state: z.enum(ACTION_STATES),
  expiresAt: Instant.nullable(),
});

export const actionRoutes = ({ db, transact, now }: Deps): Route[] => [
  route({
    method: 'POST',
    path: '/offline/actions/{actionId}/confirm',
    summary: 'Confirm a trade that is held',
    description:
      'A trade that came from a message of doubtful meaning is executed only once its user confirms it, ' +
      'as it stands, before it expires. Confirming again, or what was never held, changes nothing.',
    params: z.object({ actionId: Id }),
    replies: { 200: { description: 'What has become of it', schema: Confirmed } },
    errors: [actionNotFound, actionSettled],
  }).handle(({ params: { actionId: id }, actor: { id: userId }, once }) =>
    once(transact, async (tx) => {
      const { state, expiresAt } = await confirmAction(tx, { userId, id, now: now() });
      const body = { actionId: id, state, expiresAt: expiresAt?.toISOString() ?? null };
      return { status: 200, body };
    }),
  ),

  route({
    method: 'DELETE',
    path: '/offline/cleanup',
    summary: 'Delete old trades that have come to their end',
    description:
      'What makes sending an item again harmless is kept. Deleting twice deletes nothing more.',
    query: Cleanup,
    replies: { 200: { description: 'How many', schema: Cleaned } },
  }).handle(async ({ query: { olderThanMs, states, dryRun }, actor: { id: userId } }) => {
    const cleanup = { userId, states, before: new Date(now().getTime() - olderThanMs) };
    if (dryRun === 'true') {
      const byState = await countSettled(db, cleanup);
      return { status: 200, body: { deleted: sumOf(byState), byState, more: false } };
    }
    return { status: 200, body: await cleanUp({ transact }, cleanup) };
  }),
];

/** In chunks, each a transaction of its own, so that nothing waits long for any of them. */
async function cleanUp({ transact }: Pick<Deps, 'transact'>, cleanup: CleanupQuery) {
  const byState: Partial<Record<keyof Tally, number>> = {};
  for (let chunk = 0; chunk < CHUNKS_MAX; chunk++) {
    const tally = await transact((tx) => cleanUpChunk(tx, cleanup));
    for (const state of SETTLED_STATES) {
      if (tally[state]) byState[state] = (byState[state] ?? 0) + tally[state];
    }
    if (sumOf(tally) < CLEANUP_CHUNK) return { deleted: sumOf(byState), byState, more: false };
  }
  return { deleted: sumOf(byState), byState, more: true };
}

const sumOf = (tally: Tally) => Object.values(tally).reduce((sum, count) => sum + count, 0);
