import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves when the named thing works; rejects when it does not. */
export type Checks = Readonly<Record<string, () => Promise<unknown>>>;

export interface Health {
  readonly ready: boolean;
  /** `ok`, or what is wrong. */
  readonly checks: Readonly<Record<string, string>>;
}

const CHECK_TIMEOUT_MS = 2_000;

/** Runs all checks side by side, each for two seconds at most. */
export async function checkHealth(checks: Checks): Promise<Health> {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => [name, await outcome(check)] as const),
  );
  return {
    ready: results.every(([, result]) => result === 'ok'),
    checks: Object.fromEntries(results),
  };
}

async function outcome(check: () => Promise<unknown>): Promise<string> {
  const timeout = new AbortController();
  try {
    return await Promise.race([
      check().then(() => 'ok'),
      sleep(CHECK_TIMEOUT_MS, `no answer in ${CHECK_TIMEOUT_MS} ms`, { signal: timeout.signal }),
    ]);
  } catch (error) {
    return error instanceof Error ? error.message : 'failed';
  } finally {
    timeout.abort();
  }
}
