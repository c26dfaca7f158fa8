import { createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { sha256 } from './hash.ts';

/** Ed25519, as C2SP's signed-note numbers algorithms. */
const ED25519 = Buffer.from([1]);
const KEY_ID_BYTES = 4;
const PUBLIC_KEY_BYTES = 32;
const NOTE_LENGTH_MAX = 64 * 1024;
const SIGNATURE_LINE = /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/;
/** What comes before the 32 bytes of an Ed25519 key in SubjectPublicKeyInfo. */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/** A key that signs notes, under a name. */
export interface Signer {
  readonly name: string;
  readonly privateKey: KeyObject;
}

/** A key that signatures are verified with: `name+id+key`, as Go's sumdb writes it. */
export interface NoteKey {
  readonly name: string;
  readonly id: Buffer;
  readonly publicKey: KeyObject;
}

/** A text with a signature, in the form of C2SP's signed-note. */
export function signNote(text: string, { name, privateKey }: Signer): string {
  if (!text.endsWith('\n')) throw new TypeError('The text of a note ends with a newline');
  const id = keyId(name, rawPublicKey(createPublicKey(privateKey)));
  const signature = sign(null, Buffer.from(text), privateKey);
  return `${text}\n— ${name} ${Buffer.concat([id, signature]).toString('base64')}\n`;
}

/** The text of a note that one of the keys has signed; undefined if none has, or one of them wrongly. */
export function openNote(note: string, keys: readonly NoteKey[]): string | undefined {
  const parts = splitNote(note);
  if (!parts) return undefined;
  const { text, signatures } = parts;
  const known = signatures.flatMap(({ name, id, signature }) => {
    const key = keys.find((each) => each.name === name && each.id.equals(id));
    return key ? [verify(null, Buffer.from(text), key.publicKey, signature)] : [];
  });
  return known.length > 0 && known.every(Boolean) ? text : undefined;
}

function splitNote(note: string) {
  const end = note.lastIndexOf('\n\n');
  if (end < 0 || note.length > NOTE_LENGTH_MAX || !note.endsWith('\n')) return undefined;
  const lines = note.slice(end + 2, -1).split('\n');
  const signatures = lines.flatMap((line) => {
    const [, name = '', base64 = ''] = SIGNATURE_LINE.exec(line) ?? [];
    const bytes = Buffer.from(base64, 'base64');
    const [id, signature] = [bytes.subarray(0, KEY_ID_BYTES), bytes.subarray(KEY_ID_BYTES)];
    return signature.length > 0 ? [{ name, id, signature }] : [];
  });
  return signatures.length === lines.length
    ? { text: note.slice(0, end + 1), signatures }
    : undefined;
}

/** What others verify this signer's notes with. */
export function verifierKey({ name, privateKey }: Signer): string {
  const raw = rawPublicKey(createPublicKey(privateKey));
  const key = Buffer.concat([ED25519, raw]).toString('base64');
  return `${name}+${keyId(name, raw).toString('hex')}+${key}`;
}

/** Undefined for what is no such key. */
export function parseVerifierKey(text: string): NoteKey | undefined {
  const [, name = '', id = '', base64 = ''] = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text) ?? [];
  const key = Buffer.from(base64, 'base64');
  const raw = key.subarray(ED25519.length);
  if (!key.subarray(0, ED25519.length).equals(ED25519) || raw.length !== PUBLIC_KEY_BYTES) {
    return undefined;
  }
  if (keyId(name, raw).toString('hex') !== id) return undefined;
  const spki = Buffer.concat([SPKI_PREFIX, raw]);
  const publicKey = createPublicKey({ key: spki, format: 'der', type: 'spki' });
  return { name, id: Buffer.from(id, 'hex'), publicKey };
}

function keyId(name: string, raw: Uint8Array): Buffer {
  return sha256(Buffer.from(`${name}\n`), ED25519, raw).subarray(0, KEY_ID_BYTES);
}

function rawPublicKey(key: KeyObject): Buffer {
  if (key.asymmetricKeyType !== 'ed25519') throw new TypeError('Notes are signed with Ed25519');
  return key.export({ format: 'der', type: 'spki' }).subarray(SPKI_PREFIX.length);
}
