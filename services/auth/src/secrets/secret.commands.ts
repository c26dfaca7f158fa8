import { hkdfSync, type KeyObject } from 'node:crypto';
import type { Tx } from '../db.ts';
import { keepFingerprint } from './secret.store.ts';

export interface NamedSecret {
  readonly name: string;
  readonly key: KeyObject;
}

/**
 * Throws unless these are the secrets that this database was used with from the first: with another
 * pepper nobody could sign in, and what is encrypted with another key would be lost.
 */
export async function recogniseSecrets(tx: Tx, secrets: readonly NamedSecret[]): Promise<void> {
  for (const { name, key } of secrets) {
    const fingerprint = new Uint8Array(hkdfSync('sha256', key, '', `fingerprint of ${name}`, 32));
    const known = await keepFingerprint(tx, name, fingerprint);
    if (!Buffer.from(fingerprint).equals(known)) {
      throw new Error(`${name} is not the secret that this database has been used with`);
    }
  }
}
