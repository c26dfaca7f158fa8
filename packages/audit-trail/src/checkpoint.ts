import type { Head } from './entry.ts';
import { HASH_BYTES, uint64, withLength } from './hash.ts';
import { leafHash } from './merkle.ts';

const HEAD = Buffer.from('signalos-audit-head-v1\0');

/** What a log had in it: C2SP's tlog-checkpoint, before it is signed. */
export interface Checkpoint {
  /** Which log it is of. */
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  if (!/^[^\s+]+$/.test(origin)) throw new TypeError('An origin has no spaces and no plus');
  return `${origin}\n${size}\n${Buffer.from(root).toString('base64')}\n`;
}

/** Undefined for what is none. Lines after the third are somebody's extensions, and ignored. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  const [origin = '', digits = '', base64 = ''] = text.split('\n');
  const size = Number(digits);
  const root = Buffer.from(base64, 'base64');
  const isWell = origin !== '' && /^(0|[1-9]\d*)$/.test(digits) && Number.isSafeInteger(size);
  return isWell && root.length === HASH_BYTES && root.toString('base64') === base64
    ? { origin, size, root }
    : undefined;
}

/** A leaf of the log of heads. */
export function headLeaf({ stream, seq, hash }: Head): Buffer {
  return leafHash(Buffer.concat([HEAD, withLength(stream), uint64(seq), hash]));
}
