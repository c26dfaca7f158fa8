import { type Case, type Decision } from './case.ts';
import { type Dial } from './dial.ts';
import { someDial } from './aim.ts';
import { decide } from './oracle.ts';
import { type Random } from './random.ts';

const DIALS_TRIED = 8;
const PROBES = 6;

/**
 * Two cases that differ by the smallest step of one figure, a cent or a tick or a millisecond, and
 * are decided differently: a limit lies between them. Undefined where none is found.
 */
export function aFlip(random: Random, situation: Case): [Case, Case] | undefined {
  for (let tried = 0; tried < DIALS_TRIED; tried += 1) {
    const dial = someDial(random, situation);
    const pair = dial && flipOf(random, dial);
    if (pair) return pair;
  }
  return undefined;
}

/** All of a decision that is compared, in one order. */
export const verdictOf = ({ allowed, violations, warnings, replayed }: Decision): string =>
  JSON.stringify([allowed, violations.toSorted(), warnings.toSorted(), replayed === true]);

function flipOf(random: Random, { least, most, turn }: Dial): [Case, Case] | undefined {
  const verdictAt = (value: number) => verdictOf(decide(turn(value)));
  const start = random.integer(least, most);
  const verdict = verdictAt(start);
  for (let probe = 0; probe < PROBES; probe += 1) {
    const end = probe < 2 ? [least, most][probe] : random.integer(least, most);
    if (end === undefined || verdictAt(end) === verdict) continue;
    const [before, after] = bisect(start, end, (value) => verdictAt(value) === verdict);
    return [turn(before), turn(after)];
  }
  return undefined;
}

/** Neighbours of which the first is like the start and the second is not. */
function bisect(start: number, end: number, isLikeStart: (value: number) => boolean) {
  let like = start;
  let unlike = end;
  while (Math.abs(unlike - like) > 1) {
    const middle = Math.floor((like + unlike) / 2);
    if (isLikeStart(middle)) like = middle;
    else unlike = middle;
  }
  return [like, unlike] as const;
}
