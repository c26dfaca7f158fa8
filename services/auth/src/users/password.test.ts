import { assert, pre, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { weaknessOf } from './password.ts';

const email = 'marlene@trader.test';
const good = 'plum-Vortex-19-candle';

describe('a new password', () => {
  it.each([
    good,
    'correct chocolate staple bicycle',
    'xk9#mQ2$vL7p',
    'пароль-длинный-ослик',
    '9183 4725 0661 38',
    '密码密码很长很长的一个句子吧',
  ])('may be %s', (password) => {
    expect(weaknessOf(password, email)).toBeUndefined();
  });

  it.each([
    ['elevenchars', 'must have 12 characters or more'],
    ['💎💎ab💎💎cd💎e9', 'must have 12 characters or more'],
    ['x1'.repeat(129), 'must have 256 characters at most'],
    ['aaaaaaaaaaaaaa', 'must not repeat itself'],
    ['abcabcabcabc', 'must not repeat itself'],
    ['Hunter22Hunter22', 'must not repeat itself'],
    ['111222111333', 'must not repeat itself'],
    ['qwertyuiop12', 'must not follow the keyboard or the alphabet'],
    ['QWERTY123456', 'must not follow the keyboard or the alphabet'],
    ['1qaz2wsx3edc', 'must not follow the keyboard or the alphabet'],
    ['poiuytrewq98', 'must not follow the keyboard or the alphabet'],
    ['abcdefghijkl', 'must not follow the keyboard or the alphabet'],
    ['1234567890!!', 'must not follow the keyboard or the alphabet'],
    ['password1234', 'is among those most often used'],
    ['P@$$w0rd2026!', 'is among those most often used'],
    ['iloveyouforever', 'is among those most often used'],
    ['Administrator1', 'is among those most often used'],
    ['summer2026!!!', 'is among those most often used'],
    ['Dragon1234dragon', 'is among those most often used'],
    ['112233445566', 'is among those most often used'],
    ['correcthorsebatterystaple', 'is among those most often used'],
    ['mySignalOS-4711-x', 'must not contain the name of this service'],
    ['Marlene-4711-xyz', 'must not contain your address'],
  ])('may not be %s: it %s', (password, reason) => {
    expect(weaknessOf(password, email)).toBe(reason);
  });

  it('is judged as it is kept, whichever way its letters were typed', () => {
    expect(weaknessOf('ｐａｓｓｗｏｒｄ１２３４', email)).toBe('is among those most often used');
  });

  it('is not refused for a name so short that it is in it by chance', () => {
    expect(weaknessOf(good, 'plu@trader.test')).toBeUndefined();
  });

  it('may be anything random', () => {
    const random = string({ minLength: 16, maxLength: 64, unit: 'grapheme-ascii' });

    assert(
      property(random, (password) => {
        pre(new Set(password.normalize('NFKC').toLowerCase()).size > 10);
        expect(weaknessOf(password, email)).toBeUndefined();
      }),
    );
  });
});
