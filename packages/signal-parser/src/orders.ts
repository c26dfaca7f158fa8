import { conceptSet, meets } from './concepts.ts';
import type { OrderLabel } from './labels.ts';
import { sideOf, type Tag } from './tags.ts';
import { priceIn, type Field, type Side, type Signal, type Stop, type Target } from './reading.ts';
import type { Timeframe } from './timeframes.ts';

/** A field, and the tag that gave it. */
interface Source {
  readonly field: Field;
  readonly tag: Tag;
}

/** An order while its parts are gathered. */
export interface Draft {
  symbol: string | undefined;
  side: Side | undefined;
  orderType: Signal['orderType'];
  readonly entries: string[];
  stopLoss: Stop | undefined;
  readonly takeProfits: Target[];
  lots: string | undefined;
  riskPercent: string | undefined;
  readonly leverages: string[];
  timeframe: Timeframe | undefined;
  readonly sources: Source[];
}

const newDraft = (): Draft => ({
  symbol: undefined,
  side: undefined,
  orderType: 'market',
  entries: [],
  stopLoss: undefined,
  takeProfits: [],
  lots: undefined,
  riskPercent: undefined,
  leverages: [],
  timeframe: undefined,
  sources: [],
});

/** Gathers the tags of a message into orders: another instrument, or another side, begins the next. */
export function draftsOf(tags: readonly Tag[]): Draft[] {
  const drafts: Draft[] = [newDraft()];
  for (const [index, tag] of tags.entries()) {
    const current = drafts.at(-1) ?? newDraft();
    if (beginsNext(current, tag, tags.slice(index + 1, index + 1 + LOOKAHEAD))) {
      drafts.push(newDraft());
    }
    take(drafts.at(-1) ?? current, tag);
  }
  return share(drafts);
}

const LOOKAHEAD = 6;

export const hasLevels = ({ entries, stopLoss, takeProfits }: Draft) =>
  entries.length > 0 || stopLoss !== undefined || takeProfits.length > 0;

function beginsNext(current: Draft, tag: Tag, next: readonly Tag[]): boolean {
  if (tag.label === 'SYM') return beginsBySymbol(current, tag, next);
  if (tag.label !== 'SIDE' || current.side === undefined) return false;
  const isOther = sideOf(tag) !== current.side;
  if (!hasLevels(current)) return isOther && beginsWithoutLevels(current, next);
  return entryFollows(next) || (isOther && !targetsFollow(next) && levelsFollow(next));
}

const beginsWithoutLevels = (current: Draft, next: readonly Tag[]) =>
  current.symbol !== undefined && (levelsFollow(next) || isOfAnother(current, next));

function beginsBySymbol(current: Draft, tag: Tag, next: readonly Tag[]): boolean {
  const symbol = tag.unit.naming?.symbol;
  // Levels may come first, and their instrument last.
  if (current.symbol === undefined) return false;
  if (symbol !== current.symbol) return !isSaidAgain(current, tag);
  return hasLevels(current) && sideFollows(next) && entryFollows(next);
}

/** `Sell gold now and buy silver now`: the next side has an instrument of its own. */
function isOfAnother({ symbol }: Draft, next: readonly Tag[]): boolean {
  const name = next.find(({ label }) => label === 'SYM' || label === 'SIDE');
  return name?.label === 'SYM' && name.unit.naming?.symbol !== symbol;
}

/** `oil, Brent` and `Nasdaq (US100)`: a name right beside another is the same thing, said better. */
function isSaidAgain({ sources }: Draft, { unit }: Tag): boolean {
  const last = sources.at(-1);
  return last?.field === 'symbol' && unit.start - last.tag.unit.end <= 2;
}

const isSurelyNamed = ({ unit }: Tag) => unit.naming?.isDoubtful === false;

/** Up to the next side. */
function* ofThisOrder(next: readonly Tag[]): Generator<Tag> {
  for (const tag of next) {
    if (tag.label === 'SIDE') return;
    yield tag;
  }
}

const levelsFollow = (next: readonly Tag[]) =>
  [...ofThisOrder(next)].some(({ label }) => ['ENT', 'SL', 'TP', 'SLP', 'TPP'].includes(label));
const entryFollows = (next: readonly Tag[]) =>
  [...ofThisOrder(next)].some(({ label }) => label === 'ENT');
/** `Sell at 1.10, 1.11` after a purchase says where it ends, and begins no other order. */
const targetsFollow = (next: readonly Tag[]) => next[0]?.label === 'TP' || next[0]?.label === 'TPP';
const sideFollows = (next: readonly Tag[]) => next[0]?.label === 'SIDE';

const LIMITS = conceptSet('limit');
const STOPS = conceptSet('stopOrder');

/** Takes what a tag says, and tells which field that is. */
type Taker = (draft: Draft, tag: Tag) => Field;

