import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig, ServiceConfig, ServiceEnv } from './config.ts';

const env = {
  PORT: '3000',
  DATABASE_URL: 'postgres://auth:secret@localhost/auth',
  NATS_URL: 'nats://localhost:4222',
  AUTH_ISSUER: 'https://signalos.example',
  AUTH_JWKS_URL: 'https://signalos.example/.well-known/jwks.json',
};

describe('the configuration', () => {
  it('is grouped for the code, has defaults, and cannot be changed', () => {
    const config = loadConfig(ServiceConfig, env);

    expect(config).toEqual({
      port: 3000,
      logLevel: 'info',
      drainDelayMs: 0,
      nats: { url: env.NATS_URL, password: undefined, namespace: 'signalos' },
      auth: { issuer: env.AUTH_ISSUER, jwksUrl: env.AUTH_JWKS_URL },
      database: { url: env.DATABASE_URL, poolMax: 10 },
    });
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('reports every problem at once', () => {
    const wrong = { ...env, PORT: 'http', DATABASE_URL: 'mysql://x', AUTH_ISSUER: undefined };

    expect(() => loadConfig(ServiceConfig, wrong)).toThrow(
      /PORT[^]*AUTH_ISSUER[^]*DATABASE_URL|DATABASE_URL[^]*AUTH_ISSUER/,
    );
  });

  it('reads a secret from the file that NAME_FILE names', () => {
    const folder = mkdtempSync(join(tmpdir(), 'signalos-config-'));
    const file = join(folder, 'password');
    writeFileSync(file, 's3cret\n');

    const config = loadConfig(ServiceConfig, {
      ...env,
      NATS_PASSWORD: 'outdated',
      NATS_PASSWORD_FILE: file,
    });

    expect(config.nats.password).toBe('s3cret');
    rmSync(folder, { recursive: true });
  });

  it('names the variable whose file is missing', () => {
    expect(() => loadConfig(ServiceEnv, { ...env, NATS_PASSWORD_FILE: '/nowhere' })).toThrow(
      'NATS_PASSWORD_FILE: cannot read /nowhere',
    );
  });
});
