import { LINE } from './codes.ts';
import { conceptSet, meets, type ConceptSet } from './concepts.ts';
import type { Draft } from './orders.ts';
import type { Doubt } from './reading.ts';
import type { Tag } from './tags.ts';
import type { Unit } from './units.ts';
import { digitsIn, type View } from './view.ts';

/** What only the text shows that speaks against acting on a reading, however sure the model is of it. */
export type Caution = Extract<
  Doubt,
  | 'negated'
  | 'withdrawn'
  | 'asked'
  | 'hidden-text'
  | 'two-stops'
  | 'maybe-distances'
  | 'implausible-level'
>;

interface Read {
  readonly view: View;
  readonly tags: readonly Tag[];
  /** Of the orders. */
  readonly drafts: readonly Draft[];
  readonly original: string;
}

export function cautionsIn({ view, tags, drafts, original }: Read): Caution[] {
  const cautions: readonly (readonly [Caution, boolean])[] = [
    ['negated', isNegated(view, tags) || isSilentlyNegated(view, drafts)],
    ['withdrawn', drafts.length > 0 && isWithdrawn(view, tags)],
    ['asked', isAsked(view, tags)],
    ['hidden-text', HIDDEN.test(original)],
    ['two-stops', drafts.some(({ stops }) => stops.size > 1) || hasUnreadStop(view, drafts)],
    ['maybe-distances', areDistances(tags)],
    ['implausible-level', view.units.some(isEndless)],
  ];
  return cautions.flatMap(([caution, isThere]) => (isThere ? [caution] : []));
}

const NOT = conceptSet('not');
/** `no SL`, `don't wait`: what is denied is not the order. */
const OTHERS = conceptSet(
  'sl',
  'tp',
  'risk',
  'leverage',
  'lots',
  'wait',
  'question',
  'pips',
  'hit',
);
const ACTING = new Set(['SIDE', 'CLS', 'PRT', 'BE', 'CAN', 'USL', 'UTP', 'UPX', 'LIM', 'STP']);
const REACH_BACK = 3;
const REACH_AHEAD = 4;

/** `Do not buy gold`, `Kauft kein Gold`; or a line that begins with `Don’t`. */
function isNegated({ units, codes }: View, tags: readonly Tag[]): boolean {
  const acting = new Set(tags.flatMap(({ label, unit }) => (ACTING.has(label) ? [unit] : [])));
  if (acting.size === 0) return false;
  return units.some((unit, at) => {
    if (!meets(unit.concepts, NOT) || isOf(units[at + 1], OTHERS)) return false;
    if (at === 0 || codes[at - 1] === LINE) return true;
    const ahead = stretch(units, at, { step: 1, reach: REACH_AHEAD, isEnd: isStop });
    const back = stretch(units, at, { step: -1, reach: REACH_BACK, isEnd: isBreak });
    return [...ahead, ...back].some((each) => acting.has(each));
  });
}

/** No word says the direction that the model knows, and some word denies: `no compren oro`. */
const isSilentlyNegated = ({ units }: View, drafts: readonly Draft[]) =>
  drafts.some(({ side }) => side === undefined) &&
  units.some(({ concepts }, at) => meets(concepts, NOT) && !isOf(units[at + 1], OTHERS));

interface Way {
  readonly step: 1 | -1;
  readonly reach: number;
  readonly isEnd: (unit: Unit) => boolean;
}

/** The units from there on, up to an end. */
function stretch(units: readonly Unit[], from: number, { step, reach, isEnd }: Way): Unit[] {
  const found: Unit[] = [];
  for (let at = from + step; found.length < reach; at += step) {
    const unit = units[at];
    if (!unit || isEnd(unit)) break;
    found.push(unit);
  }
  return found;
}

const isStop = ({ kind, text }: Unit) => kind === 'line' || '.;!'.includes(text);
const isBreak = ({ kind }: Unit) => kind === 'line' || kind === 'punct' || kind === 'number';

const CANCEL = conceptSet('cancel');
const EXAMPLE = conceptSet('example');
const IF = conceptSet('if');

/** `Cancelled`, `ignore`, `example`; but not `cancel if …` and `cancel at 18:00`, which is for later. */
function isWithdrawn({ units }: View, tags: readonly Tag[]): boolean {
  const instructions = new Set(tags.flatMap(({ label, unit }) => (label === 'CAN' ? [unit] : [])));
  return units.some((unit) => {
    if (meets(unit.concepts, EXAMPLE)) return true;
    if (!meets(unit.concepts, CANCEL) || instructions.has(unit)) return false;
    return !units.some((each) => each.line === unit.line && isForLater(each, unit));
  });
}

const isForLater = (unit: Unit, { start }: Unit) =>
  isOf(unit, IF) || unit.kind === 'time' || (unit.kind === 'number' && unit.start > start);

const isOf = (unit: Unit | undefined, concepts: ConceptSet) =>
  unit !== undefined && meets(unit.concepts, concepts);

/** The line that says the direction ends with more than one question mark. */
function isAsked({ units }: View, tags: readonly Tag[]): boolean {
  const sides = new Set(tags.flatMap(({ label, unit }) => (label === 'SIDE' ? [unit.line] : [])));
  return units.some(
    ({ text, line }, at) => text === '?' && units[at + 1]?.text === '?' && sides.has(line),
  );
}

/** Struck out, commented out, or made not to be seen. */
const HIDDEN =
  /<(?:s|del|strike|script|style|template)\b|~~[^~\n]*\p{L}[^~\n]*~~|[\u0335-\u0338]|<!--|display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|[\u{e0020}-\u{e007e}]/iu;

const STOP = conceptSet('sl');
const STOP_ORDER = conceptSet('stopOrder');

/** Behind words for the stop of the only order there stand prices that differ. */
function hasUnreadStop({ units, prices }: View, drafts: readonly Draft[]): boolean {
  if (drafts.length !== 1) return false;
  const stops = units.filter(
    (_unit, at) => (prices.order[at] ?? 0) > 0 && isStopWord(wordBefore(units, at)),
  );
  return new Set(stops.map(({ value }) => value)).size > 1;
}

const isStopWord = (unit: Unit | undefined) => isOf(unit, STOP) && !isOf(unit, STOP_ORDER);

/** What stands before a number, past a colon and the like. */
function wordBefore(units: readonly Unit[], at: number): Unit | undefined {
  const before = units[at - 1];
  return before?.kind === 'punct' ? units[at - 2] : before;
}

/** `BUY GOLD 2350 SL 30 TP 60`: the ends of prices, or distances. */
function areDistances(tags: readonly Tag[]): boolean {
  const levels = tags.filter(({ label }) => label === 'SL' || label === 'TP');
  return levels.some(({ label }) => label === 'SL') && levels.length > 1 && levels.every(isRound);
}

const ROUND = 10;
const isRound = ({ isShort, unit }: Tag) => isShort && unit.value % ROUND === 0;

/** No number that means anything has more digits. */
const DIGITS_MAX = 20;
const isEndless = ({ kind, text }: Unit) => kind === 'number' && digitsIn(text) > DIGITS_MAX;
