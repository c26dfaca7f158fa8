import { describe, expect, it } from 'vitest';
import { parse, TEXT_BYTES_MAX } from '../src/index.ts';
import { Rng } from '../training/rng.ts';
import { labelledMessages } from './labelled.ts';
import { expectSound } from './sound.ts';

const MIB = 1024 * 1024;
const BLOCK = 0x80;
/** Where Unicode has blocks; of the two planes for private use the beginning, and the very end. */
const RANGES = [
  [0, 0x3_2400],
  [0xe_0000, 0xe_0200],
  [0xf_0000, 0xf_0100],
  [0x10_ff00, 0x11_0000],
] as const;

function* blocks(): Generator<number> {
  for (const [from, to] of RANGES) {
    for (let block = from; block < to; block += BLOCK) yield block;
  }
}

describe('a text of', () => {
  it('random bytes is read', () => {
    const rng = new Rng(5, 0);
    for (let round = 0; round < 150; round++) {
      const bytes = Uint8Array.from({ length: rng.int(1, 400) }, () => rng.int(0, 255));
      expectSound(new TextDecoder().decode(bytes));
      expectSound(String.fromCharCode(...bytes));
    }
  });

  it('every block of Unicode is read, alone and within an order', () => {
    for (const block of blocks()) {
      const points = Array.from({ length: BLOCK }, (_each, index) => block + index);
      const characters = String.fromCodePoint(...points);
      expectSound(characters);
      expectSound(`BUY ${characters.slice(0, 40)} GOLD 2331${characters.slice(40, 60)} SL 2320`);
    }
  });

  it('a message with a character replaced by any other is read', () => {
    const rng = new Rng(7, 0);
    for (const { text } of labelledMessages('signals')) {
      const at = rng.int(0, text.length - 1);
      const other = String.fromCharCode(rng.int(0, 0xffff));
      expectSound(text.slice(0, at) + other + text.slice(at + 1));
    }
  });

  it('1 MiB is refused, whatever it holds', () => {
    const rng = new Rng(9, 0);
    const random = String.fromCharCode(
      ...Array.from({ length: 10_000 }, () => rng.int(0, 0xffff)),
    ).repeat(MIB / 10_000);
    for (const text of [
      'a'.repeat(MIB),
      'buy gold 2331\n'.repeat(MIB / 14),
      '\0'.repeat(MIB),
      random,
    ]) {
      expect(parse(text)).toEqual({
        kind: 'refused',
        reason: 'text-too-long',
        bytesMax: TEXT_BYTES_MAX,
      });
    }
  });

  // No more than can be read; what would take more than linear time here would take minutes.
  it.each([
    'a',
    '1',
    '1.',
    '1,',
    "1'",
    'o1.',
    'l.0850 ',
    'b u y ',
    's.l.',
    '#',
    '$btc ',
    '/',
    '🇺🇸',
    '1️⃣',
    '🔥',
    'ﷺ',
    'a\u0301',
    '\u200d',
    '\n',
    '12:30 ',
    '10x ',
    'h4 ',
    '2331 ',
    '149 820 ',
    'buy ',
    'close half ',
    'buy gold 2331 sl 2320 tp 2340\n',
    'close gold at 2330, sl to be. ',
    '買い',
    'ซื้อ',
    'аb',
    '\ud83d',
  ])('%j as often as it may be is read', (pattern) => {
    const bytes = new TextEncoder().encode(pattern).length;

    expectSound(pattern.repeat(Math.floor(TEXT_BYTES_MAX / bytes)));
  });
});
