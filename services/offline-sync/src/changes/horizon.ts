const ID_BITS = 32;

/**
 * The oldest of the transactions that run, or the one that comes next. PostgreSQL shows only the lower
 * half of the number of one that runs; it is within 2³¹ of the next.
 */
export function oldestOf(next: bigint, running: readonly bigint[]): bigint {
  const whole = (half: bigint) => next - BigInt.asIntN(ID_BITS, next - half);
  return running.map(whole).reduce((oldest, each) => (each < oldest ? each : oldest), next);
}
