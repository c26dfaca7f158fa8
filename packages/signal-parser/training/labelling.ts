import type { Signal, Update } from '../src/reading.ts';
import type { Draft } from './draft.ts';
import type { Labels, SignalDraft } from './labels.ts';

export const NOISE: Labels = { kind: 'noise', signals: [], update: null };

/** What the message says, once all of it is written. */
export function labelsOf(draft: Draft): Labels {
  const signals = finishSignals(draft);
  const [update = null, ...more] = finishUpdates(draft);
  const kind = signals.length > 0 ? 'signal' : 'update';
  if (kind === 'update' && update === null) return NOISE;
  return { kind, signals, update, ...(more.length > 0 && { moreUpdates: more }) };
}

function finishSignals({ signals, trade }: Draft): Signal[] {
  const symbol = signals.find((each) => each.symbol !== undefined)?.symbol;
  for (const each of signals) each.symbol ??= symbol;
  const joined = signals.filter(({ action }) => action === undefined);
  const action = signals.find((each) => each.action !== undefined)?.action ?? trade.side;
  for (const each of signals) {
    for (const from of signals) share(from, each, joined.includes(each) || joined.includes(from));
    each.action ??= action;
  }
  return signals.map((each) => ({
    ...each,
    action: each.action ?? action,
    symbol: each.symbol ?? trade.instrument.label,
  }));
}

/** What is said once for several orders: "stop for both", "buy these two, 1 % each". */
function share(from: SignalDraft, to: SignalDraft, joined: boolean): void {
  const same = from.symbol === to.symbol;
  const isFree = (level: object) => same || (joined && !('price' in level));
  if (from.stopLoss && isFree(from.stopLoss)) to.stopLoss ??= from.stopLoss;
  if (to.takeProfits.length === 0 && from.takeProfits.every(isFree)) {
    to.takeProfits = [...from.takeProfits];
  }
  if (joined) shareAmounts(from, to);
}

function shareAmounts(from: SignalDraft, to: SignalDraft): void {
  to.riskPercent ??= from.riskPercent;
  to.lots ??= from.lots;
  to.leverage ??= from.leverage;
  to.timeframe ??= from.timeframe;
}

function finishUpdates(draft: Draft): Update[] {
  const { updates, mentions } = draft;
  const isOne = new Set(mentions.map(({ symbol }) => symbol)).size <= 1;
  for (const [order, update] of updates.entries()) {
    const mention = isOne ? mentions[0] : mentionFor(draft, order);
    update.symbol = mention?.symbol ?? null;
    if (mention?.piece.role === 'USYM') mention.piece.order = isOne ? 0 : order;
  }
  return updates;
}

/** Of several instruments the one an instruction is about: its own in turn, or the last one named. */
function mentionFor({ updates, mentions, pieces }: Draft, order: number) {
  if (mentions.length === updates.length) return mentions[order];
  const start = pieces.findIndex(
    (piece) => piece.order === order && piece.role !== undefined && UPDATE_ROLES.has(piece.role),
  );
  return mentions.findLast(({ piece }) => pieces.indexOf(piece) < start) ?? mentions[0];
}

const UPDATE_ROLES = new Set(['CLS', 'PRT', 'PCT', 'BE', 'USL', 'UTP', 'UPX', 'CAN', 'TOF']);
