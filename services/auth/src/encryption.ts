import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { Secret } from './config.ts';

const ALGORITHM = 'aes-256-gcm';
const VERSION = 'v1';
const KEY_BYTES = 32;
const IV_BYTES = 12;
/** Said to Node too, which otherwise takes a tag cut down to four bytes. */
const TAG = { authTagLength: 16 } as const;

/** Encrypts what is kept in the database and must be read back: `v1.<key id>.<iv>.<text>.<tag>`. */
export interface KeyRing {
  /**
   * With the first key. `place` says where the value will stand, such as `session/<id>`: from
   * anywhere else it does not open.
   */
  seal(plaintext: string, place: string): string;
  open(sealed: string, place: string): string;
}

/** The first key encrypts; all of them decrypt. */
export function keyRing(keys: readonly Secret[]): KeyRing {
  const [active] = keys;
  if (!active) throw new Error('A key ring needs a key');
  const byId = new Map(keys.map((key) => [key.id, key]));

  return {
    seal(plaintext, place) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(ALGORITHM, keyFor(active, place), iv, TAG);
      cipher.setAAD(aad(active, place));
      const text = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
      const parts = [iv, text, cipher.getAuthTag()].map((part) => part.toString('base64url'));
      return [VERSION, active.id, ...parts].join('.');
    },

    open(sealed, place) {
      const [version, keyId = '', ...parts] = sealed.split('.');
      const key = byId.get(keyId);
      if (version !== VERSION || !key) {
        throw new Error(`No encryption key "${keyId}" (${version ?? ''}), which ${place} needs`);
      }
      try {
        return decrypt(parts, key, place);
      } catch (cause) {
        throw new Error(`Encryption key "${keyId}" does not open ${place}`, { cause });
      }
    },
  };
}

/** Which key a value was sealed with. */
export function sealedWith(sealed: string): string {
  return sealed.split('.')[1] ?? '';
}

function decrypt(parts: readonly string[], key: Secret, place: string): string {
  const [iv = '', text = '', tag = ''] = parts;
  const decipher = createDecipheriv(ALGORITHM, keyFor(key, place), bytes(iv), TAG);
  decipher.setAAD(aad(key, place)).setAuthTag(bytes(tag));
  return Buffer.concat([decipher.update(bytes(text)), decipher.final()]).toString('utf8');
}

/** A key for each place, so that no number of values wears out the random nonces of one. */
function keyFor({ key }: Secret, place: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', key, place, `signalos/auth/${VERSION}`, KEY_BYTES));
}

const aad = ({ id }: Secret, place: string) => Buffer.from([VERSION, id, place].join('|'));
const bytes = (text: string) => Buffer.from(text, 'base64url');
