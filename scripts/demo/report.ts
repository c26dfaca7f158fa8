import type { Received } from './device.ts';
import type { ViolationEvent } from './violations.ts';

/** What `GET /offline/executions` says of a trade. */
export interface Change {
  readonly actionId: string | null;
  readonly kind: string | null;
  readonly state: string;
  readonly doubt?: string;
  readonly fill?: { readonly side: string; readonly lots: string; readonly price: string };
  readonly close?: { readonly lots: string; readonly price: string; readonly profit: string };
  readonly modification?: { readonly stopLoss: string | null; readonly takeProfit: string | null };
  readonly refusal?: {
    readonly message: string;
    readonly violations: readonly {
      readonly ruleId: string;
      readonly actual: string;
      readonly limit: string;
      readonly unit: string;
    }[];
  };
  readonly failure?: { readonly code: string; readonly message: string };
}

const MESSAGE_WIDTH = 44;
const READ_WIDTH = 34;
/** Terminals do not agree how wide one is. */
const EMOJI = /\p{Extended_Pictographic}\uFE0F?/gu;

/** One line per message, and one more for each further order in it. */
export function messageTable(
  received: readonly Received[],
  outcomes: ReadonlyMap<string, Change>,
): string {
  const rows = received.flatMap(({ text, reading, actionIds }, index) => {
    const first = [`${index + 1}`, cut(text, MESSAGE_WIDTH)];
    if (actionIds.length === 0) return [[...first, wordsFor(reading.kind), '–']];
    return actionIds.map((actionId, n) => [
      ...(n === 0 ? first : ['', '']),
      describe(reading, n),
      outcomeOf(outcomes.get(actionId)),
    ]);
  });
  return table(['#', 'message', 'read as', 'became'], rows);
}

export function violationTable(events: readonly ViolationEvent[]): string {
  const rows = events.map(({ data }) => [
    data.ruleId,
    data.trade ? `${data.trade.side} ${data.trade.lots} ${data.trade.symbol}` : data.phase,
    measure(data.actual, data.unit),
    measure(data.limit, data.unit),
  ]);
  return table(['rule', 'order', 'actual', 'limit'], rows);
}

function describe({ signals, update }: Received['reading'], index: number): string {
  const signal = signals.at(index);
  if (signal) {
    const { action, orderType, symbol, entry } = signal;
    const type = orderType === 'market' ? '' : ` ${orderType}`;
    return cut(`${action}${type} ${symbol} ${entry ? entry.low : ''}`.trim(), READ_WIDTH);
  }
  return update ? `update: ${update.type} ${update.symbol ?? ''}`.trim() : 'update';
}

const wordsFor = (kind: string) => (kind === 'noise' ? 'chatter' : kind);

function outcomeOf(change: Change | undefined): string {
  if (!change) return 'pending';
  const doubted = change.doubt ? `${change.doubt}, confirmed; ` : '';
  return doubted + endOf(change);
}

function endOf(change: Change): string {
  const { state, fill, close, modification, refusal, failure } = change;
  if (fill) return `filled: ${fill.side} ${fill.lots} at ${fill.price}`;
  if (close) return `closed: ${close.lots} at ${close.price}, profit ${close.profit}`;
  if (modification) {
    return `moved: stop ${modification.stopLoss ?? 'none'}, target ${modification.takeProfit ?? 'none'}`;
  }
  if (refusal) return `refused: ${rulesOf(refusal)}`;
  if (failure) return `failed: ${failure.message}`;
  return state;
}

function rulesOf({ violations, message }: NonNullable<Change['refusal']>): string {
  if (violations.length === 0) return message;
  return violations
    .map(
      ({ ruleId, actual, limit, unit }) => `${ruleId} (${actual} against ${measure(limit, unit)})`,
    )
    .join(', ');
}

/** A price or a symbol needs no unit, nor does what is said in words. */
const measure = (value: string, unit: string) =>
  unit === 'price' || unit === 'symbol' ? value : `${value} ${unit}`;

function cut(text: string, width: number): string {
  const line = text.replaceAll(EMOJI, '').replaceAll(/\s+/g, ' ').trim();
  return line.length <= width ? line : `${line.slice(0, width - 1)}…`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(...[head, ...rows].map((row) => (row[column] ?? '').length), title.length),
  );
  const line = (cells: readonly string[]) =>
    `  ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd();
  return [line(head), line(widths.map((width) => '─'.repeat(width))), ...rows.map(line)].join('\n');
}
