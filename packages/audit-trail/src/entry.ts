import { hash } from 'node:crypto';
import { HASH_BYTES, sha256, withLength } from './hash.ts';

const ENTRY = 'signalos-audit-v1\0';
const GENESIS = Buffer.from('signalos-audit-genesis-v1\0');
const SEQ_AT = ENTRY.length;
const PREV_AT = SEQ_AT + 8;
const LENGTH_AT = PREV_AT + HASH_BYTES;
const BODY_AT = LENGTH_AT + 4;

/** An entry as it is stored: the body are the very bytes that were hashed. */
export interface Entry {
  readonly stream: string;
  readonly seq: number;
  readonly prevHash: Uint8Array;
  readonly hash: Uint8Array;
  readonly body: Uint8Array;
}

/** Where a stream stands. */
export interface Head {
  readonly stream: string;
  readonly seq: number;
  readonly hash: Uint8Array;
}

/** What the first entry of a stream follows; its name is in it, so that streams cannot be swapped. */
export function genesisHash(stream: string): Buffer {
  return sha256(GENESIS, withLength(stream));
}

/** Used again and again, since a new one for each entry would cost as much as the hash. */
let preimage = preimageFor(64 * 1024);

function preimageFor(bodyBytes: number): Buffer {
  const buffer = Buffer.allocUnsafe(BODY_AT + bodyBytes);
  buffer.write(ENTRY, 'latin1');
  return buffer;
}

/** `"signalos-audit-v1\0" || u64 seq || previous hash || u32 length || body`, all big-endian. */
export function entryHash({ seq, prevHash, body }: Omit<Entry, 'stream' | 'hash'>): Buffer {
  const end = BODY_AT + body.length;
  if (end > preimage.length) preimage = preimageFor(2 * body.length);
  preimage.writeUInt32BE(Math.floor(seq / 2 ** 32), SEQ_AT);
  preimage.writeUInt32BE(seq % 2 ** 32, SEQ_AT + 4);
  preimage.set(prevHash, PREV_AT);
  preimage.writeUInt32BE(body.length, LENGTH_AT);
  preimage.set(body, BODY_AT);
  return hash('sha256', preimage.subarray(0, end), 'buffer');
}
