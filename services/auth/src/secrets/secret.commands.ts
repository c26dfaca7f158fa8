import { createHmac, type KeyObject } from 'node:crypto';
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
    const fingerprint = createHmac('sha256', key).update(`fingerprint of ${name}`).digest();
    const known = await keepFingerprint(tx, name, new Uint8Array(fingerprint));
    if (!fingerprint.equals(known)) {
      throw new Error(`${name} is not the secret that this database has been used with`);
    }
  }
}
