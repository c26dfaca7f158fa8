import type { Break, Item } from './lexicon.ts';

/** A run of items, such as a line, of which every look is counted. */
export interface Track {
  readonly length: number;
  at(index: number): Item | undefined;
}

export function trackOf(items: readonly Item[], visit: () => void): Track {
  return {
    length: items.length,
    at(index) {
      visit();
      return items[index];
    },
  };
}

/** Splits items where a sentence or a line ends; the break goes with what stands before it. */
export function clausesOf(items: readonly Item[], visit: () => void): Item[][] {
  const clauses: Item[][] = [];
  let clause: Item[] = [];
  let instructs = false;
  for (const item of items) {
    visit();
    clause.push(item);
    if (item.is === 'verb') instructs = true;
    if (item.is !== 'break' || !endsClause(item.reach, instructs)) continue;
    clauses.push(clause);
    clause = [];
    instructs = false;
  }
  return clause.length > 0 ? [...clauses, clause] : clauses;
}

/** A colon ends an instruction ("close it and flip: BUY now"), but not a label ("SL: 2330"). */
function endsClause(reach: Break, instructs: boolean): boolean {
  return reach === 'line' || reach === 'sentence' || (reach === 'colon' && instructs);
}
