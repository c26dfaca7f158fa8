import { loadConfig } from '@signalos/runtime';
import { describe, expect, it } from 'vitest';
import { AuthConfig } from './config.ts';

const secret = (byte: number) => Buffer.alloc(32, byte).toString('base64');
const environment = {
  PORT: '3001',
  NATS_URL: 'nats://localhost:4222',
  DATABASE_URL: 'postgres://localhost/auth',
  AUTH_ISSUER: 'https://signalos.example',
  AUTH_ENCRYPTION_KEYS: `k2:${secret(2)},k1:${secret(1)}`,
  AUTH_PEPPER: secret(3),
};
const load = (changes: Record<string, string | undefined> = {}) =>
  loadConfig(AuthConfig, { ...environment, ...changes });

describe('the configuration', () => {
  it('has a default for all but addresses and secrets', () => {
    const config = load();

    expect(config).toMatchObject({
      auth: { jwksUrl: 'https://signalos.example/.well-known/jwks.json' },
      lifetimes: { accessTokenTtlMs: 300_000, idleMs: 3_600_000, maxMs: 86_400_000 },
      keyRotationMs: 30 * 86_400_000,
    });
    expect(config.encryptionKeys.map(({ id }) => id)).toEqual(['k2', 'k1']);
  });

  it('does not show its secrets when printed', () => {
    const printed = JSON.stringify(load());

    for (const byte of [1, 2, 3]) expect(printed).not.toContain(secret(byte));
  });

  it.each([
    ['AUTH_PEPPER', undefined],
    ['AUTH_PEPPER', 'c2hvcnQ='],
    ['AUTH_PEPPER', 'not base64!'],
    ['AUTH_ENCRYPTION_KEYS', undefined],
    ['AUTH_ENCRYPTION_KEYS', ''],
    ['AUTH_ENCRYPTION_KEYS', secret(1)],
    ['AUTH_ENCRYPTION_KEYS', 'k1:c2hvcnQ='],
    ['AUTH_ENCRYPTION_KEYS', `k.1:${secret(1)}`],
    ['AUTH_ENCRYPTION_KEYS', `k1:${secret(1)},k1:${secret(2)}`],
    ['AUTH_ENCRYPTION_KEYS', `k1:${secret(1)},`],
    ['ACCESS_TOKEN_TTL_S', '601'],
    ['SESSION_IDLE_S', '0'],
    ['KEY_ROTATION_DAYS', '0'],
  ])('refuses %s=%s, and says so by its name', (name, value) => {
    expect(() => load({ [name]: value })).toThrow(name);
  });

  it('does not repeat a secret that it refuses', () => {
    const typo = `${secret(1)}!`;

    expect(() => load({ AUTH_PEPPER: typo, AUTH_ENCRYPTION_KEYS: typo })).not.toThrow(secret(1));
  });
});
