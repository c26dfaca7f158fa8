import {
  sessionRevoked,
  signingKeyRotated,
  type Event,
  type EventContract,
  type EventOf,
} from '@signalos/contracts';
import { Gauge, Histogram, type Logger, type Registry } from '@signalos/runtime';
import type { Revocations } from './revocations.ts';

/** Longer than any token lives, whatever an event says. */
const TOKEN_LIFE_MAX_MS = 15 * 60_000;

export interface RevocationHandlerOptions {
  readonly revocations: Revocations;
  /** Called after each change: what was let in before may have to go. */
  readonly onChange: () => void;
  /** Reads the signing keys again. */
  readonly refreshKeys: () => Promise<void>;
  /** Whether events arrive as they happen, rather than from before the start. */
  readonly isLive: () => boolean;
  readonly log: Logger;
  readonly metrics: Registry;
  readonly now: () => number;
}

/** Refuses from now on what an event of auth says must be refused. */
export function revocationHandler(options: RevocationHandlerOptions): (event: Event) => void {
  const { revocations, onChange, refreshKeys, log, now } = options;
  const observe = observeRevocations(options);

  function revokeSession({ time, data }: EventOf<typeof sessionRevoked>): void {
    const untilMs = Math.min(Date.parse(data.tokensExpireBy), Date.parse(time) + TOKEN_LIFE_MAX_MS);
    revocations.revokeSession(data.sessionId, untilMs, now());
  }

  function rotateKeys({ data }: EventOf<typeof signingKeyRotated>): void {
    for (const keyId of data.revokedKeyIds) revocations.revokeKey(keyId);
    refreshKeys().catch((err: unknown) => {
      log.warn({ err }, 'cannot read the rotated signing keys; will retry');
    });
  }

  return (event) => {
    if (isOf(sessionRevoked, event)) revokeSession(event);
    else if (isOf(signingKeyRotated, event)) rotateKeys(event);
    else return;
    onChange();
    observe(event);
  };
}

function isOf<Data>(contract: EventContract<Data>, event: Event): event is Event<Data> {
  return event.type === contract.type;
}

function observeRevocations({ revocations, isLive, metrics, now }: RevocationHandlerOptions) {
  const size = new Gauge({
    name: 'gateway_revoked_sessions',
    help: 'Sessions whose tokens are refused though they have not expired.',
    registers: [],
    collect() {
      this.set(revocations.size);
    },
  });
  metrics.registerMetric(size);
  const propagation = new Histogram({
    name: 'gateway_revocation_propagation_seconds',
    help: 'From the moment something was revoked until it is refused here.',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60],
    registers: [metrics],
  });
  return ({ time }: Event) => {
    if (isLive()) propagation.observe(Math.max(now() - Date.parse(time), 0) / 1_000);
  };
}
