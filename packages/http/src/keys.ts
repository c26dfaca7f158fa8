import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { Gauge, type Registry } from '@signalos/runtime';
import { z } from 'zod';

const REFRESH_MS = 5 * 60_000;
/** Between two fetches for key ids that turn out not to exist: forged tokens must not cause load. */
const FRUITLESS_SPACING_MS = 30_000;
const RETRY_MS = 1_000;
const FETCH_TIMEOUT_MS = 3_000;
const KEYS_MAX = 20;

/** Where the keys that sign access tokens are found. */
export interface KeySource {
  find(keyId: string): KeyObject | undefined;
  /** Looks again, because a token names a key that is not known yet. */
  refreshFor(keyId: string): Promise<void>;
}

export interface RemoteKeys extends KeySource, Disposable {
  /** Reads the JWKS now, because it is said to have changed. */
  refresh(): Promise<void>;
  /** Whether keys have been read at least once. */
  readonly loaded: boolean;
}

const Jwks = z.object({
  keys: z
    .array(
      z.object({
        kid: z.string().min(1).max(200),
        kty: z.literal('EC'),
        crv: z.literal('P-256'),
        x: z.string(),
        y: z.string(),
      }),
    )
    .max(KEYS_MAX),
});

export interface RemoteKeysOptions {
  readonly url: string;
  readonly log: { warn(fields: object, message: string): void };
  readonly metrics?: Registry;
  readonly now?: () => number;
}

/**
 * The keys of a JWKS: read ahead of the first token, again every five minutes, and when a token
 * names an unknown key. While the issuer is away, the last keys serve.
 */
export function remoteKeys(options: RemoteKeysOptions): RemoteKeys {
  const { url, log, metrics, now = Date.now } = options;
  let keys: ReadonlyMap<string, KeyObject> = new Map();
  let loaded = false;
  let readAt = now();
  let fetching: Promise<void> | undefined;
  let fruitlessAt = -Infinity;
  let timer: NodeJS.Timeout | undefined;
  let disposed = false;

  async function read(): Promise<void> {
    const response = await fetch(url, { signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) });
    if (!response.ok) throw new Error(`${url} answered ${response.status}`);
    const jwks = Jwks.parse(await response.json());
    keys = new Map(jwks.keys.map((jwk) => [jwk.kid, importKey(jwk)]));
    loaded = true;
    readAt = now();
  }

  /** One fetch at a time, whoever asks. */
  function refresh(): Promise<void> {
    fetching ??= read().finally(() => (fetching = undefined));
    return fetching;
  }

  async function keepFresh(): Promise<void> {
    const failed = await refresh().then(
      () => false,
      (err: unknown) => {
        log.warn({ err, url }, 'cannot read the signing keys; will retry');
        return true;
      },
    );
    if (disposed) return;
    timer = setTimeout(() => void keepFresh(), failed ? RETRY_MS : REFRESH_MS).unref();
  }
  void keepFresh();
  if (metrics) observeAge(metrics, () => (now() - readAt) / 1_000);

  return {
    get loaded() {
      return loaded;
    },
    find: (keyId) => keys.get(keyId),
    refresh,
    async refreshFor(keyId) {
      if (now() - fruitlessAt < FRUITLESS_SPACING_MS && !fetching) return;
      await refresh();
      if (!keys.has(keyId)) fruitlessAt = now();
    },
    [Symbol.dispose]() {
      disposed = true;
      clearTimeout(timer);
    },
  };
}

function observeAge(metrics: Registry, ageSeconds: () => number): void {
  const age = new Gauge({
    name: 'jwks_age_seconds',
    help: 'Time since the signing keys were read; since the start, if they never were.',
    registers: [],
    collect() {
      this.set(ageSeconds());
    },
  });
  metrics.registerMetric(age);
}

function importKey(jwk: JsonWebKey): KeyObject {
  return createPublicKey({ key: jwk, format: 'jwk' });
}
