import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { entryHash, genesisHash } from './entry.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();

describe('the hash of an entry', () => {
  it.each([
    ['small', 1, 2],
    ['empty', 2 ** 32 + 7, 0],
    ['larger than any before', 3, 300_000],
    ['small again', Number.MAX_SAFE_INTEGER, 5],
  ])('is that of its parts in their order: %s', (_what, seq, length) => {
    const [prevHash, body] = [sha256(Buffer.from('before')), Buffer.alloc(length, 'x')];
    const numbers = Buffer.alloc(12);
    numbers.writeBigUInt64BE(BigInt(seq), 0);
    numbers.writeUInt32BE(length, 8);

    const parts = [
      Buffer.from('signalos-audit-v1\0'),
      numbers.subarray(0, 8),
      prevHash,
      numbers.subarray(8),
      body,
    ];
    expect(entryHash({ seq, prevHash, body })).toEqual(sha256(Buffer.concat(parts)));
  });

  it('starts with the name of its stream', () => {
    const name = Buffer.from('signalos-audit-genesis-v1\0\0\0\0\u0007straße');

    expect(genesisHash('straße')).toEqual(sha256(name));
    expect(genesisHash('strasse')).not.toEqual(sha256(name));
  });
});
