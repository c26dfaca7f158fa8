import { claimsOf } from '@signalos/testing';
import { base64, macced, signed, type Key } from './forger.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

const now = () => Math.floor(Date.now() / 1_000);

export const payload = (iss: string, changes: object = {}) =>
  JSON.stringify({ ...claimsOf(iss), ...changes });
export const header = ({ kid }: Key, changes: object = {}) =>
  JSON.stringify({ alg: 'ES256', typ: 'at+jwt', kid, ...changes });
const withoutSignature = (token: string) => token.replace(/[^.]+$/, '');

/** The same bytes under another name: four bits of the last character say nothing. */
function respelt(token: string): string {
  const last = ALPHABET.indexOf(token.at(-1) ?? '');
  return `${token.slice(0, -1)}${ALPHABET[last ^ 1]}`;
}

function inDer(token: string): string {
  const raw = Buffer.from(token.split('.')[2] ?? '', 'base64url');
  const numbers = [raw.subarray(0, 32), raw.subarray(32)].map((half) => {
    const number = Buffer.concat([Buffer.from([0]), half]);
    return Buffer.concat([Buffer.from([2, number.length]), number]);
  });
  const body = Buffer.concat(numbers);
  return `${withoutSignature(token)}${base64(Buffer.concat([Buffer.from([0x30, body.length]), body]))}`;
}

/** What is said first, and again otherwise. */
const twice = (json: string, first: object) =>
  `${JSON.stringify(first).slice(0, -1)},${json.slice(1)}`;

const ofPrototype = (json: string) =>
  json.replace(/"roles":\[[^\]]*\]/, '"__proto__":{"roles":["admin"]}');

/** Makes a token that must not be taken, of our own key and one of a stranger. */
type Forgery = (ours: Key, theirs: Key, iss: string) => string;

