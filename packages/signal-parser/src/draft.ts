import type { Role } from './lexicon.ts';
import { compare, readNumber } from './numbers.ts';
import type { DecimalText, Side, Signal, Stop, Target, Timeframe, Warning } from './reading.ts';

/** A number as written; what it means depends on an instrument that may be named after it. */
export interface Level {
  readonly text: string;
  readonly pips: boolean;
}

/** What has been gathered of one order so far. */
export interface Draft {
  symbol: string | undefined;
  side: Side | undefined;
  type: 'limit' | 'stop' | undefined;
  now: boolean;
  entries: Level[];
  stop: Level | undefined;
  targets: (Level | 'open')[];
  amounts: Partial<Record<Extract<Role, 'lots' | 'risk' | 'leverage'>, string>>;
  timeframe: Timeframe | undefined;
  unread: number;
}

export const newDraft = (symbol?: string): Draft => ({
  symbol,
  side: undefined,
  type: undefined,
  now: false,
  entries: [],
  stop: undefined,
  targets: [],
  amounts: {},
  timeframe: undefined,
  unread: 0,
});

export const hasLevels = ({ stop, targets }: Draft) => stop !== undefined || targets.length > 0;

/** Whether all that makes an order is there, so that what follows is another one. */
export const isWhole = (draft: Draft) =>
  (draft.entries.length > 0 || draft.now) && draft.stop !== undefined && draft.targets.length > 0;

/** An order that was read, and what is odd about it. */
export interface Order {
  readonly signal: Signal;
  readonly warnings: readonly Warning[];
  /** How much of an order it has: a side alone is little, entry, stop and target are all. */
  readonly parts: number;
}

/** The order that a draft amounts to, or nothing when its instrument or side is not said. */
export function finish(draft: Draft): Order | undefined {
  const { symbol, type = 'market', timeframe = null, amounts } = draft;
  const read = (text: string) => readNumber(text, symbol);
  const entry = zoneOf(draft.entries.map(({ text }) => read(text)));
  const toStop = ({ text, pips }: Level): Stop =>
    pips ? { pips: read(text) } : { price: read(text) };
  const stopLoss = draft.stop ? toStop(draft.stop) : null;
  const takeProfits = draft.targets.map((each): Target =>
    each === 'open' ? { open: true } : toStop(each),
  );
  const amount = (text: string | undefined) => (text === undefined ? null : read(text));

  const inferred = inferSide(entry?.low, stopLoss, takeProfits);
  const action = draft.side ?? inferred;
  if (!symbol || !action) return undefined;
  const signal: Signal = {
    action,
    orderType: type,
    symbol,
    entry,
    stopLoss,
    takeProfits,
    lots: amount(amounts.lots),
    riskPercent: amount(amounts.risk),
    leverage: amount(amounts.leverage),
    timeframe,
  };
  const parts =
    Number(entry !== null || draft.now) +
    Number(stopLoss !== null) +
    Number(takeProfits.length > 0);
  return { signal, parts, warnings: warningsOf(signal, draft) };
}

function zoneOf([first, ...others]: readonly DecimalText[]): Signal['entry'] {
  if (first === undefined) return null;
  const zone = { low: first, high: first };
  for (const price of others) {
    if (compare(price, zone.low) < 0) zone.low = price;
    if (compare(price, zone.high) > 0) zone.high = price;
  }
  return zone;
}

/** Targets above the entry and the stop below it mean a purchase, and the reverse a sale. */
function inferSide(
  entry: DecimalText | undefined,
  stop: Stop | null,
  targets: readonly Target[],
): Side | undefined {
  const target = targets.find((each) => 'price' in each);
  if (!entry || !stop || !('price' in stop) || !target) return undefined;
  const [down, up] = [compare(stop.price, entry), compare(target.price, entry)];
  if (down < 0 && up > 0) return 'buy';
  return down > 0 && up < 0 ? 'sell' : undefined;
}

function warningsOf({ action, entry, stopLoss, takeProfits }: Signal, draft: Draft): Warning[] {
  const warnings: Warning[] = [];
  const sign = action === 'buy' ? 1 : -1;
  const beyond = (level: Stop | { open: true }, direction: number) =>
    entry !== null && 'price' in level && compare(level.price, entry.low) * direction * sign > 0;
  if (!draft.side) warnings.push('direction-inferred');
  if (!stopLoss) warnings.push('no-stop-loss');
  if (stopLoss && beyond(stopLoss, 1)) warnings.push('stop-on-wrong-side');
  if (takeProfits.some((target) => beyond(target, -1))) warnings.push('target-on-wrong-side');
  if (draft.unread > 0) warnings.push('unread-number');
  return warnings;
}
