export type CircuitState = 'closed' | 'open' | 'half-open';

export interface CircuitOptions {
  /** Failures in a row that open it. */
  readonly failuresMax: number;
  /** How long it stays open before one request may try. */
  readonly openMs: number;
}

/** Keeps requests from an upstream that does not answer, until one gets through again. */
export interface Circuit {
  state(nowMs: number): CircuitState;
  /** Lets a request go, or not; when half-open, it is the one that tries. */
  enter(nowMs: number): boolean;
  succeed(): void;
  fail(nowMs: number): void;
  /** Nobody waited for the answer, so nothing was learnt. */
  abandon(): void;
}

export function createCircuit({ failuresMax, openMs }: CircuitOptions): Circuit {
  let failures = 0;
  let openUntilMs = 0;
  let trying = false;

  const isOpen = () => failures >= failuresMax;

  function state(nowMs: number): CircuitState {
    if (!isOpen()) return 'closed';
    return nowMs < openUntilMs ? 'open' : 'half-open';
  }

  return {
    state,
    enter(nowMs) {
      const current = state(nowMs);
      if (current === 'closed') return true;
      if (current === 'open' || trying) return false;
      trying = true;
      return true;
    },
    succeed() {
      failures = 0;
      trying = false;
    },
    fail(nowMs) {
      // A straggler from before it opened says nothing new.
      if (isOpen() && !trying) return;
      failures++;
      if (isOpen()) openUntilMs = nowMs + openMs;
      trying = false;
    },
    abandon: () => void (trying = false),
  };
}
