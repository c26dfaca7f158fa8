import { Id, Instant } from '@signalos/contracts';
import {
  commonErrors,
  decodeCursor,
  PageQuery,
  pageOf,
  route,
  toPage,
  type Route,
} from '@signalos/http';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { endSession } from './session.commands.ts';
import { findLiveSession, findSession, listSessions } from './session.store.ts';
import { sessionNotFound, type Session } from './session.ts';

const SessionView = z.object({
  id: z.uuid(),
  deviceName: z.string().nullable(),
  userAgent: z.string().meta({ description: 'Of the last sign-in or refresh, like the address.' }),
  address: z.string(),
  startedAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().meta({ description: 'Unless it is refreshed by then.' }),
  isCurrent: z.boolean().meta({ description: 'The one that asks.' }),
});
const Position = z.object({ id: Id, startedAt: Instant.transform((text) => new Date(text)) });

export const sessionRoutes = ({ db, transact, lifetimes, now }: Deps): Route[] => [
  route({
    method: 'GET',
    path: '/auth/sessions',
    summary: 'List where you are signed in, newest first',
    query: PageQuery,
    replies: { 200: { description: 'A page of sessions', schema: pageOf(SessionView) } },
  }).handle(async ({ query: { cursor, limit }, actor: { id: userId, sessionId } }) => {
    const after = decodeCursor(Position, cursor);
    const sessions = await listSessions(db, { userId, now: now(), after, limit: limit + 1 });
    const page = toPage(sessions, limit, ({ id, startedAt }) => ({ id, startedAt }));
    return { status: 200, body: { ...page, items: page.items.map(viewFrom(sessionId)) } };
  }),

  route({
    method: 'DELETE',
    path: '/auth/sessions/{id}',
    summary: 'Sign out somewhere',
    description: 'Its tokens are refused from then on.',
    params: z.object({ id: Id }),
    replies: { 204: { description: 'The session is over' } },
    errors: [sessionNotFound],
  }).handle(({ params: { id }, actor: { id: userId }, once }) =>
    once(transact, async (tx) => {
      if (!(await findSession(tx, { id, userId }))) {
        throw sessionNotFound(`No session ${id}`, { sessionId: id });
      }
      await endSession(tx, lifetimes, { id, userId, reason: 'revoked_by_user', now: now() });
      return { status: 204 };
    }),
  ),
];

/** Apart from the others, since it may be asked for again once the session is over. */
export const signOutRoute = ({ transact, lifetimes, now }: Deps): Route =>
  route({
    method: 'POST',
    path: '/auth/logout',
    summary: 'Sign out',
    description: 'Ends the session of the access token. Its tokens are refused from then on.',
    replies: { 204: { description: 'The session is over' } },
  }).handle(({ actor: { id: userId, sessionId: id }, once }) =>
    once(transact, async (tx) => {
      await endSession(tx, lifetimes, { id, userId, reason: 'logout', now: now() });
      return { status: 204 };
    }),
  );

/** Serves those only whose session is not over: here that is known before any token expires. */
export const inLiveSession =
  ({ db, now }: Deps) =>
  ({ spec, handle }: Route): Route => ({
    spec,
    async handle(call) {
      const { actor } = call;
      if (actor) {
        const mine = { id: actor.sessionId, userId: actor.id };
        const isAlive = await findLiveSession(db, mine, now());
        if (!isAlive) throw commonErrors.unauthenticated('The session is over');
      }
      return handle(call);
    },
  });

const viewFrom =
  (currentId: string) =>
  (session: Session): z.input<typeof SessionView> => ({
    ...session,
    address: session.address.replace(/^::ffff:/, ''), // An IPv4 address, as IPv6 sockets write it.
    startedAt: session.startedAt.toISOString(),
    lastUsedAt: session.lastUsedAt.toISOString(),
    expiresAt: session.expiresAt.toISOString(),
    isCurrent: session.id === currentId,
  });
