import { type Case, type Decision } from './case.ts';
import { aFlip, verdictOf } from './flip.ts';
import { aCase } from './generator.ts';
import { decide } from './oracle.ts';
import { seeded, seedOf } from './random.ts';

const FLIP_SHARE = 0.6;
const KEPT_MAX = 100;

export interface Scenario {
  readonly situation: Case;
  readonly isOnFlip: boolean;
}

/** The cases of one seed: one of any kind, or two on either side of a limit. */
export function scenariosOf(seed: number, index: number): Scenario[] {
  const random = seeded(seedOf(seed, index));
  const situation = aCase(random, `F${seed}-${index}`);
  const pair = random.chance(FLIP_SHARE) ? aFlip(random, situation) : undefined;
  if (!pair) return [{ situation, isOnFlip: false }];
  return pair.map((one, side) => ({
    situation: { ...one, id: `${one.id}${'ab'[side]}` },
    isOnFlip: true,
  }));
}

export interface Tally {
  cases: number;
  onFlip: number;
  different: number;
  readonly hits: Record<string, number>;
  readonly differences: Difference[];
}

interface Difference {
  readonly situation: Case;
  readonly oracle: Decision;
  readonly engine: unknown;
}

export const aTally = (): Tally => ({
  cases: 0,
  onFlip: 0,
  different: 0,
  hits: {},
  differences: [],
});

export function merge(one: Tally, other: Tally): Tally {
  const hits = { ...one.hits };
  for (const [rule, count] of Object.entries(other.hits)) hits[rule] = (hits[rule] ?? 0) + count;
  return {
    cases: one.cases + other.cases,
    onFlip: one.onFlip + other.onFlip,
    different: one.different + other.different,
    hits,
    differences: [...one.differences, ...other.differences],
  };
}

/** Counts what was hit, and keeps what the engine decides differently. */
export function compare(
  tally: Tally,
  { situation, isOnFlip }: Scenario,
  engine: (situation: Case) => Decision,
): void {
  const expected = decide(situation);
  tally.cases += 1;
  if (isOnFlip) tally.onFlip += 1;
  for (const rule of [...expected.violations, ...expected.warnings]) {
    tally.hits[rule] = (tally.hits[rule] ?? 0) + 1;
  }
  const actual = attempt(engine, situation);
  if (actual instanceof Error || verdictOf(actual) !== verdictOf(expected)) {
    const shown = actual instanceof Error ? String(actual) : actual;
    tally.different += 1;
    if (tally.different <= KEPT_MAX) {
      tally.differences.push({ situation, oracle: expected, engine: shown });
    }
  }
}

function attempt(engine: (situation: Case) => Decision, situation: Case): Decision | Error {
  try {
    return engine(situation);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
