import { setTimeout as sleep } from 'node:timers/promises';
import { signingKeyRotated } from '@signalos/contracts';
import { describe, expect, it } from 'vitest';
import { header, payload } from './forgeries.ts';
import { newKey, signed, startKeyServer, type Key } from './forger.ts';
import { eventually, startTestGateway, statusOf, type TestGateway } from './gateway.ts';
import { startUpstream } from './upstream.ts';

const ROTATIONS = 15;

const rotation = (activeKeyId: string, revokedKeyIds: string[]) =>
  signingKeyRotated.create({ activeKeyId, revokedKeyIds }, { at: new Date() });

const kidOf = (token: string) =>
  (JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as { kid: string })
    .kid;

describe('signing keys', () => {
  it('rotate without anybody being refused', async () => {
    await using upstream = await startUpstream();
    await using gateway = await startTestGateway({ compliance: upstream.origin });
    const before = await gateway.issuer.token();
    const statuses: number[] = [];

    for (let round = 0; round < 5; round++) {
      await gateway.issuer.rotate();
      const token = await gateway.issuer.token();
      statuses.push(await statusOf(gateway, token), await statusOf(gateway, before));
    }

    expect(new Set(statuses)).toEqual(new Set([200]));
  });

  it('are read at once when they are announced, before a token needs them', async () => {
    await using upstream = await startUpstream();
    await using gateway = await startTestGateway({ compliance: upstream.origin });
    const reads = gateway.issuer.reads;
    await gateway.issuer.rotate();
    const token = await gateway.issuer.token();

    await gateway.bus.announce(rotation(kidOf(token), []));

    await eventually(() => gateway.issuer.reads).toBe(reads + 1);
    expect(await statusOf(gateway, token)).toBe(200);
    expect(gateway.issuer.reads).toBe(reads + 1);
  });

  it('that are revoked have their tokens refused, though the JWKS still has them', async () => {
    await using upstream = await startUpstream();
    await using gateway = await startTestGateway({ compliance: upstream.origin });
    const leaked = await gateway.issuer.token();
    expect(await statusOf(gateway, leaked)).toBe(200);
    await gateway.issuer.rotate();
    const fresh = await gateway.issuer.token();

    await gateway.bus.announce(rotation(kidOf(fresh), [kidOf(leaked)]));

    await expect.poll(() => statusOf(gateway, leaked), { timeout: 1_000 }).toBe(401);
    expect(await statusOf(gateway, fresh)).toBe(200);
  });
});

/** What came back to many clients at once, until told to stop. */
async function load(gateway: TestGateway, { token, until }: Load): Promise<Map<number, number>> {
  const replies = new Map<number, number>();
  const work = async () => {
    while (!until.aborted) {
      const status = await statusOf(gateway, token());
      replies.set(status, (replies.get(status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: 8 }, work));
  return replies;
}

interface Load {
  readonly token: () => string;
  readonly until: AbortSignal;
}

describe('signing keys that rotate under load', () => {
  it('have nobody refused, be there strangers with keys of their own, or auth away', async () => {
    const published = [newKey(), newKey()];
    const keys = await startKeyServer(published);
    await using upstream = await startUpstream();
    await using gateway = await startTestGateway(
      { compliance: upstream.origin },
      { AUTH_JWKS_URL: keys.url, LIMIT_PER_ADDRESS: '1000000', CIRCUIT_FAILURES_MAX: '1000' },
    );
    const tokenOf = (key: Key) => signed(key, header(key), payload(gateway.issuer.url));
    let signing = published[0] ?? newKey();
    const enough = new AbortController();
    const replies = load(gateway, { token: () => tokenOf(signing), until: enough.signal });
    const strange = load(gateway, { token: () => tokenOf(newKey()), until: enough.signal });

    for (let round = 1; round <= ROTATIONS; round++) {
      const reads = keys.reads();
      published.push(newKey());
      signing = published[round] ?? signing;
      await gateway.bus.announce(rotation(signing.kid, []));
      await eventually(() => keys.reads()).toBeGreaterThan(reads);
      await sleep(100);
    }
    await keys[Symbol.asyncDispose]();
    signing = published.at(-1) ?? signing;
    await gateway.bus.announce(rotation(signing.kid, []));
    await sleep(500);
    enough.abort();

    expect([...(await replies).keys()]).toEqual([200]);
    expect((await replies).get(200)).toBeGreaterThan(20 * ROTATIONS);
    expect([...(await strange).keys()]).toEqual([401]);
  }, 60_000);
});
