import type { IncomingMessage } from 'node:http';
import { AppError } from '@signalos/errors';
import { bearerToken, commonErrors, type TokenVerifier, type VerifiedToken } from '@signalos/http';
import { Counter, type Registry } from '@signalos/runtime';
import type { Revocable, Revocations } from '../revocations/revocations.ts';

export interface TokenGuardOptions {
  readonly verify: TokenVerifier;
  readonly revocations: Revocations;
  readonly metrics: Registry;
}

/** Lets a request through only with a valid token that was not revoked, and tells whose it is. */
export type TokenGuard = (req: IncomingMessage) => Promise<VerifiedToken>;

export function tokenGuard({ verify, revocations, metrics }: TokenGuardOptions): TokenGuard {
  const failures = new Counter({
    name: 'gateway_auth_failures_total',
    help: 'Requests refused for their token, or for having none.',
    labelNames: ['reason'] as const,
    registers: [metrics],
  });

  return async (req) => {
    let reason = 'missing';
    try {
      const text = bearerToken(req);
      reason = 'invalid';
      const token = await verify(text);
      reason = 'revoked';
      if (revocations.has(revocableOf(token))) {
        throw commonErrors.unauthenticated('The session has ended', { reason });
      }
      return token;
    } catch (error) {
      failures.inc({ reason: isExpired(error) ? 'expired' : reason });
      throw error;
    }
  };
}

export function revocableOf({ claims, keyId }: VerifiedToken): Revocable {
  return { sessionId: claims.sid, keyId, expiresAtMs: claims.exp * 1_000 };
}

const isExpired = (error: unknown) =>
  error instanceof AppError && error.details['reason'] === 'expired';
