import { createSecretKey, type KeyObject } from 'node:crypto';
import { serviceConfig, ServiceEnv } from '@signalos/runtime';
import { z } from 'zod';

const ENCRYPTION_KEYS_MAX = 10;
const PEPPER_BYTES_MIN = 32;
const DAY_MS = 86_400_000;
/** Longer ones would be refused by whoever verifies them. */
const ACCESS_TOKEN_TTL_MAX_S = 600;

/** A secret of the configuration; as a `KeyObject` it cannot be printed by mistake. */
export interface Secret {
  readonly id: string;
  readonly key: KeyObject;
}

const fromBase64 = (text: string) => createSecretKey(Buffer.from(text, 'base64'));

/** 32 bytes are 43 characters and one of padding. */
const EncryptionKey = z
  .string()
  .regex(/^[\w-]{1,32}:[A-Za-z0-9+/]{43}=$/, 'must be an id, a colon, and 32 bytes in base64')
  .transform((text): Secret => {
    const [id = '', key = ''] = text.split(':');
    return { id, key: fromBase64(key) };
  });

/** `id:base64,id:base64`: the first encrypts, the others still decrypt what they encrypted. */
const EncryptionKeys = z
  .string()
  .transform((text) => text.split(','))
  .pipe(z.array(EncryptionKey).max(ENCRYPTION_KEYS_MAX))
  .refine((keys) => new Set(keys.map(({ id }) => id)).size === keys.length, 'names an id twice');

const Pepper = z
  .base64('must be base64')
  .transform(fromBase64)
  .refine(
    ({ symmetricKeySize = 0 }) => symmetricKeySize >= PEPPER_BYTES_MIN,
    `must be ${PEPPER_BYTES_MIN} bytes or more in base64`,
  );

const Seconds = z.coerce.number().int().min(1);

const AuthEnv = ServiceEnv.extend({
  /** Nobody here reads it: the service verifies tokens with the keys it has. */
  AUTH_JWKS_URL: z.url().optional(),
  AUTH_ENCRYPTION_KEYS: EncryptionKeys,
  AUTH_PEPPER: Pepper,
  ACCESS_TOKEN_TTL_S: Seconds.max(ACCESS_TOKEN_TTL_MAX_S).default(300),
  SESSION_IDLE_S: Seconds.default(60 * 60),
  SESSION_MAX_S: Seconds.default(24 * 60 * 60),
  KEY_ROTATION_DAYS: z.coerce.number().int().min(1).max(365).default(30),
});

export const AuthConfig = AuthEnv.transform((env) => ({
  ...serviceConfig({
    ...env,
    AUTH_JWKS_URL: env.AUTH_JWKS_URL ?? new URL('/.well-known/jwks.json', env.AUTH_ISSUER).href,
  }),
  encryptionKeys: env.AUTH_ENCRYPTION_KEYS,
  pepper: env.AUTH_PEPPER,
  lifetimes: {
    accessTokenTtlMs: env.ACCESS_TOKEN_TTL_S * 1_000,
    idleMs: env.SESSION_IDLE_S * 1_000,
    maxMs: env.SESSION_MAX_S * 1_000,
  },
  keyRotationMs: env.KEY_ROTATION_DAYS * DAY_MS,
}));
export type AuthConfig = z.output<typeof AuthConfig>;

/** What the command for keys needs of it. */
export const KeysConfig = AuthEnv.pick({
  DATABASE_URL: true,
  AUTH_ENCRYPTION_KEYS: true,
  KEY_ROTATION_DAYS: true,
}).transform((env) => ({
  databaseUrl: env.DATABASE_URL,
  encryptionKeys: env.AUTH_ENCRYPTION_KEYS,
  keyRotationMs: env.KEY_ROTATION_DAYS * DAY_MS,
}));

/** What the command for operators needs of it. */
export const OperatorsConfig = AuthEnv.pick({ DATABASE_URL: true }).transform((env) => ({
  databaseUrl: env.DATABASE_URL,
}));