export const forgeries: readonly (readonly [string, Forgery])[] = [
  ['alg none', (k, _t, i) => withoutSignature(signed(k, header(k, { alg: 'none' }), payload(i)))],
  ['alg nOnE', (k, _t, i) => signed(k, header(k, { alg: 'nOnE' }), payload(i))],
  ['no signature', (k, _t, i) => withoutSignature(signed(k, header(k), payload(i)))],
  [
    'HS256 with our public key as PEM',
    (k, _t, i) =>
      macced(
        k.publicKey.export({ type: 'spki', format: 'pem' }),
        header(k, { alg: 'HS256' }),
        payload(i),
      ),
  ],
  [
    'HS256 with our public key as JWK',
    (k, _t, i) => macced(JSON.stringify(k.jwk), header(k, { alg: 'HS256' }), payload(i)),
  ],
  [
    'HS256 with our public key as DER',
    (k, _t, i) =>
      macced(
        k.publicKey.export({ type: 'spki', format: 'der' }),
        header(k, { alg: 'HS256' }),
        payload(i),
      ),
  ],
  ['alg RS256', (k, _t, i) => signed(k, header(k, { alg: 'RS256' }), payload(i))],
  ['alg ES384', (k, _t, i) => signed(k, header(k, { alg: 'ES384' }), payload(i))],
  ['a foreign kid', (_k, t, i) => signed(t, header(t), payload(i))],
  ['a foreign key under our kid', (k, t, i) => signed(t, header(k), payload(i))],
  ['a jwk of its own', (k, t, i) => signed(t, header(k, { jwk: t.jwk }), payload(i))],
  [
    'a kid that is a path',
    (k, _t, i) => signed(k, header(k, { kid: '../../dev/null' }), payload(i)),
  ],
  ['a kid that is SQL', (k, _t, i) => signed(k, header(k, { kid: "' OR 1=1--" }), payload(i))],
  ['a kid that is __proto__', (k, _t, i) => signed(k, header(k, { kid: '__proto__' }), payload(i))],
  ['a kid that is a list', (k, _t, i) => signed(k, header(k, { kid: [k.kid] }), payload(i))],
  ['no kid', (k, _t, i) => signed(k, header(k, { kid: undefined }), payload(i))],
  ['crit', (k, _t, i) => signed(k, header(k, { crit: ['exp'] }), payload(i))],
  ['crit b64', (k, _t, i) => signed(k, header(k, { crit: ['b64'], b64: false }), payload(i))],
  ['typ JWT', (k, _t, i) => signed(k, header(k, { typ: 'JWT' }), payload(i))],
  ['typ of a refresh token', (k, _t, i) => signed(k, header(k, { typ: 'rt+jwt' }), payload(i))],
  ['no typ', (k, _t, i) => signed(k, header(k, { typ: undefined }), payload(i))],
  ['another audience', (k, _t, i) => signed(k, header(k), payload(i, { aud: 'other' }))],
  [
    'several audiences',
    (k, _t, i) => signed(k, header(k), payload(i, { aud: ['signalos-api', 'x'] })),
  ],
  ['no audience', (k, _t, i) => signed(k, header(k), payload(i, { aud: undefined }))],
  ['another issuer', (k, _t, i) => signed(k, header(k), payload(`${i}/`))],
  ['no exp', (k, _t, i) => signed(k, header(k), payload(i, { exp: undefined }))],
  ['exp as text', (k, _t, i) => signed(k, header(k), payload(i, { exp: String(now() + 300) }))],
  ['exp 1e400', (k, _t, i) => signed(k, header(k), payload(i).replace(/"exp":\d+/, '"exp":1e400'))],
  ['exp in the past', (k, _t, i) => signed(k, header(k), payload(i, { exp: now() - 1 }))],
  ['exp in a day', (k, _t, i) => signed(k, header(k), payload(i, { exp: now() + 86_400 }))],
  ['nbf in a minute', (k, _t, i) => signed(k, header(k), payload(i, { nbf: now() + 60 }))],
  [
    'iat in an hour',
    (k, _t, i) => signed(k, header(k), payload(i, { iat: now() + 3_600, exp: now() + 3_900 })),
  ],
  ['no sub', (k, _t, i) => signed(k, header(k), payload(i, { sub: undefined }))],
  ['no sid', (k, _t, i) => signed(k, header(k), payload(i, { sid: undefined }))],
  ['a payload that is a list', (k, _t, i) => signed(k, header(k), `[${payload(i)}]`)],
  ['a payload that is text', (k) => signed(k, header(k), '"admin"')],
  [
    'a signature of one byte',
    (k, _t, i) => `${withoutSignature(signed(k, header(k), payload(i)))}AA`,
  ],
  [
    'a signature of zeros',
    (k, _t, i) =>
      `${withoutSignature(signed(k, header(k), payload(i)))}${base64(Buffer.alloc(64))}`,
  ],
  ['four parts', (k, _t, i) => `${signed(k, header(k), payload(i))}.x`],
  ['8 kB', (k, _t, i) => signed(k, header(k), payload(i, { x: 'x'.repeat(6_000) }))],
  ['a signature in DER', (k, _t, i) => inDer(signed(k, header(k), payload(i)))],
  ['a signature in another spelling', (k, _t, i) => respelt(signed(k, header(k), payload(i)))],
  ['a signature with padding', (k, _t, i) => `${signed(k, header(k), payload(i))}==`],
  ['a signature and more', (k, _t, i) => `${signed(k, header(k), payload(i))}AAAA`],
  ['exp -1', (k, _t, i) => signed(k, header(k), payload(i, { exp: -1 }))],
  ['exp with a fraction', (k, _t, i) => signed(k, header(k), payload(i, { exp: now() + 99.5 }))],
  [
    'exp twice',
    (k, _t, i) => signed(k, header(k), twice(payload(i, { exp: 1 }), { exp: now() + 300 })),
  ],
  ['nbf as text', (k, _t, i) => signed(k, header(k), payload(i, { nbf: '0' }))],
  ['nbf null', (k, _t, i) => signed(k, header(k), payload(i, { nbf: null }))],
  ['iat -1', (k, _t, i) => signed(k, header(k), payload(i, { iat: -1 }))],
  [
    'one audience in a list',
    (k, _t, i) => signed(k, header(k), payload(i, { aud: ['signalos-api'] })),
  ],
  ['an issuer in a list', (k, _t, i) => signed(k, header(k), payload(i, { iss: [i] }))],
  ['roles of a prototype', (k, _t, i) => signed(k, header(k), ofPrototype(payload(i)))],
  ['alg in a list', (k, _t, i) => signed(k, header(k, { alg: ['ES256'] }), payload(i))],
  [
    'alg twice',
    (k, _t, i) => signed(k, twice(header(k, { alg: 'none' }), { alg: 'ES256' }), payload(i)),
  ],
  ['b64 without crit', (k, _t, i) => signed(k, header(k, { b64: false }), payload(i))],
  ['typ in capitals', (k, _t, i) => signed(k, header(k, { typ: 'AT+JWT' }), payload(i))],
  ['a byte order mark', (k, _t, i) => signed(k, `\ufeff${header(k)}`, payload(i))],
  ['a token in a token', (k, _t, i) => signed(k, header(k), signed(k, header(k), payload(i)))],
  [
    'a token in a token, with cty',
    (k, _t, i) => signed(k, header(k, { cty: 'JWT' }), signed(k, header(k), payload(i))),
  ],
  [
    'an encrypted token',
    () => [base64('{"alg":"dir","enc":"A256GCM"}'), '', 'aa', 'bb', 'cc'].join('.'),
  ],
];
