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
  const distance = from.stopLoss !== null && 'pips' in from.stopLoss;
  if (same || (joined && distance)) to.stopLoss ??= from.stopLoss;
  const distances = from.takeProfits.every((each) => !('price' in each));
  if (to.takeProfits.length === 0 && (same || (joined && distances))) {
    to.takeProfits = [...from.takeProfits];
  }
  if (!joined) return;
  to.riskPercent ??= from.riskPercent;
  to.lots ??= from.lots;
  to.leverage ??= from.leverage;
  to.timeframe ??= from.timeframe;
}

function finishUpdates({ updates, mentions, pieces, pending }: Draft): Update[] {
  if (pending.percent !== undefined && updates.length === 0) return [];
  const starts = updates.map((_, order) =>
    pieces.findIndex(
      (piece) => piece.order === order && piece.role !== 'USYM' && isUpdateRole(piece.role),
    ),
  );
  const distinct = new Set(mentions.map(({ symbol }) => symbol));
  for (const [order, update] of updates.entries()) {
    const start = starts[order] ?? 0;
    const before = mentions.findLast(({ piece }) => pieces.indexOf(piece) < start);
    const paired = mentions.length === updates.length ? mentions[order] : (before ?? mentions[0]);
    const mention = distinct.size > 1 ? paired : mentions[0];
    update.symbol = mention?.symbol ?? null;
    if (distinct.size > 1 && mention) mention.piece.order = order;
  }
  for (const { piece } of mentions)
    if (distinct.size <= 1 && piece.role === 'USYM') piece.order = 0;
  return updates;
}

const UPDATE_ROLES = new Set(['CLS', 'PRT', 'PCT', 'BE', 'USL', 'UTP', 'UPX', 'CAN', 'TOF']);
const isUpdateRole = (role: string | undefined) => role !== undefined && UPDATE_ROLES.has(role);
