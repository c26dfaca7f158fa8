/** Chance that comes out the same for the same seed. */
export interface Random {
  /** From 0 up to, not including, 1. */
  fraction(): number;
  /** Both ends may come out. */
  integer(least: number, most: number): number;
  /** As often between 1 and 10 as between 10 and 100. */
  magnitude(least: number, most: number): number;
  chance(probability: number): boolean;
  pick<T>(choices: readonly T[]): T;
  /** So many things, each made anew. */
  several<T>(least: number, most: number, make: (index: number) => T): T[];
}

export function seeded(seed: number): Random {
  const fraction = mulberry32(seed);
  const integer = (least: number, most: number) =>
    least + Math.floor(fraction() * (most - least + 1));
  const chance = (probability: number) => fraction() < probability;
  return {
    fraction,
    integer,
    chance,
    magnitude: (least, most) => Math.round(least * (most / least) ** fraction()),
    pick: <T>(choices: readonly T[]) => choices[integer(0, choices.length - 1)] as T,
    several: <T>(least: number, most: number, make: (index: number) => T) =>
      Array.from({ length: integer(least, most) }, (_, index) => make(index)),
  };
}

/** The seed of one of many, so that any of them can be made again alone. */
export const seedOf = (seed: number, index: number): number =>
  (Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b)) >>> 0;

/** A public-domain generator of 32 bits by Tommy Ettinger. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
