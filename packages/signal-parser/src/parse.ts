import type { Order } from './draft.ts';
import { readItems } from './lexer.ts';
import type { Item } from './lexicon.ts';
import { moodOf, type Mood } from './mood.ts';
import { normalise } from './normalise.ts';
import { readOrders } from './orders.ts';
import type { Parse, Reading, Warning } from './reading.ts';
import { clausesOf, trackOf } from './track.ts';
import { readInstructions, type Instruction } from './updates.ts';

/** Changes whenever the same text may be read differently. */
export const PARSER_VERSION = 'grammar-1';

export const TEXT_BYTES_MAX = 8 * 1024;

const PARTS_WHOLE = 3;

/** Reads a channel message. Never throws; the same text always gets the same answer. */
export function parse(text: string): Parse {
  return parseCounting(text).parse;
}

/** The parse, and how many looks at the text's tokens and items it took. */
export function parseCounting(text: string): { parse: Parse; steps: number } {
  let steps = 0;
  if (isTooLong(text)) {
    const refusal = { kind: 'refused', reason: 'text-too-long', bytesMax: TEXT_BYTES_MAX } as const;
    return { parse: refusal, steps };
  }
  const parsed = read(normalise(text), () => void steps++);
  return { parse: parsed, steps };
}

function isTooLong(text: string): boolean {
  if (text.length > TEXT_BYTES_MAX) return true;
  return new TextEncoder().encode(text).length > TEXT_BYTES_MAX;
}

function read(text: string, visit: () => void): Reading {
  const mood = moodOf(text);
  const clauses = clausesOf(readItems(text, visit), visit);
  const symbol = symbolOf(clauses);
  const instructions = clauses.map((clause) => readInstructions(clause, symbol));
  // "Close the EURUSD sell": its side is not that of a new order.
  const rest = clauses.filter((_clause, index) => !instructions[index]?.some(isAboutTrades));
  const orders = readOrders(trackOf(rest.flat(), visit), symbol ?? undefined).filter((order) =>
    counts(order, mood),
  );

  if (orders.length > 0) {
    const firstOrder = clauses.findIndex((clause) => clause === rest.find(hasSide));
    const earlier = instructions.slice(0, Math.max(0, firstOrder)).flat().filter(isAboutTrades);
    return toSignals(orders, earlier, mood);
  }
  return toUpdates(instructions.flat(), mood);
}

function symbolOf(clauses: readonly (readonly Item[])[]): string | null {
  const first = clauses.flat().find((item) => item.is === 'symbol');
  return first?.symbol ?? null;
}

const hasSide = (clause: readonly Item[]) => clause.some(({ is }) => is === 'side');

/** Levels may be part of a new order; closing, cancelling and breakeven never are. */
const isAboutTrades = ({ update: { type } }: Instruction) =>
  type !== 'moveStop' && type !== 'modifyTp';

/** Whether to believe that followers shall place this order. */
function counts({ parts, warnings, signal }: Order, { denies, hesitates }: Mood): boolean {
  if (denies || parts === 0) return false;
  const pending = signal.orderType !== 'market' && signal.entry !== null && parts >= 2;
  if (warnings.includes('direction-inferred')) return parts === PARTS_WHOLE && !hesitates;
  return !hesitates || parts === PARTS_WHOLE || pending;
}

function toSignals(orders: readonly Order[], earlier: readonly Instruction[], mood: Mood): Reading {
  const warnings = [
    ...new Set([...orders.flatMap((order) => order.warnings), ...hesitation(mood)]),
  ];
  return {
    kind: 'signal',
    signals: orders.map(({ signal }) => signal),
    ...updatesOf(earlier),
    confidence: confidenceOf(Math.min(...orders.map(({ parts }) => parts)) / PARTS_WHOLE, warnings),
    warnings,
  };
}

function toUpdates(instructions: readonly Instruction[], { denies, hesitates }: Mood): Reading {
  // Bare levels in a report or an analysis are what is talked about, not what to do.
  const meant = instructions.filter(({ explicit, update }) =>
    explicit ? !hesitates || isAboutTrades({ explicit, update }) : !denies && !hesitates,
  );
  if (meant.length === 0) return noise(instructions.length > 0 ? 0.6 : 0.9);
  const warnings = hesitation({ denies, hesitates });
  return {
    kind: 'update',
    signals: [],
    ...updatesOf(meant),
    confidence: confidenceOf(meant.every(({ explicit }) => explicit) ? 1 : 0.8, warnings),
    warnings,
  };
}

const noise = (confidence: number): Reading => ({
  kind: 'noise',
  signals: [],
  update: null,
  confidence,
  warnings: [],
});

function updatesOf(instructions: readonly Instruction[]) {
  const [first, ...more] = instructions.map(({ update }) => update);
  return { update: first ?? null, ...(more.length > 0 && { moreUpdates: more }) };
}

const hesitation = ({ hesitates }: Mood): Warning[] => (hesitates ? ['hesitant'] : []);

const CERTAINTY_MAX = 0.97;
const DOUBTS: Readonly<Record<Warning, number>> = {
  'direction-inferred': 0.7,
  'no-stop-loss': 0.9,
  'stop-on-wrong-side': 0.5,
  'target-on-wrong-side': 0.6,
  'unread-number': 0.75,
  hesitant: 0.7,
};

/** Less for every part that is missing, and for everything that is odd. */
function confidenceOf(completeness: number, warnings: readonly Warning[]): number {
  const certainty = warnings.reduce((rest, warning) => rest * DOUBTS[warning], CERTAINTY_MAX);
  return Math.round(certainty * (0.5 + completeness / 2) * 1_000) / 1_000;
}
