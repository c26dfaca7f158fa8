import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { loadConfig } from '@signalos/runtime';
import { describe, expect, it } from 'vitest';
import { ComplianceConfig, DEFAULT_AUDIT } from './config.ts';

const ENVIRONMENT = {
  PORT: '3000',
  NATS_URL: 'nats://localhost:4222',
  DATABASE_URL: 'postgres://localhost/compliance',
  AUTH_ISSUER: 'http://localhost:8080',
  AUTH_JWKS_URL: 'http://localhost:8080/.well-known/jwks.json',
};
const read = (more: object) => loadConfig(ComplianceConfig, { ...ENVIRONMENT, ...more }).audit;
const { privateKey } = generateKeyPairSync('ed25519');
const pem = (key: KeyObject) => key.export({ format: 'pem', type: 'pkcs8' });
const der = privateKey.export({ format: 'der', type: 'pkcs8' });

describe('the configuration of the audit trail', () => {
  it('need not be there', () => {
    expect(read({})).toEqual(DEFAULT_AUDIT);
    expect(read({ AUDIT_CHECKPOINT_DIR: '' })).toEqual(DEFAULT_AUDIT);
  });

  it.each([
    ['in PEM', pem(privateKey)],
    ['in base64', der.toString('base64')],
  ])('takes a key %s', (_form, text) => {
    const { signingKey } = read({ AUDIT_SIGNING_KEY: text });

    expect(signingKey?.equals(privateKey)).toBe(true);
  });

  it.each([
    ['of another kind', pem(generateKeyPairSync('x25519').privateKey)],
    ['that is none', 'c2VjcmV0'],
    ['that is empty', ''],
  ])('refuses a key %s, and does not say what it was', (_what, text) => {
    const reading = () => read({ AUDIT_SIGNING_KEY: text });

    expect(reading).toThrow('must be an Ed25519 private key in PKCS #8');
    expect(reading).not.toThrow(/c2VjcmV0|BEGIN/);
  });

  it('says how often, and where to', () => {
    const audit = read({ AUDIT_CHECKPOINT_MS: '250', AUDIT_CHECKPOINT_DIR: '/var/audit' });

    expect(audit).toMatchObject({ checkpointMs: 250, checkpointDirectory: '/var/audit' });
    expect(() => read({ AUDIT_CHECKPOINT_MS: '0' })).toThrow('AUDIT_CHECKPOINT_MS');
  });
});
