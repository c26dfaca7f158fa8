import { signingKeyRotated } from '@signalos/contracts';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { asSignedIn, newKey, startTestAuth } from './auth.ts';
import { age, jwksOf, keyOf, keys, signedWith, states } from './signing-keys.ts';

describe('the operator', () => {
  it('lists the keys, without their secrets', async () => {
    await using auth = await startTestAuth();

    const { code, stdout } = await keys(auth, ['list']);

    expect(code).toBe(0);
    for (const { id, state } of await states(auth)) {
      expect(stdout).toMatch(new RegExp(`${id}.*${state}.*k1`));
    }
    expect(stdout).not.toContain('v1.k1');
  });

  it('rotates ahead of time, but not before the next key is known everywhere', async () => {
    await using auth = await startTestAuth();
    const [active, next] = [await keyOf(auth, 'active'), await keyOf(auth, 'next')];

    const early = await keys(auth, ['rotate']);
    await age(auth, '11 minutes');
    const late = await keys(auth, ['rotate']);

    expect(early).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`Key ${next} may sign`),
    });
    expect(late.code).toBe(0);
    expect(await keyOf(auth, 'retiring')).toBe(active);
    expect(await keyOf(auth, 'active')).toBe(next);
    await expect.poll(async () => signedWith(await auth.signedIn())).toBe(next);
    await expect
      .poll(() => auth.announced(signingKeyRotated.type))
      .toMatchObject([{ activeKeyId: active }, { activeKeyId: next, revokedKeyIds: [] }]);
  });

  it('withdraws a key that leaked: its tokens are refused, and sessions go on with another', async () => {
    await using auth = await startTestAuth();
    const device = await auth.signedIn();
    const [leaked, next] = [await keyOf(auth, 'active'), await keyOf(auth, 'next')];

    const { code } = await keys(auth, ['revoke', leaked]);

    expect(code).toBe(0);
    await expect.poll(async () => (await device.get('/auth/me')).status).toBe(401);
    const { status, body } = await device.refresh();
    expect(status).toBe(200);
    expect(signedWith({ tokens: body })).toBe(next);
    expect((await asSignedIn(auth.url, body).get('/auth/me')).status).toBe(200);
    expect(await jwksOf(auth)).not.toContain(leaked);
    const { body: jwks } = await auth.anonymous.get('/.well-known/jwks.json');
    await expect(jwtVerify(device.tokens.accessToken, createLocalJWKSet(jwks))).rejects.toThrow(
      'no applicable key',
    );
    await expect
      .poll(() => auth.announced(signingKeyRotated.type))
      .toMatchObject([{}, { activeKeyId: next, revokedKeyIds: [leaked] }]);
  });

  it('withdraws a key that signs no more, and one that does not yet', async () => {
    await using auth = await startTestAuth();
    const first = await keyOf(auth, 'active');
    await age(auth, '11 minutes');
    await keys(auth, ['rotate']);
    const [second, third] = [await keyOf(auth, 'active'), await keyOf(auth, 'next')];

    await keys(auth, ['revoke', first]);
    await keys(auth, ['revoke', third]);

    expect(await keyOf(auth, 'active')).toBe(second);
    expect(await keyOf(auth, 'next')).not.toBe(third);
    await expect
      .poll(() => auth.announced(signingKeyRotated.type))
      .toMatchObject([
        {},
        {},
        { activeKeyId: second, revokedKeyIds: [first] },
        { activeKeyId: second, revokedKeyIds: [third] },
      ]);
  });

  it('is told what he did wrong', async () => {
    await using auth = await startTestAuth();
    const gone = 'x'.repeat(43);

    expect(await keys(auth, ['revoke', gone])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`No key ${gone}`),
    });
    for (const args of [[], ['revoke'], ['rotate', 'now']]) {
      const { code, stderr } = await keys(auth, args);
      expect(code, args.join(' ')).toBe(2);
      expect(stderr).toContain('Usage:');
    }
    const { code, stderr } = await keys(auth, ['list'], { AUTH_ENCRYPTION_KEYS: 'k1:short' });
    expect(code).toBe(1);
    expect(stderr).toContain('AUTH_ENCRYPTION_KEYS');
    expect(stderr).not.toContain('k1:short');
  });
});

describe('the encryption key', () => {
  it('is changed by putting a new one first, while the old one opens what it sealed', async () => {
    await using auth = await startTestAuth();
    const device = await auth.signedIn();
    const keysOf = `k2:${newKey()},${auth.environment['AUTH_ENCRYPTION_KEYS'] ?? ''}`;
    await using replica = await auth.replica({ AUTH_ENCRYPTION_KEYS: keysOf });
    const there = asSignedIn(replica.url, device.tokens);

    expect((await there.get('/auth/me')).status).toBe(200);
    await age(auth, '11 minutes');
    await keys(auth, ['rotate'], { AUTH_ENCRYPTION_KEYS: keysOf });

    const { stdout } = await keys(auth, ['list'], { AUTH_ENCRYPTION_KEYS: keysOf });
    expect(stdout).toMatch(/'active'.*'k1'/);
    expect(stdout).toMatch(/'next'.*'k2'/);
  });
});
