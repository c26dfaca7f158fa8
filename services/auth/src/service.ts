import { TOKEN_AUDIENCE, TOKEN_TYPE } from '@signalos/http';
import type { Logger, Running } from '@signalos/runtime';
import { startService, type Foundation } from '@signalos/service';
import type { AuthConfig } from './config.ts';
import { connect, type Db, type Tx } from './db.ts';
import type { Deps } from './deps.ts';
import { keyRing as openKeyRing } from './encryption.ts';
import { openKeySet } from './key-set.ts';
import { keepSigningKeys } from './keys/signing-key.commands.ts';
import { keepKeys } from './keys/signing-key.worker.ts';
import { openPasswords } from './passwords.ts';
import { routes } from './routes.ts';
import { recogniseSecrets } from './secrets/secret.commands.ts';
import { sweepSessions } from './sessions/session.worker.ts';
import { tokenIssuer } from './tokens.ts';
import { forgetFailures } from './users/login-guard.worker.ts';

/** The one place that knows how this service is put together. Read it first. */
export function startAuth(config: AuthConfig, log: Logger): Promise<Running> {
  return startService({ name: 'auth', config, log, connect }, async (foundation) => {
    const deps = await prepare(config, foundation);
    const { resources } = foundation;
    resources.use(keepKeys(deps, config.keyRotationMs, log));
    resources.use(sweepSessions(deps, log));
    resources.use(forgetFailures(deps, log));
    return { routes: routes(deps), keys: deps.keys };
  });
}

const now = () => new Date();

/** Stops the start if the secrets are not those of the database: better now than at each login. */
async function prepare(
  config: AuthConfig,
  { database, metrics }: Foundation<Db, Tx>,
): Promise<Deps> {
  const { client: db, transact } = database;
  const { lifetimes, encryptionKeys, pepper, keyRotationMs: rotationMs } = config;
  const keyRing = openKeyRing(encryptionKeys);

  const keys = await transact(async (tx) => {
    await keepSigningKeys(tx, { keyRing, rotationMs, now: now() });
    const opened = await openKeySet(tx, keyRing);
    await recogniseSecrets(tx, [
      { name: 'AUTH_PEPPER', key: pepper },
      ...encryptionKeys.map(({ id, key }) => ({ name: `AUTH_ENCRYPTION_KEYS "${id}"`, key })),
    ]);
    return opened;
  });
  const issueToken = tokenIssuer({
    issuer: config.auth.issuer,
    audience: TOKEN_AUDIENCE,
    type: TOKEN_TYPE,
    lifetimes,
    keys,
  });
  const passwords = await openPasswords(pepper, metrics);
  return { db, transact, now, passwords, keyRing, keys, issueToken, lifetimes };
}
