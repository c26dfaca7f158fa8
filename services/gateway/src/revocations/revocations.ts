/** What of a token decides whether it was revoked. */
export interface Revocable {
  readonly sessionId: string;
  readonly keyId: string;
  readonly expiresAtMs: number;
}

/** Which tokens are refused before their time: exact, and only in memory. */
export interface Revocations {
  /** Refuses the session's tokens; after `untilMs` they have expired anyway. */
  revokeSession(sessionId: string, untilMs: number, nowMs: number): void;
  /** Refuses all that this key signed, also while the JWKS that is at hand still has it. */
  revokeKey(keyId: string): void;
  has(token: Revocable): boolean;
  readonly size: number;
}

const KEYS_MAX = 1_000;

export function createRevocations(sessionsMax: number): Revocations {
  /** In the order of their revocation, which is nearly that of their end. */
  const sessions = new Map<string, number>();
  const keys = new Set<string>();
  /** Tokens that expire by then may belong to a session that had to be forgotten. */
  let forgottenUntilMs = 0;

  /** Forgetting must not let anyone in: instead, everybody has to refresh once. */
  function makeRoom(nowMs: number): void {
    for (const [sessionId, untilMs] of sessions) {
      if (untilMs > nowMs && sessions.size < sessionsMax) return;
      if (untilMs > nowMs) forgottenUntilMs = Math.max(forgottenUntilMs, untilMs);
      sessions.delete(sessionId);
    }
  }

  return {
    revokeSession(sessionId, untilMs, nowMs) {
      makeRoom(nowMs);
      if (untilMs > nowMs) sessions.set(sessionId, untilMs);
    },
    revokeKey(keyId) {
      if (keys.size >= KEYS_MAX) for (const oldest of keys.keys().take(1)) keys.delete(oldest);
      keys.add(keyId);
    },
    has({ sessionId, keyId, expiresAtMs }) {
      return sessions.has(sessionId) || keys.has(keyId) || expiresAtMs <= forgottenUntilMs;
    },
    get size() {
      return sessions.size;
    },
  };
}
