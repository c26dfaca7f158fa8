import { readFileSync } from 'node:fs';
import type { Json } from '../src/replay/fields.ts';

/** One line of golden.jsonl: a case, the decision, and the arithmetic in words. */
export interface GoldenCase extends Json {
  readonly id: string;
  readonly expected: {
    readonly allowed: boolean;
    readonly violations: readonly string[];
    readonly warnings?: readonly string[];
    readonly replayed?: true;
  };
  readonly why: string;
}

export function readGoldenCases(): GoldenCase[] {
  const lines = readFileSync(new URL('golden.jsonl', import.meta.url), 'utf8')
    .trim()
    .split('\n');
  return lines.map((line) => JSON.parse(line) as GoldenCase);
}
