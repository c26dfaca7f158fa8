import { JetStreamApiError } from '@nats-io/jetstream';

/** JetStream's own words for a server that is short of something or electing a leader. */
const SERVER_SIDE = 500;
const LASTING = /permissions? violation|max.?payload|invalid (argument|subject)/i;

/**
 * Whether a publish may succeed later without anyone doing anything. A timeout, a lost connection or
 * a missing stream passes; a message too large or a missing right does not.
 */
export function isPassing(error: unknown): boolean {
  if (error instanceof JetStreamApiError) return error.status >= SERVER_SIDE;
  return !chain(error).some((text) => LASTING.test(text));
}

function chain(error: unknown, depth = 0): string[] {
  if (!(error instanceof Error) || depth > 5) return [];
  return [`${error.name} ${error.message}`, ...chain(error.cause, depth + 1)];
}
