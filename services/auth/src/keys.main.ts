import { AppError } from '@signalos/errors';
import { createLogger, loadConfig } from '@signalos/runtime';
import { KeysConfig } from './config.ts';
import { connect } from './db.ts';
import { keyRing as openKeyRing, sealedWith } from './encryption.ts';
import { revokeSigningKey, rotateSigningKey } from './keys/signing-key.commands.ts';
import { listSigningKeys } from './keys/signing-key.store.ts';
import { usableFrom, type SigningKey } from './keys/signing-key.ts';

const USAGE = `Usage: node services/auth/src/keys.main.ts <command>

  list           show the signing keys
  rotate         sign with the next key from now on; the old one stays valid while its tokens live
  revoke <id>    withdraw a key that may have leaked: its tokens are refused everywhere at once

It needs DATABASE_URL and AUTH_ENCRYPTION_KEYS. Running services notice within a second, and
announce what was done.`;

const [command = '', id, ...more] = process.argv.slice(2);
if (!isComplete()) {
  console.error(USAGE);
  process.exit(2);
}

const config = loadConfig(KeysConfig, process.env);
await using database = connect({
  url: config.databaseUrl,
  poolMax: 2,
  name: 'auth-keys',
  log: createLogger('auth-keys', { level: 'warn' }),
});
const keeping = {
  keyRing: openKeyRing(config.encryptionKeys),
  rotationMs: config.keyRotationMs,
  now: new Date(),
};

try {
  await database.transact(async (tx) => {
    if (command === 'rotate') await rotateSigningKey(tx, keeping);
    if (command === 'revoke') await revokeSigningKey(tx, id ?? '', keeping);
  });
  console.table((await listSigningKeys(database.client)).map(toLine));
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

function isComplete(): boolean {
  if (more.length > 0) return false;
  return command === 'revoke' ? id !== undefined : ['list', 'rotate'].includes(command) && !id;
}

function toLine(key: SigningKey) {
  const { createdAt, activatedAt, retiredAt, privateKey } = key;
  return {
    id: key.id,
    state: key.state,
    published: createdAt.toISOString(),
    usableFrom: usableFrom(key).toISOString(),
    activated: activatedAt?.toISOString(),
    retired: retiredAt?.toISOString(),
    encryptedWith: privateKey ? sealedWith(privateKey) : undefined,
  };
}
