/** Prisma: cannot reach, timed out, closed the connection, no connection free in time. */
const PRISMA_UNAVAILABLE = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028']);
/** Prisma's word for a deadlock or a serialization failure. */
const PRISMA_CONFLICT = 'P2034';
const NETWORK = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', 'ETIMEDOUT']);
/**
 * PostgreSQL: connection exceptions (08), shutting down or starting up (57P), out of slots (53300), a
 * lock that was not given in time (55P03).
 */
const POSTGRES_UNAVAILABLE = /^(08\w{3}|57P0\d|53300|55P03)$/;
const POSTGRES_CONFLICT = /^(40001|40P01)$/;
/** The pool's own words. */
const NONE_FREE = 'timeout exceeded when trying to connect';
const LOST =
  /Connection terminated|timeout exceeded when trying to connect|connection (is )?closed|not queryable/i;

/** Whether the database could not be reached, so that the same work may succeed later. */
export function isDatabaseUnavailable(error: unknown): boolean {
  return chain(error).some(
    ({ code, message }) =>
      PRISMA_UNAVAILABLE.has(code) ||
      NETWORK.has(code) ||
      POSTGRES_UNAVAILABLE.test(code) ||
      LOST.test(message),
  );
}

/** Whether all connections were in use for so long that none came free: too much is asked at once. */
export function isPoolExhausted(error: unknown): boolean {
  return chain(error).some(({ message }) => message === NONE_FREE);
}

/** Whether two transactions got in each other's way, so that trying again at once helps. */
export function isConflict(error: unknown): boolean {
  return chain(error).some(({ code }) => code === PRISMA_CONFLICT || POSTGRES_CONFLICT.test(code));
}

interface Cause {
  readonly code: string;
  readonly message: string;
}

const DEPTH_MAX = 6;

/** The error and what caused it; Prisma hides PostgreSQL's code in `meta.driverAdapterError.cause`. */
function chain(error: unknown, depth = 0): Cause[] {
  if (typeof error !== 'object' || error === null || depth > DEPTH_MAX) return [];
  const { code, originalCode, message, cause, meta, driverAdapterError, errors } = error as Record<
    string,
    unknown
  >;
  const more: unknown[] = Array.isArray(errors) ? errors : [];
  const nested = [cause, meta, driverAdapterError, ...more];
  return [
    { code: text(originalCode) || text(code), message: text(message) },
    ...nested.flatMap((next) => chain(next, depth + 1)),
  ];
}

const text = (value: unknown) => (typeof value === 'string' ? value : '');
