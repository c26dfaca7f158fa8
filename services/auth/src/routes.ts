import type { Route } from '@signalos/http';
import type { Deps } from './deps.ts';
import { signingKeyRoutes } from './keys/signing-key.routes.ts';
import { inLiveSession, sessionRoutes, signOutRoute } from './sessions/session.routes.ts';
import { tokenRoutes } from './sessions/token.routes.ts';
import { userRoutes } from './users/user.routes.ts';

/** Everything this service serves; its documentation is made of it. */
export const routes = (deps: Deps): Route[] => [
  ...[...userRoutes(deps), ...tokenRoutes(deps), ...sessionRoutes(deps)].map(inLiveSession(deps)),
  signOutRoute(deps),
  ...signingKeyRoutes(deps),
];
