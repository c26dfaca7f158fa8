/** Rows, columns and zigzags of keyboards, and the orders everyone knows by heart. */
const PATHS = [
  '`1234567890-=',
  '01234567890123456789',
  '!@#$%^&*()_+',
  'qwertyuiop[]',
  'asdfghjkl;',
  'zxcvbnm,./',
  'qwertzuiop',
  'azertyuiop',
  'qsdfghjklm',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/',
  'qazwsxedcrfvtgbyhnujmikolp',
  '1qazxsw23edcvfr45tgbnhy67ujm',
  '1q2w3e4r5t6y7u8i9o0p',
  'q1w2e3r4t5y6u7i8o9p0',
  'a1b2c3d4e5f6g7h8i9j0',
  '1a2b3c4d5e6f7g8h9i0j',
  '147258369',
  '789456123',
  '741852963',
  'abcdefghijklmnopqrstuvwxyz',
];

const reversed = (text: string) => Array.from(text).toReversed().join('');

export const WALKS: readonly string[] = PATHS.flatMap((path) => [path, reversed(path)]);

/** Words of which common passwords are made, alone or strung together. */
export const COMMON_WORDS: readonly string[] = (
  'password passwort passwd pass word pwd secret private access login logon admin administrator ' +
  'root user guest test testing demo default change changeme letmein welcome hello please open ' +
  'sesame trust noone nobody computer internet google facebook windows microsoft samsung apple ' +
  'i love you iloveyou loveyou forever always so much baby babygirl babyboy angel princess queen ' +
  'king prince sunshine moon star stars flower flowers butterfly rainbow summer winter spring ' +
  'autumn fall january february march april may june july august september october november ' +
  'december monday tuesday wednesday thursday friday saturday sunday football soccer baseball ' +
  'basketball hockey liverpool chelsea arsenal manchester united barcelona real madrid juventus ' +
  'superman batman spiderman ironman starwars starwar pokemon naruto minecraft fortnite dragon ' +
  'monkey tiger lion eagle wolf panther phoenix shadow master killer hunter ninja samurai warrior ' +
  'matrix freedom whatever unbelievable beautiful success jesus christ god bless family mother ' +
  'father mommy daddy michael jennifer jordan ashley daniel jessica charlie thomas andrew robert ' +
  'matthew joshua anthony william nicole michelle amanda alexander cookie cheese banana orange ' +
  'chocolate pepper ginger summertime the and my me is of in qwerty asdf zxcv abc ' +
  'trade trader trading forex bitcoin crypto metatrader money profit gold dollar rich million ' +
  'millionaire signal signals market broker'
)
  .split(' ')
  .filter((word) => word.length > 1);

/** Well-known ones that no rule finds. */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set([
  '010203040506',
  '101112131415',
  '102030405060',
  '112233445566',
  '112358132134',
  '123456abcdef',
  '271828182845',
  '314159265358',
  '3.1415926535',
  'aabbccddeeff',
  'correcthorsebatterystaple',
  'correct horse battery staple',
  'supercalifragilisticexpialidocious',
  'thequickbrownfox',
  'tobeornottobe',
  'trustno1trustno1',
]);
