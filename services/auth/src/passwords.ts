import { createHmac, randomBytes, type KeyObject } from 'node:crypto';
import { hash as argon2, verify as argon2Verify } from '@node-rs/argon2';
import { defineError } from '@signalos/errors';
import { Histogram, type Registry } from '@signalos/runtime';
import { gate } from './gate.ts';

/** OWASP's first choice for argon2id; raise it, and passwords follow as their owners sign in. */
const COST = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
/** How a hash of this cost begins. */
const PREFIX = `$argon2id$v=19$m=${COST.memoryCost},t=${COST.timeCost},p=${COST.parallelism}$`;
/** One hash takes a core for some 10 ms and 19 MiB: this many at a time, in each process. */
const CONCURRENT_MAX = 2;
/** About a second's worth. */
const QUEUE_MAX = 100;

export const signInBusy = defineError({
  kind: 'unavailable',
  code: 'sign-in-busy',
  summary: 'Too many passwords are waiting to be checked.',
  fix: 'Try again after `Retry-After` seconds.',
});

/** Passwords as they are kept. Those who hash wait in one bounded queue, and hash only in turn. */
export interface Passwords {
  inTurn<T>(work: (hasher: Hasher) => Promise<T>): Promise<T>;
}

export interface Hasher {
  readonly hash: (password: string) => Promise<string>;
  /** Without a hash the answer is no, and costs the same. */
  readonly verify: (hash: string | undefined, password: string) => Promise<boolean>;
  /** Whether a hash was made at another cost than new ones are. */
  readonly isStale: (hash: string) => boolean;
}

/** The pepper, which the database does not have, makes a stolen database useless for guessing. */
export async function openPasswords(pepper: KeyObject, metrics: Registry): Promise<Passwords> {
  const timed = timing(metrics);
  // As text: the library hashes any bytes, but verifies only those that are UTF-8.
  const season = (password: string) =>
    createHmac('sha256', pepper).update(password.normalize('NFKC')).digest('base64');
  const hash = (password: string) => timed('hash', () => argon2(season(password), COST));
  const nobodys = await hash(randomBytes(32).toString('hex'));

  const hasher: Hasher = {
    hash,
    async verify(given, password) {
      const kept = given ?? nobodys;
      const right = await timed('verify', () => argon2Verify(kept, season(password)));
      return right && given !== undefined;
    },
    isStale: (given) => !given.startsWith(PREFIX),
  };
  const inTurn = gate({
    width: CONCURRENT_MAX,
    queueMax: QUEUE_MAX,
    refusal: () => signInBusy('Too many passwords are waiting to be checked'),
  });
  return { inTurn: (work) => inTurn(() => work(hasher)) };
}

function timing(metrics: Registry) {
  const duration = new Histogram({
    name: 'auth_password_seconds',
    help: 'Time to hash a password, or to verify one.',
    labelNames: ['operation'],
    registers: [metrics],
  });
  return async <T>(operation: 'hash' | 'verify', work: () => Promise<T>): Promise<T> => {
    const stop = duration.startTimer({ operation });
    const result = await work();
    stop();
    return result;
  };
}
