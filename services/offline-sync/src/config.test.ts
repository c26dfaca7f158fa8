import { loadConfig } from '@signalos/runtime';
import { describe, expect, it } from 'vitest';
import { Config } from './config.ts';

const env = {
  PORT: '3003',
  DATABASE_URL: 'postgres://localhost/offline_sync',
  NATS_URL: 'nats://localhost:4222',
  AUTH_ISSUER: 'https://signalos.example',
  AUTH_JWKS_URL: 'https://signalos.example/.well-known/jwks.json',
};

describe('the configuration', () => {
  it('plays the same free market everywhere unless it says otherwise', () => {
    expect(loadConfig(Config, env).paper).toEqual({ seed: 'signalos', commissionPerLot: '0' });
    expect(
      loadConfig(Config, { ...env, PAPER_SEED: 'other', PAPER_COMMISSION_PER_LOT: '3.50' }).paper,
    ).toEqual({ seed: 'other', commissionPerLot: '3.50' });
  });

  it.each(['-1', '3,50', 'much'])('refuses a commission of %s', (commission) => {
    expect(() => loadConfig(Config, { ...env, PAPER_COMMISSION_PER_LOT: commission })).toThrow(
      'PAPER_COMMISSION_PER_LOT',
    );
  });
});
