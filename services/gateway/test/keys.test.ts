import { signingKeyRotated } from '@signalos/contracts';
import { describe, expect, it } from 'vitest';
import { header, payload } from './forgeries.ts';
import { newKey, signed, startKeyServer, type Key } from './forger.ts';
import { startTestGateway, statusOf, type TestGateway } from './gateway.ts';
import { startUpstream } from './upstream.ts';

const ROTATIONS = 15;
const CLIENTS = 8;
/** So that tokens of each key are asked about, also those that are on their way when it changes. */
const REQUESTS_BETWEEN = 30;

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

    await expect.poll(() => gateway.issuer.reads).toBe(reads + 1);
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

    await expect.poll(() => statusOf(gateway, leaked)).toBe(401);
    expect(await statusOf(gateway, fresh)).toBe(200);
  });
});

/** Clients that ask again as soon as they have their reply, until told to stop. */
function startLoad(gateway: TestGateway, token: () => string) {
  const replies = new Map<number, number>();
  const over = new AbortController();
  const work = async () => {
    while (!over.signal.aborted) {
      const status = await statusOf(gateway, token());
      replies.set(status, (replies.get(status) ?? 0) + 1);
    }
  };
  const working = Promise.all(Array.from({ length: CLIENTS }, work));
  return {
    replies,
    async [Symbol.asyncDispose]() {
      over.abort();
      await working;
    },
  };
}

describe('signing keys that rotate under load', () => {
  it('have nobody refused, be there strangers with keys of their own, or auth away', async () => {
    const published = [newKey(), newKey()];
    await using keys = await startKeyServer(published);
    await using upstream = await startUpstream();
    await using gateway = await startTestGateway(
      { compliance: upstream.origin },
      { AUTH_JWKS_URL: keys.url, LIMIT_PER_ADDRESS: '1000000' },
    );
    const tokenOf = (key: Key) => signed(key, header(key), payload(gateway.issuer.url));
    let signing = published[0] ?? newKey();
    await using users = startLoad(gateway, () => tokenOf(signing));
    await using strangers = startLoad(gateway, () => tokenOf(newKey()));
    const served = () => users.replies.get(200) ?? 0;

    for (let round = 1; round <= ROTATIONS; round++) {
      const [reads, before] = [keys.reads(), served()];
      published.push(newKey());
      signing = published[round] ?? signing;
      await gateway.bus.announce(rotation(signing.kid, []));
      await expect.poll(keys.reads).toBeGreaterThan(reads);
      await expect.poll(served).toBeGreaterThan(before + REQUESTS_BETWEEN);
    }
    await keys.stop();
    signing = published.at(-1) ?? signing;
    const before = served();
    await gateway.bus.announce(rotation(signing.kid, []));
    await expect.poll(served).toBeGreaterThan(before + 5 * REQUESTS_BETWEEN);

    expect([...users.replies.keys()]).toEqual([200]);
    expect([...strangers.replies.keys()]).toEqual([401]);
  });
});
