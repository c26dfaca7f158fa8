import { createSecretKey, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { keyRing, sealedWith } from './encryption.ts';

const aKey = (id: string) => ({ id, key: createSecretKey(randomBytes(32)) });
const place = 'session.successor/1';

describe('a sealed value', () => {
  it('opens where it was sealed for', () => {
    const ring = keyRing([aKey('k1')]);

    const sealed = ring.seal('secret ✓', place);

    expect(sealed).toMatch(/^v1\.k1\.[\w-]{16}\.[\w-]+\.[\w-]{22}$/);
    expect(sealed).not.toContain('secret');
    expect(ring.open(sealed, place)).toBe('secret ✓');
  });

  it('never looks the same twice', () => {
    const ring = keyRing([aKey('k1')]);

    expect(ring.seal('same', place)).not.toBe(ring.seal('same', place));
  });

  it('does not open in another place', () => {
    const ring = keyRing([aKey('k1')]);
    const sealed = ring.seal('secret', place);

    expect(() => ring.open(sealed, 'session.successor/2')).toThrow('does not open');
  });

  it('does not open when a part of it was changed or cut short', () => {
    const ring = keyRing([aKey('k1')]);
    const parts = ring.seal('secret', place).split('.');
    const changed = (index: number, part: string) => parts.with(index, part).join('.');
    const tag = Buffer.from(parts[4] ?? '', 'base64url');

    for (const bad of [
      changed(2, randomBytes(12).toString('base64url')),
      changed(3, randomBytes(6).toString('base64url')),
      changed(4, randomBytes(16).toString('base64url')),
      changed(4, tag.subarray(0, 4).toString('base64url')),
      changed(4, ''),
      parts.slice(0, 4).join('.'),
    ]) {
      expect(() => ring.open(bad, place), bad).toThrow('does not open');
    }
  });

  it('names the key that is missing', () => {
    const sealed = keyRing([aKey('old')]).seal('secret', place);
    const ring = keyRing([aKey('new')]);

    expect(() => ring.open(sealed, place)).toThrow(`No encryption key "old" (v1), which ${place}`);
    expect(() => ring.open('', place)).toThrow('No encryption key ""');
    expect(() => ring.open(sealed.replace('v1', 'v2'), place)).toThrow('No encryption key');
  });

  it('still opens after another key has become the first', () => {
    const [old, fresh] = [aKey('old'), aKey('new')];
    const sealed = keyRing([old]).seal('secret', place);
    const ring = keyRing([fresh, old]);

    expect(ring.open(sealed, place)).toBe('secret');
    expect(sealedWith(ring.seal('secret', place))).toBe('new');
    expect(sealedWith(sealed)).toBe('old');
  });

  it('does not open with another key of the same name', () => {
    const sealed = keyRing([aKey('k1')]).seal('secret', place);

    expect(() => keyRing([aKey('k1')]).open(sealed, place)).toThrow('does not open');
  });
});

it('needs a key', () => {
  expect(() => keyRing([])).toThrow('needs a key');
});
