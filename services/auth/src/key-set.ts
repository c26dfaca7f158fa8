import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';
import type { Reader } from './db.ts';
import type { KeyRing } from './encryption.ts';
import { listSigningKeys } from './keys/signing-key.store.ts';
import { inUse, privateKeyPlace, toJwk, type SigningKey } from './keys/signing-key.ts';

/** The signing keys as this process has them in memory. */
export interface KeySet {
  /** Reads them again; until that succeeds, those read before serve. */
  reload(db: Reader): Promise<void>;
  readonly jwks: Jwks;
  /** A token of this header type, signed with the active key. */
  sign(claims: object, type: string): string;
  find(keyId: string): KeyObject | undefined;
  /** Nothing to fetch: the keys are never behind by more than the pause between two reloads. */
  refreshFor(): Promise<void>;
}

interface Jwks {
  readonly keys: readonly ReturnType<typeof toJwk>[];
  /** Changes when the keys do. */
  readonly etag: string;
}

interface Snapshot {
  readonly jwks: Jwks;
  readonly publicKeys: ReadonlyMap<string, KeyObject>;
  readonly signing: { readonly id: string; readonly key: KeyObject };
}

/** Throws when the configuration's encryption keys do not open the signing keys. */
export async function openKeySet(db: Reader, keyRing: KeyRing): Promise<KeySet> {
  let current = toSnapshot(await listSigningKeys(db), keyRing);

  return {
    async reload(from) {
      current = toSnapshot(await listSigningKeys(from), keyRing);
    },
    get jwks() {
      return current.jwks;
    },
    sign(claims, typ) {
      const { id, key } = current.signing;
      return jwt.sign(claims, key, { header: { alg: 'ES256', typ, kid: id } });
    },
    find: (keyId) => current.publicKeys.get(keyId),
    refreshFor: () => Promise.resolve(),
  };
}

function toSnapshot(keys: readonly SigningKey[], keyRing: KeyRing): Snapshot {
  const jwks = keys.map(toJwk);
  const { active, next } = inUse(keys);
  if (!active || !next) throw new Error('There is no key to sign with');
  const key = openPrivateKey(active, keyRing);
  openPrivateKey(next, keyRing); // So that a wrong encryption key shows now, not when it signs.
  return {
    jwks: { keys: jwks, etag: etagOf(jwks) },
    publicKeys: new Map(jwks.map((jwk) => [jwk.kid, createPublicKey({ key: jwk, format: 'jwk' })])),
    signing: { id: active.id, key },
  };
}

function openPrivateKey({ id, privateKey }: SigningKey, keyRing: KeyRing): KeyObject {
  const pkcs8 = keyRing.open(privateKey ?? '', privateKeyPlace(id));
  return createPrivateKey({ key: Buffer.from(pkcs8, 'base64'), format: 'der', type: 'pkcs8' });
}

function etagOf(jwks: readonly object[]): string {
  return `"${createHash('sha256').update(JSON.stringify(jwks)).digest('base64url')}"`;
}
