import { type Account, type Case } from './case.ts';
import { type Random } from './random.ts';

/** One figure of a case that can be turned to any whole number between two ends. */
export interface Dial {
  readonly least: number;
  readonly most: number;
  readonly turn: (value: number) => Case;
}

/** The dial of a figure; undefined where a case does not have the figure. */
export type DialOf = (situation: Case, random: Random) => Dial | undefined;

export const COUNT_MAX = 2_500;
const DAY_MS = 86_400_000;

/** A time within a day of now. */
export function timeDial({ now }: Case, turn: (time: string) => Case): Dial {
  const middle = Date.parse(now);
  return {
    least: middle - DAY_MS,
    most: middle + DAY_MS,
    turn: (value) => turn(new Date(value).toISOString()),
  };
}

export const withLast = <T>(list: readonly T[], last: T): T[] => [...list.slice(0, -1), last];

export const withAccount = (situation: Case, change: Partial<Account>): Case => ({
  ...situation,
  account: { ...situation.account, ...change },
});

export const withTrade = (situation: Case, change: Partial<Case['trade']>): Case => ({
  ...situation,
  trade: { ...situation.trade, ...change },
});
