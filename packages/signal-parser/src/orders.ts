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
  /** The prices that were said to be its stop. */
  readonly stops: Set<string>;
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
  stops: new Set(),
  takeProfits: [],
  lots: undefined,
  riskPercent: undefined,
  leverages: [],
  timeframe: undefined,
  sources: [],
});

/**
 * Gathers the tags of a message into orders: another instrument, or another side, begins the next.
 * Where several lines are an order each, in whatever order of columns, a line begins it.
 */
export function draftsOf(tags: readonly Tag[]): Draft[] {
  const drafts: Draft[] = [newDraft()];
  const rows = rowsIn(tags);
  let line = -1;
  for (const [index, tag] of tags.entries()) {
    const current = drafts.at(-1) ?? newDraft();
    const next = tags.slice(index + 1, index + 1 + LOOKAHEAD);
    const begins = rows.has(tag.unit.line)
      ? tag.unit.line !== line && hasLevels(current)
      : beginsNext(current, tag, next) || (isHeaded(drafts) && isHeading(current, tag, next));
    if (begins) drafts.push(newDraft());
    take(drafts.at(-1) ?? current, tag);
    line = tag.unit.line;
  }
  return share(drafts);
}

const LEVELS_OF_A_ROW = 2;

/** The lines of a table: each has one instrument, one side and its levels. */
function rowsIn(tags: readonly Tag[]): ReadonlySet<number> {
  const lines = Map.groupBy(tags, ({ unit }) => unit.line);
  const rows = [...lines].filter(([, ofLine]) => isRow(ofLine)).map(([line]) => line);
  return new Set(rows.length > 1 ? rows : []);
}

function isRow(tags: readonly Tag[]): boolean {
  const symbols = tags.flatMap(({ label, unit }) => (label === 'SYM' ? [unit.naming?.symbol] : []));
  const sides = tags.filter(({ label }) => label === 'SIDE').map(sideOf);
  return (
    new Set(symbols).size === 1 &&
    new Set(sides).size === 1 &&
    tags.filter(isLevel).length >= LEVELS_OF_A_ROW
  );
}

const LOOKAHEAD = 6;

/** The first side stands above its instruments: `SHORTS: …`. */
const isHeaded = ([{ sources } = newDraft()]: readonly Draft[]) => sources[0]?.field === 'action';

/** Another such side ends the list of those that were under the last one. */
const isHeading = (current: Draft, { label }: Tag, next: readonly Tag[]) =>
  label === 'SIDE' &&
  current.side === undefined &&
  current.symbol !== undefined &&
  next[0]?.label === 'SYM';

export const hasLevels = ({ entries, stopLoss, takeProfits }: Draft) =>
  entries.length > 0 || stopLoss !== undefined || takeProfits.length > 0;

function beginsNext(current: Draft, tag: Tag, next: readonly Tag[]): boolean {
  const [first, ...others] = next;
  if (tag.label === 'SYM') return beginsBySymbol(current, tag, next);
  if (tag.label === 'SIDE') return beginsBySide(current, tag, next);
  return first !== undefined && isTypeOf(first, tag) && beginsBySide(current, first, others);
}

function beginsBySide(current: Draft, tag: Tag, next: readonly Tag[]): boolean {
  if (current.side === undefined) return false;
  const isOther = sideOf(tag) !== current.side;
  if (!hasLevels(current)) return isOther && beginsWithoutLevels(current, next);
  return entryFollows(next) || (isOther && !targetsFollow(next) && levelsFollow(next));
}

/** `limit buy`: the word right before a side belongs to it. */
const isTypeOf = (side: Tag, { label, unit }: Tag) =>
  side.label === 'SIDE' &&
  (label === 'LIM' || label === 'STP') &&
  side.unit.line === unit.line &&
  side.unit.start - unit.end <= 1;

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

/**
 * `oil, Brent` and `Bitcoin BTCUSD`: a name right beside another is the same thing, said better; but
 * `EURUSD, GBPUSD` are two things.
 */
function isSaidAgain({ sources }: Draft, tag: Tag): boolean {
  const last = sources.at(-1);
  if (last?.field !== 'symbol' || tag.unit.start - last.tag.unit.end > 2) return false;
  return !(isSurelyNamed(last.tag) && isSurelyNamed(tag) && baseOf(last.tag) !== baseOf(tag));
}

const isSurelyNamed = ({ unit }: Tag) => unit.naming?.isDoubtful === false;
const baseOf = ({ unit }: Tag) => unit.naming?.symbol.slice(0, 3);

/** Up to the next side. */
function* ofThisOrder(next: readonly Tag[]): Generator<Tag> {
  for (const tag of next) {
    if (tag.label === 'SIDE') return;
    yield tag;
  }
}

const isLevel = ({ label }: Tag) => ['ENT', 'SL', 'TP', 'SLP', 'TPP'].includes(label);
const levelsFollow = (next: readonly Tag[]) => [...ofThisOrder(next)].some(isLevel);
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
  if ('price' in stop) draft.stops.add(stop.price);
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
  shareSizes(drafts);
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
    const [before, after] = [drafts[index - 1], drafts.slice(index + 1).find(({ side }) => side)];
    draft.symbol ??= before?.symbol ?? first;
    draft.side ??= before?.side ?? after?.side;
  }
}

const SIZES = ['lots', 'riskPercent', 'leverage'] as const satisfies readonly Field[];
type Size = (typeof SIZES)[number];

/** A size that is said once, before all orders or below them on a line of its own, is theirs all. */
function shareSizes(drafts: readonly Draft[]): void {
  const sources = drafts.flatMap((draft) => draft.sources);
  for (const size of SIZES) {
    const [said, ...others] = sources.filter(({ field }) => field === size);
    if (!said || others.length > 0 || !standsApart(said, sources)) continue;
    const owner = drafts.find((draft) => draft.sources.includes(said));
    for (const draft of drafts) if (owner && draft !== owner) takeSize(draft, size, owner);
  }
}

function standsApart(said: Source, sources: readonly Source[]): boolean {
  const others = sources.filter((source) => source !== said);
  const { start, line } = said.tag.unit;
  const isFirst = others.every(({ tag }) => tag.unit.start > start);
  const isBelow = others.every(
    ({ field, tag }) => tag.unit.line < line || (tag.unit.line === line && !OWN.has(field)),
  );
  return isFirst || isBelow;
}

/** What no line says that is about several orders. */
const OWN: ReadonlySet<Field> = new Set<Field>(['symbol', 'action', 'entry']);

function takeSize(draft: Draft, size: Size, owner: Draft): void {
  if (size === 'leverage') draft.leverages.push(...owner.leverages);
  else draft[size] = owner[size];
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
