import { startService } from '@signalos/testing';
import { describe, expect, it } from 'vitest';
import { folder, newKey, startTestAuth } from './auth.ts';

it('starts, and stops cleanly on SIGTERM', async () => {
  await using auth = await startTestAuth();
  const service = await startService({ directory: folder, environment: auth.environment });

  const { code, output } = await service.stop();

  expect(output).toContain('"stopping"');
  expect(code, output).toBe(0);
});

describe('a start', () => {
  it.each([
    [
      'without secrets',
      { AUTH_PEPPER: 'x', AUTH_ENCRYPTION_KEYS: '' },
      /AUTH_PEPPER[^]*AUTH_ENCRYPTION_KEYS/,
    ],
    [
      'with another pepper than the database was used with',
      { AUTH_PEPPER: newKey() },
      'AUTH_PEPPER is not the secret that this database has been used with',
    ],
    [
      'with another encryption key of the same name',
      { AUTH_ENCRYPTION_KEYS: `k1:${newKey()}` },
      'Encryption key "k1" does not open signing_key.private_key/',
    ],
    [
      'without the encryption key that was used',
      { AUTH_ENCRYPTION_KEYS: `k2:${newKey()}` },
      'No encryption key "k1"',
    ],
  ])('%s fails, and says why: %#', async (_how, changes, reason) => {
    await using auth = await startTestAuth();
    const environment = { ...auth.environment, ...changes };

    await expect(startService({ directory: folder, environment })).rejects.toThrow(reason);
  });

  it('that failed for a wrong encryption key does not bind its name', async () => {
    await using auth = await startTestAuth();
    const old = auth.environment['AUTH_ENCRYPTION_KEYS'] ?? '';
    await expect(auth.replica({ AUTH_ENCRYPTION_KEYS: `k2:${newKey()}` })).rejects.toThrow('"k1"');

    await using mended = await auth.replica({ AUTH_ENCRYPTION_KEYS: `k2:${newKey()},${old}` });

    expect(mended.url).toContain('http');
    await expect(auth.replica({ AUTH_ENCRYPTION_KEYS: `k2:${newKey()},${old}` })).rejects.toThrow(
      'AUTH_ENCRYPTION_KEYS "k2" is not the secret',
    );
  });
});
