/** What one contender did in one round. */
export interface Contender {
  readonly name: string;
  /** Does the work this many times. */
  readonly run: (times: number) => Promise<void> | void;
}

export interface Comparison {
  readonly rounds: number;
  readonly times: number;
}

/** Runs all contenders in turn, round after round, so that a noisy moment hits them all. */
export async function compare(
  title: string,
  contenders: readonly Contender[],
  { rounds, times }: Comparison,
): Promise<void> {
  for (const { run } of contenders) await run(times); // Warm-up.
  const taken = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const { name, run } of contenders) {
      const started = performance.now();
      await run(times);
      taken.get(name)?.push(performance.now() - started);
    }
  }

  const medians = contenders.map(({ name }) => ({
    name,
    ms: percentile(taken.get(name) ?? [], 0.5),
  }));
  const first = medians[0]?.ms ?? 1;
  console.log(`\n${title} (median of ${rounds} interleaved rounds)`);
  console.table(
    Object.fromEntries(
      medians.map(({ name, ms }) => [
        name,
        { 'µs each': ((ms * 1_000) / times).toFixed(3), ratio: (ms / first).toFixed(2) },
      ]),
    ),
  );
}

/** The nearest rank; 0 of nothing. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