const TAKERS: Readonly<Record<OrderLabel, Taker>> = {
  SYM: takeSymbol,
  SIDE: (draft, tag) => {
    draft.side ??= sideOf(tag);
    // Some phrases say both: `buy limit`, `бай стоп`, `achat limite`.
    if (meets(tag.unit.concepts, LIMITS)) takeType(draft, 'limit');
    else if (meets(tag.unit.concepts, STOPS)) takeType(draft, 'stop');
    return 'action';
  },
  LIM: (draft) => takeType(draft, 'limit'),
  STP: (draft) => takeType(draft, 'stop'),
  ENT: (draft, { number }) => {
    draft.entries.push(number);
    return 'entry';
  },
  SL: (draft, { number }) => takeStop(draft, { price: number }),
  SLP: (draft, { number }) => takeStop(draft, { pips: number }),
  TP: (draft, { number }) => takeTarget(draft, { price: number }),
  TPP: (draft, { number }) => takeTarget(draft, { pips: number }),
  OPN: (draft) => {
    if (!isOpen(draft.takeProfits.at(-1))) draft.takeProfits.push({ open: true });
    return 'takeProfits';
  },
  LOT: (draft, { number }) => {
    draft.lots ??= number;
    return 'lots';
  },
  RSK: (draft, { number }) => {
    draft.riskPercent ??= number;
    return 'riskPercent';
  },
  LEV: (draft, { number }) => {
    draft.leverages.push(number);
    return 'leverage';
  },
  TF: (draft, { unit }) => {
    draft.timeframe ??= unit.timeframe;
    return 'timeframe';
  },
};

/** Labels of updates say nothing of an order. */
function take(draft: Draft, tag: Tag): void {
  const takers: Readonly<Partial<Record<Tag['label'], Taker>>> = TAKERS;
  const field = takers[tag.label]?.(draft, tag);
  if (field !== undefined) draft.sources.push({ field, tag });
}

function takeSymbol(draft: Draft, tag: Tag): Field {
  const isBetter = isSurelyNamed(tag) && isSaidAgain(draft, tag);
  if (!draft.symbol || isBetter) draft.symbol = tag.unit.naming?.symbol;
  return 'symbol';
}

function takeType(draft: Draft, type: 'limit' | 'stop'): Field {
  if (draft.orderType === 'market') draft.orderType = type;
  return 'orderType';
}

function takeStop(draft: Draft, stop: Stop): Field {
  draft.stopLoss = priceFirst(draft.stopLoss, stop);
  return 'stopLoss';
}

function takeTarget(draft: Draft, target: Target): Field {
  draft.takeProfits.push(target);
  return 'takeProfits';
}

const isOpen = (target: Target | undefined) => target !== undefined && 'open' in target;

/** Of two stops the first counts; a price before a distance. */
function priceFirst(known: Stop | undefined, next: Stop): Stop {
  if (!known) return next;
  return 'pips' in known && 'price' in next ? next : known;
}

/** What was said once for several orders is theirs all. */
function share(drafts: Draft[]): Draft[] {
  shareNames(drafts);
  for (const draft of drafts) {
    const others = drafts.filter((other) => other !== draft);
    shareLevels(
      draft,
      others.filter((other) => other.symbol === draft.symbol || !hasPrices(other)),
    );
  }
  return drafts;
}

function shareNames(drafts: readonly Draft[]): void {
  const first = drafts.find(({ symbol }) => symbol)?.symbol;
  for (const [index, draft] of drafts.entries()) {
    const [before, after] = [drafts[index - 1], drafts[index + 1]];
    draft.symbol ??= before?.symbol ?? first;
    draft.side ??= before?.side ?? after?.side;
  }
}

/** Distances may be meant for several instruments; prices are one's own. */
const hasPrices = ({ stopLoss, takeProfits }: Draft) =>
  [stopLoss, ...takeProfits].some((level) => level !== undefined && 'price' in level);

function shareLevels(draft: Draft, others: readonly Draft[]): void {
  const stop = others.find(({ stopLoss }) => stopLoss);
  if (!draft.stopLoss && stop) {
    draft.stopLoss = stop.stopLoss;
    draft.sources.push(...stop.sources.filter(({ field }) => field === 'stopLoss'));
  }
  const targets = others.find(({ takeProfits }) => takeProfits.length > 0);
  if (draft.takeProfits.length === 0 && targets) {
    draft.takeProfits.push(...targets.takeProfits);
    draft.sources.push(...targets.sources.filter(({ field }) => field === 'takeProfits'));
  }
}

/** The order of a draft, or undefined if it has no instrument or no side. */
export function signalOf(draft: Draft): Signal | undefined {
  const action = draft.side ?? inferredSide(draft);
  const { symbol, orderType, entries, stopLoss, takeProfits } = draft;
  if (!symbol || !action) return undefined;
  return {
    action,
    orderType,
    symbol,
    entry: entries.length === 0 ? null : { low: least(entries), high: greatest(entries) },
    stopLoss: stopLoss ?? null,
    takeProfits,
    lots: draft.lots ?? null,
    riskPercent: draft.riskPercent ?? null,
    leverage: draft.leverages.length === 0 ? null : least(draft.leverages),
    timeframe: draft.timeframe ?? null,
  };
}

const least = (numbers: readonly string[]) =>
  numbers.reduce((best, each) => (Number(each) < Number(best) ? each : best));
const greatest = (numbers: readonly string[]) =>
  numbers.reduce((best, each) => (Number(each) > Number(best) ? each : best));

/** Where no word says it, targets above the entry or the stop are those of a purchase. */
function inferredSide({ entries, stopLoss, takeProfits }: Draft): Side | undefined {
  const target = takeProfits.map(priceIn).find((price) => price !== undefined);
  const from = entries[0] === undefined ? priceIn(stopLoss) : Number(entries[0]);
  if (target === undefined || from === undefined || target === from) return undefined;
  return target > from ? 'buy' : 'sell';
}
