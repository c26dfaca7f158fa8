import type { Item, Verb } from './lexicon.ts';
import { readNumber } from './numbers.ts';
import type { Update } from './reading.ts';

/** An instruction, and whether a verb says so or only the levels that stand there. */
export interface Instruction {
  readonly update: Update;
  readonly explicit: boolean;
}

type Clause = readonly Item[];
type Wish = Pick<Update, 'type'> & {
  readonly number?: string | undefined;
  readonly share?: string;
};

/** What a clause tells followers to do about their trades, in text order. */
export function readInstructions(clause: Clause, symbol: string | null): Instruction[] {
  const levels = levelsOf(clause);
  const read = (text: string | undefined) => (text ? readNumber(text, symbol ?? undefined) : null);
  const told = (wish: Wish | undefined, explicit = true): Instruction[] => {
    if (!wish) return [];
    const { type, number, share } = wish;
    return [{ explicit, update: { type, symbol, percent: read(share), price: read(number) } }];
  };
  const moves = says(clause, 'move');
  const cancels = says(clause, 'cancel');
  const breakeven = isBreakeven(clause);
  const stop =
    levels.stop && !breakeven ? { type: 'moveStop' as const, number: levels.stop } : undefined;
  const target =
    levels.target && !cancels ? { type: 'modifyTp' as const, number: levels.target } : undefined;
  return [
    ...told(cancels ? cancelling(clause) : leaving(clause, levels.other)),
    ...told(breakeven ? { type: 'breakeven' } : undefined),
    ...told(stop, moves),
    ...told(target, moves),
  ];
}

const says = (clause: Clause, ...verbs: Verb[]) =>
  clause.some((item) => item.is === 'verb' && verbs.includes(item.verb));
const isStop = (item: Item) => item.is === 'label' && item.role === 'stop';
const isTarget = (item: Item) => item.is === 'label' && item.role === 'target';

/** "Remove TP" takes the target off; otherwise an order or an instrument must be named. */
function cancelling(clause: Clause): Wish | undefined {
  if (clause.some(isTarget)) return { type: 'modifyTp' };
  const named = clause.some(({ is }) => is === 'object' || is === 'type' || is === 'symbol');
  return named ? { type: 'cancel' } : undefined;
}

/** Closing, wholly or in part. */
function leaving(clause: Clause, number: string | undefined): Wish | undefined {
  const at = clause.findIndex((item) => item.is === 'verb' && isLeaving(item.verb));
  if (at < 0) return undefined;
  const part = partOf(clause.slice(at + 1));
  if (part) return { type: 'closePartial', number, ...part };
  return isWhole(clause, at) ? { type: 'close', number } : undefined;
}

const isLeaving = (verb: Verb) => verb === 'close' || verb === 'closed' || verb === 'secure';

function partOf(items: Clause): { share?: string } | undefined {
  for (const item of items) {
    if (item.is === 'number' && item.unit === 'percent') return { share: item.text };
    if (item.is === 'share' && item.percent) return { share: item.percent };
  }
  return items.some(({ is }) => is === 'share') ? {} : undefined;
}

/** "Closed" needs an object, such as "manually": alone it reports what happened by itself. */
function isWhole(clause: Clause, at: number): boolean {
  const rest = clause.slice(at + 1);
  if (says(clause, 'secure')) return false;
  if (says(clause, 'closed')) return rest.some(({ is }) => is === 'object');
  const named = rest.some(({ is }) => is === 'object' || is === 'symbol' || is === 'now');
  return named || clause.slice(0, at).some(({ is }) => is === 'symbol' || is === 'word');
}

/** "SL to BE", "set breakeven", "SL to entry", "BE now"; but not "break even on EURUSD". */
function isBreakeven(clause: Clause): boolean {
  const stop = clause.findIndex(isStop);
  const word = clause.findIndex((item) => item.is === 'breakeven');
  if (word >= 0) {
    const moved = stop < 0 && says(clause, 'move');
    return (stop >= 0 && stop < word) || moved || clause.some(({ is }) => is === 'now');
  }
  const entry = clause.findIndex(
    (item) => item.is === 'label' && item.role === 'entry' && !item.weak,
  );
  const priced = clause.some((item) => item.is === 'number' && item.unit === 'price');
  return stop >= 0 && stop < entry && !priced;
}

interface Levels {
  readonly stop?: string;
  readonly target?: string;
  /** A price that belongs to neither. */
  readonly other?: string;
}

function levelsOf(clause: Clause): Levels {
  const found: Partial<Record<keyof Levels, string>> = {};
  let role: keyof Levels = 'other';
  for (const item of clause) {
    if (isStop(item)) role = 'stop';
    else if (isTarget(item)) role = 'target';
    else if (item.is === 'number' && item.unit === 'price') found[role] ??= item.text;
  }
  return found;
}
