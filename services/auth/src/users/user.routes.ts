import { Text } from '@signalos/contracts';
import { route, type Route } from '@signalos/http';
import { z } from 'zod';
import { BODY_BYTES_MAX, Email, OPEN_ROUTE_NOTE, Password } from '../credentials.ts';
import type { Deps } from '../deps.ts';
import { signInBusy } from '../passwords.ts';
import { passwordRefused, weaknessOf } from './password.ts';
import { register } from './user.commands.ts';
import { getUser } from './user.store.ts';

const DISPLAY_NAME_LENGTH_MAX = 80;

const Registration = z.strictObject({
  email: Email,
  password: Password.meta({
    description: '12 to 256 characters of any kind; the commonest passwords are refused.',
  }),
  displayName: Text.trim().min(1).max(DISPLAY_NAME_LENGTH_MAX).optional(),
});

const Accepted = z.object({ status: z.literal('accepted') });

const Me = z.object({
  id: z.uuid(),
  email: z.email(),
  displayName: z.string().nullable(),
  roles: z.array(z.string()),
  registeredAt: z.iso.datetime(),
});

export const userRoutes = ({ db, transact, passwords, now }: Deps): Route[] => [
  route({
    method: 'POST',
    path: '/auth/register',
    summary: 'Open an account',
    description:
      'The reply does not tell whether the address is new: if it has an account, nothing changes. ' +
      `${OPEN_ROUTE_NOTE}Repeating the request is safe.`,
    access: 'open',
    bodyLimitBytes: BODY_BYTES_MAX,
    body: Registration,
    replies: { 202: { description: 'Now you can sign in', schema: Accepted } },
    errors: [passwordRefused, signInBusy],
  }).handle(async ({ body: { email, password, displayName = null } }) => {
    const weakness = weaknessOf(password, email);
    if (weakness) {
      const errors = [{ pointer: '#/password', detail: weakness }];
      throw passwordRefused(`The password ${weakness}`, { errors });
    }
    // Hashed for a known address as well: it takes as long.
    const passwordHash = await passwords.inTurn(({ hash }) => hash(password));
    await transact((tx) => register(tx, { email, displayName, passwordHash, now: now() }));
    return { status: 202, body: { status: 'accepted' } };
  }),

  route({
    method: 'GET',
    path: '/auth/me',
    summary: 'See who you are',
    replies: { 200: { description: 'You', schema: Me } },
  }).handle(async ({ actor }) => {
    const user = await getUser(db, actor.id);
    return { status: 200, body: { ...user, registeredAt: user.registeredAt.toISOString() } };
  }),
];
