/** A message that nobody says anything about for this long is delivered again. */
export const ACK_WAIT_MS = 15_000;
/** Messages a consumer holds at most: running, or waiting for an earlier one of their aggregate. */
export const HELD_MAX = 256;
/** Handlers that run side by side, for different aggregates. */
export const RUNNING_MAX = 16;
/** A message that failed this often in one process becomes a dead letter. */
export const FAILURES_MAX = 5;
/** Deliveries after which a message may be what crashes its consumer. */
export const DELIVERIES_SUSPICIOUS = 2 * FAILURES_MAX;

const DELAY_FIRST_MS = 100;
const DELAY_FACTOR = 4;
const DELAY_MAX_MS = 10_000;

/** 100 ms, 400 ms, 1.6 s, 6.4 s. A bare `nak` would burn all deliveries in a millisecond. */
export function failureDelayMs(failures: number): number {
  return Math.min(DELAY_FIRST_MS * DELAY_FACTOR ** Math.max(0, failures - 1), DELAY_MAX_MS);
}
