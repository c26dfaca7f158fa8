import { Text } from '@signalos/contracts';
import { route, type Route } from '@signalos/http';
import { z } from 'zod';
import { BODY_BYTES_MAX, Email, OPEN_ROUTE_NOTE, Password } from '../credentials.ts';
import type { Deps } from '../deps.ts';
import { signInBusy } from '../passwords.ts';
import { forgiveFailures, identify } from '../users/login.commands.ts';
import { invalidCredentials, loginLocked } from '../users/login-guard.ts';
import { refreshSession, startSession, type Refreshed } from './session.commands.ts';
import {
  invalidRefreshToken,
  refreshTokenReused,
  sessionEnded,
  sessionExpired,
  type Grant,
} from './session.ts';

const DEVICE_NAME_LENGTH_MAX = 80;
const REFRESH_TOKEN_LENGTH_MAX = 200;

const Login = z.strictObject({
  email: Email,
  password: Password,
  deviceName: Text.trim()
    .min(1)
    .max(DEVICE_NAME_LENGTH_MAX)
    .optional()
    .meta({ description: 'How you will know this session in the list.' }),
});

const RefreshRequest = z.strictObject({
  refreshToken: z.string().min(1).max(REFRESH_TOKEN_LENGTH_MAX),
});

const Tokens = z.object({
  accessToken: z.string(),
  tokenType: z.literal('Bearer'),
  expiresIn: z.int().meta({ description: 'Seconds that the access token is good for.' }),
  refreshToken: z.string().meta({ description: 'Good for one refresh.' }),
  refreshBy: z.iso
    .datetime()
    .meta({ description: 'The session expires unless refreshed by then.' }),
  sessionId: z.uuid(),
  sessionEndsAt: z.iso.datetime().meta({ description: 'However often it is refreshed.' }),
});

export const tokenRoutes = (deps: Deps): Route[] => [
  route({
    method: 'POST',
    path: '/auth/login',
    summary: 'Sign in',
    description:
      'Starts a session. Failures are counted per address and place: after five, sign-in from ' +
      'there is refused for a minute, then for twice as long each time; meanwhile every wrong ' +
      `password gets the usual 401. ${OPEN_ROUTE_NOTE}Repeating the request starts another session.`,
    access: 'open',
    bodyLimitBytes: BODY_BYTES_MAX,
    body: Login,
    replies: { 200: { description: 'Signed in', schema: Tokens } },
    errors: [invalidCredentials, loginLocked, signInBusy],
  }).handle(async ({ body: { email, password, deviceName = null }, client: device }) => {
    const { address } = device;
    const identified = await identify(deps, { email, password, address });
    const { userId, roles } = identified;
    const now = deps.now();
    const grant = await deps.transact(async (tx) => {
      await forgiveFailures(tx, identified);
      return startSession(tx, deps, { userId, roles, deviceName, device, now });
    });
    return { status: 200, body: toBody(deps, grant, now) };
  }),

  route({
    method: 'POST',
    path: '/auth/refresh',
    summary: 'Change a refresh token for new tokens',
    description:
      'A refresh token is good once. Used again within ten seconds by the same device, it gives ' +
      'the same new refresh token, so a lost reply or a second tab does no harm; used again ' +
      `later, it ends the session. ${OPEN_ROUTE_NOTE}`,
    access: 'open',
    bodyLimitBytes: BODY_BYTES_MAX,
    body: RefreshRequest,
    replies: { 200: { description: 'Refreshed', schema: Tokens } },
    errors: [invalidRefreshToken, refreshTokenReused, sessionExpired, sessionEnded],
  }).handle(async ({ body: { refreshToken }, client: device }) => {
    const now = deps.now();
    const refreshed = await deps.transact((tx) =>
      refreshSession(tx, deps, { refreshToken, device, now }),
    );
    return { status: 200, body: toBody(deps, granted(refreshed), now) };
  }),
];

const REFUSALS = {
  unknown: () => invalidRefreshToken('This is not a refresh token of ours'),
  reused: () => refreshTokenReused('This refresh token was used before; its session has ended'),
  expired: () => sessionExpired('The session has expired'),
  ended: () => sessionEnded('The session has been ended'),
} as const;

function granted(refreshed: Refreshed): Grant {
  if (refreshed.outcome === 'granted') return refreshed;
  throw REFUSALS[refreshed.outcome]();
}

function toBody({ issueToken }: Deps, grant: Grant, now: Date): z.input<typeof Tokens> {
  const { session, refreshToken } = grant;
  const { accessToken, expiresInS } = issueToken(grant, now);
  return {
    accessToken,
    tokenType: 'Bearer',
    expiresIn: expiresInS,
    refreshToken,
    refreshBy: session.expiresAt.toISOString(),
    sessionId: session.id,
    sessionEndsAt: session.endsAt.toISOString(),
  };
}
