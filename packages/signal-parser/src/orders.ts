import {
  finish,
  hasLevels,
  isWhole,
  newDraft,
  type Draft,
  type Level,
  type Order,
} from './draft.ts';
import type { Item, Role, Unit } from './lexicon.ts';
import type { Side } from './reading.ts';
import type { Track } from './track.ts';

/** How far a label may stand behind its number, as in `70 pips stop`. */
const LOOKAHEAD_MAX = 4;

interface State {
  draft: Draft;
  readonly done: Draft[];
  /** The label that waits for its number. */
  pending: { role: Role; weak: boolean } | undefined;
  /** A label that stood alone on its line: it holds for the lines below. */
  heading: Role | undefined;
  /** What the last number was. */
  last: { role: Role; pips: boolean } | undefined;
  atLineStart: boolean;
  listed: boolean;
  sideOnLine: boolean;
}

/** Every order that the items word, in text order. */
export function readOrders(track: Track, symbol: string | undefined): Order[] {
  const state: State = {
    draft: newDraft(symbol),
    done: [],
    pending: undefined,
    heading: undefined,
    last: undefined,
    atLineStart: true,
    listed: false,
    sideOnLine: false,
  };
  for (let index = 0; index < track.length; index++) {
    const item = track.at(index);
    if (item) step(state, item, { track, index });
  }
  return [...state.done, state.draft].flatMap((draft) => finish(draft) ?? []);
}

interface Place {
  readonly track: Track;
  readonly index: number;
}

function step(state: State, item: Item, place: Place): void {
  if (item.is === 'break' && item.reach === 'line') endLine(state);
  else if (item.is === 'list-mark') state.listed = true;
  else if (item.is === 'symbol') takeSymbol(state, item.symbol);
  else if (item.is === 'side') takeSide(state, item.side);
  else if (item.is === 'open') takeOpen(state);
  else if (item.is === 'label') takeLabel(state, item, place);
  else if (item.is === 'number') takeNumber(state, item, place);
  else takeManner(state.draft, item);
}

function takeManner(draft: Draft, item: Item): void {
  if (item.is === 'now') draft.now = true;
  if (item.is === 'type') draft.type ??= item.type;
  if (item.is === 'timeframe') draft.timeframe ??= item.timeframe;
}

function endLine(state: State): void {
  if (state.pending) state.heading = state.pending.role;
  state.pending = undefined;
  state.atLineStart = true;
  state.listed = false;
  state.sideOnLine = false;
}

function beginNext(state: State, symbol?: string): void {
  state.done.push(state.draft);
  state.draft = newDraft(symbol);
  state.pending = state.heading = state.last = undefined;
}

function takeSymbol(state: State, symbol: string): void {
  const { draft } = state;
  const isAnother = draft.symbol !== undefined && draft.symbol !== symbol;
  if (isAnother && (hasLevels(draft) || (draft.side && draft.entries.length > 0))) beginNext(state);
  state.draft.symbol = symbol;
}

function takeSide(state: State, side: Side): void {
  const { draft, sideOnLine } = state;
  state.sideOnLine = true;
  if (!draft.side) draft.side = side;
  else if (!sideOnLine && (isWhole(draft) || (draft.side !== side && hasLevels(draft)))) {
    beginNext(state, draft.symbol);
    state.draft.side = side;
  } else if (draft.side !== side) {
    // "Buy at 0.71, sell at 0.73": the other side is where to leave.
    if (draft.entries.length > 0) state.pending = { role: 'target', weak: false };
    else draft.unread++;
  }
}

function takeLabel(state: State, item: Extract<Item, { is: 'label' }>, place: Place): void {
  const { pending } = state;
  const before = place.track.at(place.index - 1);
  if (item.weak && pending && !pending.weak) return;
  // Already used by the number before it.
  if (before?.is === 'number' && state.last?.role === item.role && isTrailing(place)) return;
  state.pending = { role: item.role, weak: item.weak };
  state.heading = undefined;
}

function takeOpen(state: State): void {
  const role = state.pending?.role ?? state.last?.role;
  if (role === 'target') state.draft.targets.push('open');
  else state.pending ??= { role: 'entry', weak: true };
  if (role === 'target') state.pending = undefined;
}

function takeNumber(state: State, item: Extract<Item, { is: 'number' }>, place: Place): void {
  if (item.unit === 'ordinal' || item.unit === 'count') return;
  const role = roleOf(state, item.unit, place);
  const wasAtLineStart = state.atLineStart;
  state.atLineStart = false;
  if (!role) {
    if (item.unit === 'price' && !isAside(state, wasAtLineStart)) state.draft.unread++;
    return;
  }
  const pips = item.unit === 'pips';
  // "1.0808 (35 pips)": the distance only explains the price.
  if (pips && !state.pending && state.last && !state.last.pips) return;
  state.pending = undefined;
  state.last = { role, pips };
  store(state.draft, role, { text: item.text, pips });
}

const isAside = ({ last }: State, atLineStart: boolean) => !atLineStart && last?.role === 'stop';

function store(draft: Draft, role: Role, level: Level): void {
  if (role === 'entry') draft.entries.push(level);
  else if (role === 'stop') draft.stop ??= level;
  else if (role === 'target') draft.targets.push(level);
  else draft.amounts[role] ??= level.text;
}

/** What a number is: by its unit, by a label before it or behind it, or by what came before. */
function roleOf(state: State, unit: Unit, place: Place): Role | undefined {
  if (unit === 'times') return 'leverage';
  if (unit === 'lots') return 'lots';
  const { role, weak = true } = state.pending ?? {};
  if (unit === 'percent') return role === 'risk' ? 'risk' : undefined;
  const roles = [weak ? undefined : role, labelBehind(place), role, inherited(state)];
  return roles.find(unit === 'pips' ? isExit : isPriced);
}

/** A distance in pips is that of a stop or a target. */
const isExit = (role: Role | undefined) => role === 'stop' || role === 'target';
/** A risk is a percentage, never a bare number. */
const isPriced = (role: Role | undefined) => role !== undefined && role !== 'risk';

function inherited(state: State): Role | undefined {
  const { draft, heading, atLineStart, listed } = state;
  const last = state.last?.role;
  const entry = hasLevels(draft) ? undefined : 'entry';
  if (!atLineStart) return last === 'entry' || isExit(last) ? last : entry;
  return heading ?? entry ?? (listed && last === 'target' ? last : undefined);
}

function labelBehind({ track, index }: Place): Role | undefined {
  for (let ahead = 1; ahead <= LOOKAHEAD_MAX; ahead++) {
    const item = track.at(index + ahead);
    if (!item || item.is === 'break' || isFigure(item)) break;
    if (item.is !== 'label' || item.weak) continue;
    return isTrailing({ track, index: index + ahead }) ? item.role : undefined;
  }
  return undefined;
}

/** Whether a label ends its segment, so that it can only belong to a number before it. */
function isTrailing({ track, index }: Place): boolean {
  for (let ahead = 1; ahead <= LOOKAHEAD_MAX; ahead++) {
    const item = track.at(index + ahead);
    if (item?.is === 'open' || isFigure(item)) return false;
    if (!item || item.is === 'break') return item?.reach !== 'colon';
  }
  return true;
}

const isFigure = (item: Item | undefined) => item?.is === 'number' && item.unit !== 'ordinal';
