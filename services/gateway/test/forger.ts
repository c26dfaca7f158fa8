import { createHash, createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export const base64 = (value: string | Buffer) => Buffer.from(value).toString('base64url');

export interface Key {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly kid: string;
  readonly jwk: object;
}

export function newKey(): Key {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { crv, kty, x, y } = publicKey.export({ format: 'jwk' });
  const thumbprint = createHash('sha256').update(JSON.stringify({ crv, kty, x, y }));
  const kid = thumbprint.digest('base64url');
  return { privateKey, publicKey, kid, jwk: { crv, kty, x, y, kid, alg: 'ES256', use: 'sig' } };
}

/** Header and payload as they are, be they nonsense, with a signature that is right. */
export function signed({ privateKey }: Key, header: string, payload: string): string {
  const head = `${base64(header)}.${base64(payload)}`;
  const options = { key: privateKey, dsaEncoding: 'ieee-p1363' } as const;
  return `${head}.${base64(sign('sha256', Buffer.from(head), options))}`;
}

export function macced(secret: string | Buffer, header: string, payload: string): string {
  const head = `${base64(header)}.${base64(payload)}`;
  return `${head}.${createHmac('sha256', secret).update(head).digest('base64url')}`;
}

/** Serves these keys, and counts who asks. */
export async function startKeyServer(keys: Key[]) {
  let reads = 0;
  const server = createServer((_req, res) => {
    reads++;
    res.end(JSON.stringify({ keys: keys.map(({ jwk }) => jwk) }));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  async function stop(): Promise<void> {
    if (!server.listening) return;
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
  return {
    url: `http://127.0.0.1:${port}`,
    reads: () => reads,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
