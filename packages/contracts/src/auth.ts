import { z } from 'zod';
import { defineEvent } from './event.ts';
import { Id, Instant } from './values.ts';

const domain = 'auth';
const version = 1;

export const userRegistered = defineEvent({
  domain,
  version,
  name: 'user.registered',
  summary: 'A person opened an account.',
  audience: 'user',
  subject: ({ userId }) => `user/${userId}`,
  data: z.object({ userId: Id, registeredAt: Instant }),
});

export const sessionStarted = defineEvent({
  domain,
  version,
  name: 'session.started',
  summary: 'A user signed in on a device.',
  audience: 'user',
  subject: ({ userId }) => `user/${userId}`,
  data: z.object({ userId: Id, sessionId: Id, startedAt: Instant }),
});

export const REVOCATION_REASONS = [
  'logout',
  'revoked_by_user',
  'refresh_token_reused',
  'password_changed',
  'superseded',
] as const;

export const sessionRevoked = defineEvent({
  domain,
  version,
  name: 'session.revoked',
  summary: 'A session ended before its time: its access tokens must be refused from now on.',
  audience: 'user',
  subject: ({ userId }) => `user/${userId}`,
  data: z.object({
    userId: Id,
    sessionId: Id,
    reason: z.enum(REVOCATION_REASONS),
    /** By then, the last access token of the session has expired anyway. */
    tokensExpireBy: Instant,
  }),
});

export const loginLocked = defineEvent({
  domain,
  version,
  name: 'login.locked',
  summary: 'Too many wrong passwords: signing in is refused for a while.',
  audience: 'user',
  subject: ({ userId }) => `user/${userId}`,
  data: z.object({ userId: Id, lockedUntil: Instant }),
});

export const signingKeyRotated = defineEvent({
  domain,
  version,
  name: 'signing_key.rotated',
  summary: 'The keys that sign access tokens changed: read the JWKS again.',
  audience: 'services',
  subject: () => 'signing-keys',
  data: z.object({
    /** The key that signs from now on. */
    activeKeyId: z.string().min(1),
    /** Keys whose tokens must be refused at once, because they may have leaked. */
    revokedKeyIds: z.array(z.string().min(1)),
  }),
});
